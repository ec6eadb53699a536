"""A customer's words are said back turned round, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.coaching.turning import turned
from heard.coaching.words import phrase_around, thing_in

BACK = [
    ("my daughter's wedding is on Saturday", "your daughter's wedding is on Saturday"),
    ("You charged me twice.", "we charged you twice"),
    ("I was told by your driver that it would come", "you were told by our driver that it would come"),
    ("I waited in all day and was told nothing", "you waited in all day and were told nothing"),
    ("Um i i rang on tuesday and nobody called me back", "you rang on Tuesday and nobody called you back"),
    ("Waited two weeks for the refund", "you waited two weeks for the refund"),
    ("been waiting since Monday", "you've been waiting since Monday"),
    ("Nobody called me back as promised", "nobody called you back as promised"),
    ("I've emailed you three times", "you've emailed us three times"),
    ("I’m a nurse and I’ve worked nights all week", "you're a nurse and you've worked nights all week"),
    ("We have been without heating since Friday", "you have been without heating since Friday"),
    ("i dont have a car to get there", "you don't have a car to get there"),
    ("i was charged TWICE for one ticket", "you were charged twice for one ticket"),
    ("The driver that you sent broke our gate", "the driver that we sent broke your gate"),
]
NOT_BACK = [
    "Why can't I log in to my account?",
    "This is a joke, I've had enough of it",
    "worst service I've ever had in my life",
    "Please call me back on my mobile",
    "it's about my inhalers i rang on tuesday",
    "get me your manager now or I'm leaving",
    "You should look at what you did to me",
    "I know you can do it",
    "ok thanks",
    "the thing that really",
]


@pytest.mark.parametrize(("said", "back"), BACK)
def test_what_a_customer_says_is_turned_to_them(said: str, back: str) -> None:
    assert turned(said) == back


@pytest.mark.parametrize("said", NOT_BACK)
def test_what_can_not_be_turned_surely_is_not_said_back(said: str) -> None:
    assert turned(said) is None


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("it's my daughter’s wedding on saturday", "your daughter's wedding"),
        ("where is my order, my boiler is off", "your boiler"),
        ("for my daughters wedding, bottle green", "your daughter's wedding"),
        ("my order number is 1234", None),
        ("nothing here is mine", None),
    ],
)
def test_a_thing_is_theirs_and_not_everybodys(text: str, thing: str | None) -> None:
    assert thing_in(text) == thing


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 40))
def test_a_phrase_is_words_that_stand_in_the_text(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    phrase = phrase_around(text, start, min(len(text), start + length))

    assert phrase.quote in text
