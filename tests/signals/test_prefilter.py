"""The prefilter saves time and never loses a match."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.signals.phrases import spaced
from heard.signals.prefilter import Prefilter, Sample

_piece = st.sampled_from(
    r"ab|abc|a|b | |(ab#b)|(ab )?|(a#b )?|[ab]c|ab+|(?:a#bcc)|(?=a)|'a|(ab ){1,2}|(?:a?b)+|\w+ |(?:\w+ )?|(?:a\w*#b c)|"
    r"(?:\w+ ){0,2}|!|(?:!#c)|^".replace("|", "\n")
    .replace("#", "|")
    .split("\n")
)


def beginnings(pattern: str, text: str) -> list[int]:
    """Every place where a word begins and a match of `pattern` that ends where a word does."""
    whole = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
    matches = [whole.match(text, place) for place in range(len(text))]
    return [match.start() for match in matches if match and match[0]]


@settings(max_examples=1000)
@given(
    st.lists(st.lists(_piece, min_size=1, max_size=5).map("".join), min_size=1, max_size=5),
    st.text("abc '!", max_size=24),
    st.sampled_from([0, 1, 40]),
)
def test_every_match_of_whole_words_is_tried_where_it_begins(patterns: list[str], text: str, weight: int) -> None:
    """`weight` makes phrases common, so that second needs are asked for."""
    prefilter = Prefilter(patterns, lambda phrase: weight * (1 + len(phrase) % 3))

    at, since = prefilter.candidates(spaced(text))

    tried = {(number, place) for place, numbers in at for number in numbers}
    for number, pattern in enumerate(patterns):
        for place in beginnings(pattern, text):
            assert (number, place) in tried or since.get(number, len(text)) <= place
            assert prefilter.may_match(spaced(text))


def test_what_nothing_needs_is_tried_nowhere() -> None:
    at, since = Prefilter(["still waiting", "the \\w+ team"]).candidates(spaced("I am waiting still"))

    assert (at, since) == ([], {})


def test_a_second_need_must_stand_behind_the_first() -> None:
    prefilter = Prefilter(["the \\w+ team"], lambda phrase: 50)

    assert prefilter.candidates(spaced("the whole team")) == ([(0, (0,))], {})
    assert prefilter.candidates(spaced("team the")) == ([], {})


@pytest.mark.parametrize(
    ("phrase", "times"),
    [(" call ", 2), (" call", 3), ("ing ", 2), (" call me ", 1), ("lling me ", 2), (" never ", 0), ("!", 2), ("al", 3)],
)
def test_a_sample_tells_how_often_a_phrase_stands_in_it_at_most(phrase: str, times: int) -> None:
    sample = Sample("call me! call, calling me! sing")

    assert sample.often(phrase) == times
