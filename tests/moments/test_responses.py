"""A reply is put on the two scales by what its words do."""

import pytest

from heard.moments import asks_something, judge_response
from tests.builders import reading


@pytest.mark.parametrize(
    ("moves", "recognition"),
    [
        ("dismiss", -1),
        ("blame canned", -1),
        ("acknowledge dismiss", -1),
        ("dismiss acknowledge", 2),
        ("", 0),
        ("verify explain", 0),
        ("explore", 0),
        ("canned apologise", 1),
        ("apologise", 1),
        ("reassure", 1),
        ("validate", 2),
        ("validate canned", 1),
        ("acknowledge", 2),
        ("acknowledge canned apologise", 2),
        ("acknowledge explore", 2),
        ("acknowledge validate own", 3),
        ("acknowledge:2 validate", 3),
        ("acknowledge:2 explore", 2),
        ("acknowledge own explore", 3),
    ],
)
def test_recognition_rises_with_what_is_named_and_understood(moves: str, recognition: int) -> None:
    assert judge_response(reading(*moves.split()), "…").recognition == recognition


@pytest.mark.parametrize(
    ("moves", "asked", "action"),
    [
        ("", False, 0),
        ("canned reassure", False, 0),
        ("explain", False, 0),
        ("explain", True, 1),
        ("explain redirect", True, 1),
        ("verify", False, 1),
        ("redirect", False, 1),
        ("explore", False, 1),
        ("act", False, 2),
        ("options verify", False, 2),
    ],
)
def test_action_rises_from_nothing_over_a_step_to_help(moves: str, asked: bool, action: int) -> None:
    assert judge_response(reading(*moves.split()), "…", asked=asked).action == action


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("When will it arrive?", True),
        ("i lost my card, can i still pay", False),
        ("I lost my card, can I still pay?", True),
        ("Why do I even bother?", False),
        ("Seriously?", False),
    ],
)
def test_a_question_is_one_that_a_fact_can_answer(text: str, asks: bool) -> None:
    assert asks_something(text) is asks


def test_a_long_reply_in_which_nothing_was_found_is_unsure() -> None:
    assert judge_response(reading(), "word " * 20).confidence < 0.5
    assert judge_response(reading(), "ok").confidence >= 0.5
