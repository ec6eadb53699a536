"""Each need is paired with its response, counted once, and judged by the first reply."""

import pytest

from heard.moments import Bar, Moment, find_moments, has_need
from tests.builders import chat, reading

SHORT = {"c": "customer: …", "a": "agent: …", "s": "supervisor: …", "b": "bot: …", "y": "system: …"}


def moments(*turns: tuple[str, str], bar: Bar | None = None, gap: float | None = 60.0) -> tuple[Moment, ...]:
    """Moments of turns given as (speaker letter, labels by space)."""
    conversation = chat(*(SHORT[who] for who, _ in turns), gap=gap)
    return find_moments(conversation, [reading(*labels.split()) for _, labels in turns], bar)


def only(*turns: tuple[str, str], bar: Bar | None = None) -> Moment:
    (moment,) = moments(*turns, bar=bar)
    return moment


@pytest.mark.parametrize(
    ("labels", "needed"),
    [
        ("frustration:2", True),
        ("anxiety:3", True),
        ("frustration:1 money", True),
        ("bereavement", True),
        ("health", True),
        ("safety", True),
        ("broken_promise", True),
        ("effort", True),
        ("own_mistake embarrassment:1", True),
        ("frustration:1", False),
        ("own_mistake", False),
        ("money", False),
        ("outage complaint", False),
        ("pleased", False),
        ("", False),
    ],
)
def test_a_need_is_what_the_guideline_says(labels: str, needed: bool) -> None:
    assert has_need(reading(*labels.split())) is needed


def test_no_need_no_moment() -> None:
    assert moments(("c", "outage"), ("a", "redirect"), ("c", "ready")) == ()


def test_a_need_recognised_and_acted_on_at_once_is_met() -> None:
    moment = only(("c", "effort:2"), ("a", "acknowledge verify"))

    assert (moment.met, moment.recognition, moment.action, moment.cause) == (True, 2, 1, None)
    assert (moment.recognised_turn, moment.turns_to_recognition, moment.seconds_to_recognition) == (1, 1, 60.0)


@pytest.mark.parametrize("reply", ["canned act", "verify", "acknowledge", "dismiss act"])
def test_half_an_answer_does_not_meet_a_need(reply: str) -> None:
    assert not only(("c", "anxiety:2"), ("a", reply)).met


def test_the_standard_sets_the_bar() -> None:
    turns = (("c", "anxiety:2"), ("a", "acknowledge"))

    assert only(*turns, bar=Bar(recognition=2, action=0)).met
    assert not only(*turns, bar=Bar(recognition=3, action=0)).met


def test_messages_in_a_row_are_one_need() -> None:
    moment = only(("c", "frustration:1 effort"), ("c", "frustration:3"), ("c", ""), ("a", "acknowledge act"))

    assert (moment.turn, moment.intensity, moment.response_turn) == (1, 3, 3)


def test_a_reply_in_several_messages_is_judged_as_one() -> None:
    assert only(("c", "effort"), ("a", "acknowledge"), ("a", "act")).met


def test_a_supervisor_answers_as_an_agent_does() -> None:
    assert only(("c", "effort"), ("s", "acknowledge act")).met


def test_an_open_need_said_again_is_the_same_moment_and_a_good_answer_then_a_repair() -> None:
    moment = only(("c", "frustration:2"), ("a", "verify"), ("c", "frustration:2"), ("a", "acknowledge act"))

    assert (moment.met, moment.repaired_turn, moment.turns_to_recognition) == (False, 3, 2)
    assert moment.process_first
    assert moment.cause == "agent"


def test_a_need_recognised_at_once_and_acted_on_in_the_next_reply_is_met() -> None:
    moment = only(("c", "bereavement"), ("a", "acknowledge"), ("c", ""), ("a", "act"), ("c", "gratitude"))

    assert (moment.met, moment.recognition, moment.action, moment.outcome) == (True, 2, 2, "eased")
    assert {turn for turn, f in moment.evidence if f.label in ("acknowledge", "act")} == {1, 3}


def test_who_has_to_ask_again_was_not_met_by_the_reply_after_it() -> None:
    moment = only(("c", "effort"), ("a", "acknowledge"), ("c", "effort"), ("a", "act"))

    assert (moment.met, moment.repaired_turn) == (False, 3)


