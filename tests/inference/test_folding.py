"""Words that say the same are read as the same; what says something else is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.inference.folding import SAME, mended
from heard.inference.wordpiece import Wordpiece
from tests.inference.bundles import VOCABULARY

KNOWN = frozenset({"received", "waiting", "address", "outrage", "cooler", "career", "delivery", "angel", "angle"})
WORDPIECE = Wordpiece(
    [*VOCABULARY, *("does", "did", "do", "will", "would", "color", "apologize", "two", "because", "going", "waiting")]
)


def read(text: str) -> list[int]:
    return WORDPIECE.pieces(text).ids


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("I don't", "i dont"),
        ("I don’t", "I do not"),
        ("I CAN'T", "i cannot"),
        ("it's now", "it is now"),
        ("Apologise", "apologize"),
        ("colour", "color"),
        ("2 call", "two call"),
        ("cos u did", "because you did"),
        ("gonna call", "going to call"),
        ("order CQ4182", "order W-119"),
        ("watiing", "waiting"),
    ],
)
def test_what_is_only_written_otherwise_is_read_as_the_same(one: str, another: str) -> None:
    assert read(one) == read(another)


@pytest.mark.parametrize(
    ("one", "another"), [("I do", "I don't"), ("I will", "I won't"), ("2 call", "3 call"), ("can", "can't")]
)
def test_what_says_something_else_stays_apart(one: str, another: str) -> None:
    assert read(one) != read(another)


@pytest.mark.parametrize(
    ("slip", "word"),
    [("recieved", "received"), ("waitng", "waiting"), ("adress", "address"), ("delivvery", "delivery")],
)
def test_one_slip_of_the_finger_is_mended(slip: str, word: str) -> None:
    assert mended(slip, KNOWN) == word


@pytest.mark.parametrize("word", ["outage", "cooker", "carer", "calm", "xqzvw", "angxl", "Ünïcö"])
def test_a_word_of_its_own_and_one_that_may_be_several_stay_as_they_are(word: str) -> None:
    assert mended(word, KNOWN) is None


def test_what_a_word_is_read_as_is_read_no_further() -> None:
    assert [said for said in SAME.values() if set(said.split()) & SAME.keys()] == []


@given(st.text("abcdefghijklmnopqrstuvwxyz'", max_size=200))
def test_mending_takes_no_time_whatever_the_word(word: str) -> None:
    began = time.perf_counter()
    mended(word, KNOWN)

    assert time.perf_counter() - began < 0.5
