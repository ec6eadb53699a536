"""What an overview says of many analyses, whatever order and process they came from."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.overview import Overview, Share, counted
from tests.builders import analysis_json, met_json, moment_json


def over(*analyses: dict[str, Any]) -> Overview:
    overview = Overview()
    for analysis in analyses:
        overview.add(json.loads(json.dumps(analysis)))
    return overview


def test_a_share_is_written_with_its_interval() -> None:
    assert str(Share(41, 58)) == "41 of 58 (58–81 %)"
    assert str(Share(0, 0)) == "none needed"
    assert Share(0, 0).rate is None


def test_who_judged_is_said_with_the_encoder_or_that_patterns_did_alone() -> None:
    alone, learned = analysis_json("a"), analysis_json("b", model="heard-encoder/1")

    assert over().judged_by == ""
    assert over(alone, alone).judged_by == "heard-engine/1, patterns alone, against everyday@1"
    assert over(learned).judged_by == "heard-engine/1, heard-encoder/1, against everyday@1"
    assert over(learned, alone).judged_by == f"{over(learned).judged_by}; {over(alone).judged_by}"


def test_a_moment_counts_under_each_of_its_needs_and_once_in_the_score() -> None:
    overview = over(analysis_json("a", met_json("effort anxiety"), moment_json("effort")))

    assert overview.score == Share(1, 2)
    assert overview.by_need == {"effort": Share(1, 2), "anxiety": Share(1, 1)}
    assert overview.by_channel == {"chat": Share(1, 2)}


def test_a_moment_that_a_person_should_read_counts_on_neither_side() -> None:
    overview = over(analysis_json("a", moment_json(abstained=True)))

    assert overview.score == Share(0, 0)
    assert overview.abstained == 1
    assert overview.causes == {}
    assert overview.matrix == {}


def test_a_conversation_without_need_is_a_right_answer_and_is_counted() -> None:
    overview = over(analysis_json("a"), analysis_json("b", met_json()))

    assert (overview.conversations, overview.without_need, overview.turns) == (2, 1, 4)


def test_a_conversation_that_cannot_be_read_is_not_one_without_need() -> None:
    overview = over(analysis_json("a"), analysis_json("b", readable=False))

    assert (overview.conversations, overview.without_need, overview.unreadable) == (2, 1, 1)
    assert overview.to_json()["unreadable"] == 1


def test_only_the_agents_own_cause_counts_for_agents() -> None:
    moments = [met_json(), *(moment_json(cause=cause) for cause in ("agent", "policy", "policy", "waiting"))]
    overview = over(analysis_json("a", *moments))

    assert overview.in_agents_hands == Share(1, 2)
    assert overview.causes == {"policy": 2, "agent": 1, "waiting": 1}


def test_recognised_late_is_told_from_at_once_and_never() -> None:
    late = moment_json(recognised_turn=3, turns_to_recognition=2, repaired_turn=3)
    overview = over(analysis_json("a", met_json(process_first=True), late, moment_json()))

    assert overview.recognised == {"at once": 1, "late": 1, "never": 1}
    assert (overview.repaired, overview.process_first) == (1, 1)


def test_unanswered_needs_stand_beside_the_matrix() -> None:
    nobody = moment_json(recognition=None, action=None, response_turn=None, cause="waiting")
    overview = over(analysis_json("a", nobody, moment_json(recognition=1, action=2)))

    assert overview.matrix == {(1, 2): 1}
    assert overview.unanswered == 1


def test_missed_most_names_needs_by_how_often_they_were_missed() -> None:
    overview = over(analysis_json("a", met_json("money"), *[moment_json("money")] * 2, moment_json("health")))

    assert overview.missed_most() == [("money", Share(1, 3)), ("health", Share(0, 1))]


def test_a_canned_line_is_counted_by_customers_and_not_by_how_often_it_is_said() -> None:
    line = "We value you as a customer and appreciate your patience."
    overview = over(
        analysis_json("a", reply=f"Hello. {line} {line}"),
        analysis_json("b", reply=line.replace(".", "!")),
        analysis_json("c", reply="We value you as our customer and appreciate your patience."),
    )

    assert [(one.text, one.customers) for one in overview.canned()] == [(line.replace(".", "!"), 3)]


def test_a_line_that_fewer_than_three_customers_got_is_not_shown() -> None:
    line = "We value you as a customer and appreciate your patience."

    assert over(*(analysis_json(id, reply=line) for id in "ab")).canned() == []
    assert len(over(*(analysis_json(id, reply=line) for id in "abc")).canned()) == 1


def test_a_number_agrees_with_its_noun() -> None:
    assert [counted(n, "reply", "replies") for n in (0, 1, 1204)] == ["0 replies", "1 reply", "1,204 replies"]


def test_a_promise_without_a_time_is_kept_word_for_word() -> None:
    promises = [
        {"turn": 1, "who": "I", "what": "call you", "until": until, "quote": "I'll call you."}
        for until in (None, "noon")
    ]
    overview = over(analysis_json("a", promises=promises))

    assert (overview.promises.made, overview.promises.without_time) == (2, 1)
    assert [(p.id, p.quote) for p in overview.promises.examples] == [("a", "I'll call you.")]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"recognition": -1}, "contradicted or blamed"),
        ({"recognition": None, "response_turn": None}, "nobody answered"),
        ({"recognition": 1}, "a line that would fit anyone"),
        ({"recognition": 0, "outcome": "worse"}, "worse after"),
        ({"recognition": 2}, "nothing was done about it"),
        ({"abstained": True}, "a person should read this"),
    ],
)
def test_a_conversation_to_read_first_comes_with_its_reason(facts: dict[str, Any], said: str) -> None:
    [pick] = over(analysis_json("a", moment_json("broken_promise", **facts))).read_first

    assert said in pick.reason
    assert "broken promise" in pick.reason


def test_a_denial_is_read_before_a_plain_miss_and_a_met_need_not_at_all() -> None:
    overview = over(
        analysis_json("missed", moment_json()),
        analysis_json("met", met_json()),
        analysis_json("denied", moment_json(recognition=-1)),
    )

    assert [pick.id for pick in overview.read_first] == ["denied", "missed"]
    assert [pick.id for pick in overview.best] == ["met"]


def test_roles_that_were_guessed_are_told_with_the_least_sure_guess() -> None:
    guesses = [analysis_json(id, roles={"from": "guess", "confidence": sure}) for id, sure in (("a", 0.9), ("b", 0.6))]
    overview = over(*guesses, analysis_json("c"))

    assert (overview.guessed_roles, overview.least_sure_of_roles) == (2, 0.6)


_moments = st.lists(
    st.builds(
        moment_json,
        need=st.sampled_from(["effort", "health family", "anxiety"]),
        intensity=st.integers(0, 3),
        recognition=st.sampled_from([None, -1, 0, 1, 2, 3]),
        action=st.integers(0, 2),
        met=st.booleans(),
        turns_to_recognition=st.sampled_from([None, 1, 2]),
        cause=st.sampled_from([None, "agent", "policy"]),
        abstained=st.booleans(),
        outcome=st.sampled_from(["eased", "same", "worse", "unknown"]),
    ).map(lambda moment: moment | {"met": moment["met"] and moment["recognition"] is not None}),
    max_size=3,
)
_replies = st.sampled_from(["Yes.", "We value you as a customer, we really do.", "We value you as a customer, we do."])


@given(st.lists(st.tuples(_moments, _replies), max_size=24), st.integers(0, 24))
def test_two_overviews_merged_say_what_one_overview_of_all_says(found: list[Any], cut: int) -> None:
    analyses = [analysis_json(f"c{i}", *moments, reply=reply) for i, (moments, reply) in enumerate(found)]
    first, second = over(*analyses[:cut]), over(*analyses[cut:])
    first.merge(second)

    assert first.to_json() == over(*analyses).to_json()