def test_recognition_and_action_in_later_replies_repair_together() -> None:
    moment = only(("c", "effort"), ("a", "verify"), ("c", ""), ("a", "canned"), ("c", ""), ("a", "acknowledge"))

    assert (moment.met, moment.repaired_turn) == (False, 5)


def test_a_denial_takes_back_what_was_recognised() -> None:
    moment = only(("c", "effort"), ("a", "acknowledge"), ("c", ""), ("a", "dismiss"), ("c", ""), ("a", "act"))

    assert (moment.met, moment.repaired_turn) == (False, None)


def test_content_last_words_are_no_open_need() -> None:
    assert moments(("c", "bereavement gratitude")) == ()
    assert len(moments(("c", "bereavement gratitude"), ("a", "verify"))) == 1
    assert len(moments(("c", "bereavement"))) == 1


def test_a_need_that_grows_is_a_new_moment() -> None:
    first, second = moments(("c", "frustration:2"), ("a", "verify"), ("c", "frustration:3"), ("a", "acknowledge act"))

    assert (first.met, first.outcome, second.met) == (False, "worse", True)


def test_a_met_need_that_comes_back_is_a_new_moment() -> None:
    assert len(moments(("c", "effort"), ("a", "acknowledge act"), ("c", "effort"), ("a", "acknowledge act"))) == 2


@pytest.mark.parametrize(
    ("after", "outcome", "ready"),
    [
        ("pleased", "eased", False),
        ("pleased sadness:3", "eased", False),
        ("gratitude ready", "eased", True),
        ("ready", "eased", True),
        ("frustration:1", "eased", False),
        ("frustration:2", "same", False),
        ("complaint", "same", False),
        ("holding_back", "same", False),
        ("frustration:3", "worse", False),
        ("churn_threat", "worse", False),
        ("", "unknown", False),
    ],
)
def test_the_outcome_is_what_the_customer_shows_next(after: str, outcome: str, ready: bool) -> None:
    moment = moments(("c", "frustration:2"), ("a", "verify"), ("c", after))[0]

    assert moment.outcome == outcome
    assert moment.ready is ready or outcome == "worse"


def test_the_outcome_is_unknown_when_the_customer_says_no_more() -> None:
    assert only(("c", "frustration:2"), ("a", "act")).outcome == "unknown"


@pytest.mark.parametrize(
    ("turns", "cause"),
    [
        ((("c", "effort"), ("a", "verify")), "agent"),
        ((("c", "effort"), ("a", "dismiss policy")), "agent"),
        ((("c", "effort"), ("a", "acknowledge policy")), "policy"),
        ((("c", "effort"), ("a", "product")), "product"),
        ((("c", "effort"), ("a", "acknowledge authority")), "authority"),
        ((("c", "effort"), ("a", "handover redirect")), "handover"),
        ((("c", "effort"), ("b", ""), ("c", "effort")), "bot"),
        ((("c", "effort"), ("b", ""), ("a", "verify")), "bot"),
        ((("c", "effort"), ("a", "verify long_silence")), "waiting"),
        ((("c", "effort"), ("y", ""), ("c", "")), "waiting"),
        ((("c", "effort"), ("a", "acknowledge")), "unclear"),
        ((("c", "effort"),), "unclear"),
    ],
)
def test_an_unmet_need_has_a_cause_and_only_the_agents_own_counts_for_the_agent(
    turns: tuple[tuple[str, str], ...], cause: str
) -> None:
    moment = only(*turns)

    assert (moment.met, moment.cause) == (False, cause)


def test_recognition_after_process_is_process_first() -> None:
    assert only(("c", "effort"), ("a", "verify acknowledge act")).process_first
    assert not only(("c", "effort"), ("a", "acknowledge verify act")).process_first


def test_evidence_names_the_words_of_need_response_and_cause() -> None:
    moment = only(("c", "effort frustration:2"), ("a", "acknowledge policy"))

    assert [(turn, f.label) for turn, f in moment.evidence] == [
        (0, "effort"),
        (0, "frustration"),
        (1, "acknowledge"),
        (1, "policy"),
    ]


def test_what_is_unsure_is_left_to_a_person() -> None:
    conversation = chat("customer: I have called twice", "agent: " + "something unheard of in every word " * 4)

    (moment,) = find_moments(conversation, [reading("effort"), reading()])

    assert moment.abstained
    assert moment.confidence < 0.5
