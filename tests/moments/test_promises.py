"""A promise has a who, a what, and an until when one was given."""

import pytest

from heard.moments import promises_in
from tests.builders import chat


@pytest.mark.parametrize(
    ("said", "who", "what", "until"),
    [
        ("I'll call you back by 5 pm today.", "I", "call you back", "by 5 pm today"),
        ("We will refund the £20 within 3 working days.", "We", "refund the £20", "within 3 working days"),
        ("ok so i'm going to send a new card tomorrow morning", "i", "send a new card", "tomorrow morning"),
        ("The engineer will be with you on Tuesday.", "The engineer", "be with you", "on Tuesday"),
        ("I’ll look into it.", "I", "look into it", None),
        ("My manager will ring you before noon on Friday.", "My manager", "ring you", "before noon on Friday"),
    ],
)
def test_a_promise_is_found_with_its_parts(said: str, who: str, what: str, until: str | None) -> None:
    (promise,) = promises_in(chat("customer: hello", f"agent: Right. {said}"))

    assert (promise.who, promise.what, promise.until) == (who, what, until)
    assert promise.turn == 1
    assert said.startswith(promise.quote)


@pytest.mark.parametrize(
    "said",
    [
        "If you send the form, we will refund you.",
        "I'll be happy to help.",
        "Will you be home tomorrow?",
        "I sent it yesterday.",
        "You will get a text.",
    ],
)
def test_a_condition_or_a_report_is_no_promise(said: str) -> None:
    assert promises_in(chat("customer: hello", f"agent: {said}")) == ()


def test_a_customers_announcement_is_no_promise() -> None:
    assert promises_in(chat("customer: I'll call you tomorrow")) == ()
