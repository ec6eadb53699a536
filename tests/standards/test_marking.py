"""What each key of a rule asks for, on readings made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from heard.conversation import Conversation
from heard.moments import find_moments
from heard.signals import TurnReading
from heard.standards import Mark, Standard, load, mark
from heard.standards.loading import read_standard
from tests.builders import chat, finding, reading

TALK = ("customer: one", "agent: two", "customer: three", "agent: four")
UNREAD = "agent: a reply of many words in which nothing at all was found by any of the patterns there are"


def standard(rule: str) -> Standard:
    text = f"""
        name = "t"
        version = 1
        title = "T"
        meaning = "m"
        [[criteria]]
        id = "c"
        title = "C"
        meaning = "m"
        evidence = "words that name it"
        exemplar = "customer: a"
        counter_exemplar = "customer: a"
        {rule}
    """
    return read_standard(text, "t.toml")


def marked(rule: str, *readings: TurnReading, talk: Conversation | Sequence[str] = TALK) -> Mark:
    conversation = talk if isinstance(talk, Conversation) else chat(*talk)
    (shown,) = mark(standard(rule), conversation, readings, find_moments(conversation, readings))
    return shown


def results(rule: str, *readings: TurnReading) -> str:
    return marked(rule, *readings).result


NONE = reading()
NEED = reading("frustration:2")
SHOW = 'when = ["need"]\nshow = ["acknowledge"]'

RULES = [
    # (rule, readings of the four turns, result)
    (SHOW, (NEED, reading("acknowledge"), NONE, NONE), "met"),
    (SHOW, (NEED, NONE, NONE, reading("acknowledge")), "missed"),
    (SHOW, (NONE, NONE, NONE, NONE), "not_needed"),
    (SHOW + '\nwhere = "after"', (NEED, NONE, NONE, reading("acknowledge")), "met"),
    (SHOW + '\nwhere = "after"\nwithin = "1 reply"', (NEED, NONE, NONE, reading("acknowledge")), "missed"),
    (SHOW + '\nwhere = "after"\nwithin = "2 replies"', (NEED, NONE, NONE, reading("acknowledge")), "met"),
    (SHOW + '\nwithin = "1 minute"', (NEED, reading("acknowledge"), NONE, NONE), "unsure"),
    (SHOW + '\nbefore = ["process"]', (NEED, reading("acknowledge", "verify"), NONE, NONE), "met"),
    (SHOW + '\nbefore = ["process"]', (NEED, reading("verify", "acknowledge"), NONE, NONE), "missed"),
    (SHOW + '\nbefore = ["verify"]', (NEED, reading("act", "acknowledge"), NONE, NONE), "met"),
    (SHOW + '\navoid = ["blame"]', (NEED, reading("acknowledge", "blame"), NONE, NONE), "missed"),
    ('when = ["need"]\nrecognition = 2', (NEED, reading("acknowledge"), NONE, NONE), "met"),
    ('when = ["need"]\nrecognition = 2', (NEED, reading("canned"), NONE, NONE), "missed"),
    ('when = ["need"]\naction = 1', (NEED, reading("acknowledge"), NONE, NONE), "missed"),
    ('when = ["need"]\naction = 1', (NEED, reading("verify"), NONE, NONE), "met"),
    ('when = ["always"]\nwhere = "staff"\navoid = ["asked_again"]', (NONE, NONE, NONE, reading("asked_again")), "missed"),
    ('when = ["always"]\nwhere = "staff"\navoid = ["asked_again"]', (NONE, NONE, NONE, NONE), "met"),
    ('when = ["always"]\nwhere = "first"\nshow = ["warmth"]', (NONE, reading("warmth"), NONE, NONE), "met"),
    ('when = ["always"]\nwhere = "last"\nshow = ["warmth"]', (NONE, reading("warmth"), NONE, NONE), "missed"),
    ('when = ["always"]\nwhere = "last"\nshow = ["warmth"]', (NONE, NONE, NONE, reading("warmth")), "met"),
    ('when = ["need"]\nwhere = "after_ready"\nshow = ["act"]', (NEED, NONE, reading("ready"), reading("act")), "met"),
    ('when = ["need"]\nwhere = "after_ready"\nshow = ["act"]', (NEED, NONE, reading("ready"), NONE), "missed"),
    ('when = ["need"]\nwhere = "after_ready"\nshow = ["act"]', (NEED, reading("act"), reading("ready"), NONE), "not_needed"),
    ('when = ["need"]\nwhere = "after_ready"\nshow = ["act"]', (NEED, NONE, NONE, NONE), "not_needed"),
    ('when = ["need"]\nwhere = "after_ready"\nshow = ["explain"]', (NEED, reading("explain"), reading("ready"), NONE), "missed"),
    ('when = ["frustration:2"]\nshow = ["act"]', (reading("frustration:1"), NONE, NONE, NONE), "not_needed"),
    ('when = ["frustration:2"]\nshow = ["act"]', (reading("frustration:2"), reading("act"), NONE, NONE), "met"),
    ('when = ["outage"]\nshow = ["act"]', (reading("outage"), NONE, NONE, NONE), "missed"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "readings", "result"), RULES)
def test_a_rule_is_read_as_it_is_written(rule: str, readings: tuple[TurnReading, ...], result: str) -> None:
    assert results(rule, *readings) == result


def test_a_missed_show_quotes_what_the_customer_said() -> None:
    assert [f.label for _, f in marked(SHOW, NEED, NONE, NONE, NONE).evidence] == ["frustration"]


def test_a_met_show_quotes_what_the_staff_said() -> None:
    assert [f.label for _, f in marked(SHOW, NEED, reading("acknowledge"), NONE, NONE).evidence] == ["acknowledge"]


def test_one_missed_need_of_two_is_a_miss() -> None:
    both = (NEED, reading("acknowledge", "act"), reading("anxiety:2"), NONE)

    assert results(SHOW, *both) == "missed"


def test_a_need_that_nobody_answered_is_missed() -> None:
    shown = marked(SHOW, NEED, talk=chat("customer: one"))

    assert (shown.result, shown.why) == ("missed", "after “…”, nobody answered")


def test_where_heard_is_not_sure_of_the_need_a_person_should_read() -> None:
    doubtful = reading("frustration:2")
    doubtful = doubtful._replace(findings=(finding("frustration", 2, confidence=0.51),))
    shown = marked(SHOW, doubtful, NONE, NONE, NONE)

    assert shown.result == "unsure"
    assert "a person should read this" in shown.why


def test_a_long_reply_that_was_not_understood_leaves_it_unsure() -> None:
    assert marked(SHOW, NEED, NONE, talk=chat("customer: one", UNREAD)).result == "unsure"


def test_times_are_held_against_seconds() -> None:
    rule = SHOW + '\nwithin = "1 minute"'
    readings = (NEED, reading("acknowledge"), NONE, NONE)

    assert marked(rule, *readings, talk=chat(*TALK, gap=30.0)).result == "met"
    assert marked(rule, *readings, talk=chat(*TALK, gap=90.0)).result == "missed"


def test_a_conversation_without_staff_asks_nothing_of_always() -> None:
    rule = 'when = ["always"]\nwhere = "staff"\navoid = ["blame"]'

    assert marked(rule, NONE, talk=chat("customer: one")).result == "not_needed"


def test_marks_stand_in_the_order_of_the_criteria() -> None:
    conversation = chat(*TALK)
    everyday = load("everyday")
    marks = mark(everyday, conversation, (NONE, NONE, NONE, NONE), ())

    assert [m.criterion for m in marks] == [c.id for c in everyday.criteria]
