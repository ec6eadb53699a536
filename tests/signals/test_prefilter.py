"""The prefilter saves time and never loses a match."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.signals.matching import matcher_for
from heard.signals.prefilter import Prefilter, needs_of
from heard.text import fold


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("still waiting", [{" still waiting "}]),
        ("(very )?angry", [{" angry "}]),
        ("(not )?at it", [{" at it "}]),
        ("un(not )?at it", [{" un"}, {"at it "}]),
        ("(calling|writing) again", [{" calling ", " writing "}, {" again "}]),
        ("refund(s|ed)?", [{" refund"}]),
        (r"won't go", [{" won t go "}]),
        ("(one (two|three)|four five)", [{" one ", " four five "}]),
        ("(if|at) (so )+bad", [{" if ", " at "}, {" so "}, {" bad "}]),
        ("no+", []),
        ("[😊🎉]", [{" 😊 ", " 🎉 "}]),
        (r"!!!", [{"!!!"}]),
        (r"(:\(|;-\))", [{":(", ";-)"}]),
        (r"a!", [{" a  "}]),
        (".*", []),
    ],
)
def test_needs_are_what_every_match_of_whole_words_contains(pattern: str, needs: list[set[str]]) -> None:
    assert [set(need.literals) for need in needs_of(pattern)] == needs


_piece = st.sampled_from(
    [
        "ab",
        "abc",
        "a",
        "b ",
        " ",
        "(ab|b)",
        "(ab )?",
        "(a|b )?",
        "[ab]c",
        "ab+",
        "(?:a|bcc)",
        "(?=a)",
        "'a",
        "(ab ){1,2}",
        "(?:a?b)+",
    ]
)


def whole_words(pattern: str, text: str) -> int | None:
    """Where the first match of `pattern` begins that begins and ends where a word does; None: there is none."""
    matches = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)").finditer(text)
    return next((m.start() for m in matches if m.end() > m.start()), None)


@settings(max_examples=400)
@given(
    st.lists(st.lists(_piece, min_size=1, max_size=4).map("".join), min_size=1, max_size=5),
    st.text("abc '!", max_size=20),
    st.text("abc ", max_size=30),
)
def test_every_match_of_whole_words_is_found_from_where_it_is_tried(
    patterns: list[str], text: str, sample: str
) -> None:
    begins = {i: start for i, pattern in enumerate(patterns) if (start := whole_words(pattern, text)) is not None}

    places = dict(Prefilter(patterns, sample).candidates(text))

    assert begins.keys() <= places.keys()
    assert all(places[i] <= start for i, start in begins.items())


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_no_shipped_pattern_loses_an_example_to_the_prefilter(side: str) -> None:
    from heard.signals import catalogue

    matcher = matcher_for(side)
    wholes = [re.compile(rf"(?<!\w)(?:{e.source})") for e in matcher.expressions]
    for signal in catalogue().values():
        if signal.side != side:
            continue
        for text in signal.examples:
            folded = fold(text).text
            begins = {
                i: match.start() for i, whole in enumerate(wholes) if (match := whole.search(folded)) and match[0]
            }

            places = dict(matcher.prefilter.candidates(folded))

            assert begins.keys() <= places.keys()
            assert all(places[i] <= start for i, start in begins.items())
