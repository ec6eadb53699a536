"""The prefilter saves time and never loses a match."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.signals.matching import matcher_for
from heard.signals.prefilter import Prefilter, needs_of
from heard.text import fold


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("still waiting", [{"still waiting"}]),
        ("(very )?angry", [{"angry"}]),
        ("(calling|writing) again", [{"calling", "writing"}, {" again"}]),
        ("(refund|compensation)", [{"compensation", "refund"}]),
        (r"\bsorry\b", [{"sorry"}]),
        ("(one (two|three)|four five)", [{"one ", "four five"}]),
        ("no+", []),
        ("[😊🎉]", [{"😊", "🎉"}]),
        ("[ab]", []),
        ("(angry|ok)", [{"angry", "ok"}]),
        (".*", []),
    ],
)
def test_needs_are_what_every_match_contains(pattern: str, needs: list[set[str]]) -> None:
    assert [set(need.literals) for need in needs_of(pattern)] == needs


_piece = st.sampled_from(["abc", "abcd", "xyz", "a", "b ", "(abc|xyz)", "(abc )?", "[ab]c", "xyz+", "(?:a|xyzz)"])


@given(
    st.lists(st.lists(_piece, min_size=1, max_size=4).map("".join), min_size=1, max_size=5),
    st.text("abcxyz ", max_size=30),
)
def test_every_pattern_that_matches_is_a_candidate(patterns: list[str], text: str) -> None:
    begins = {i: match.start() for i, pattern in enumerate(patterns) if (match := re.search(pattern, text))}

    places = dict(Prefilter(patterns).candidates(text))

    assert begins.keys() <= places.keys()
    assert all(places[i] <= start for i, start in begins.items())


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_no_shipped_pattern_loses_an_example_to_the_prefilter(side: str) -> None:
    from heard.signals import catalogue

    matcher = matcher_for(side)
    for signal in catalogue().values():
        if signal.side != side:
            continue
        for text in signal.examples:
            folded = fold(text).text
            begins = {i: m.start() for i, e in enumerate(matcher.expressions) if (m := e.regex.search(folded))}

            places = dict(matcher.prefilter.candidates(folded))

            assert begins.keys() <= places.keys()
            assert all(places[i] <= start for i, start in begins.items())
