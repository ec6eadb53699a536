"""The encoder in an analysis: always the same judgement, in the words that were said, and "not sure" where it is not."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from heard.analysis import analyse
from heard.conversation import Conversation
from heard.demo import archive
from heard.inference.encoder import SmallEncoder
from heard.signals import NEGATIVE
from tests import strategies
from tests.builders import chat
from tests.inference.bundles import calibration, vouch

TALKS = list(islice(archive(), 12))
SCALES = ("feelings", "intensity", "circumstances", "stance", "need", "moves")


def labels(analysis: dict[str, Any]) -> list[dict[str, Any]]:
    """What an analysis says of each turn, without how sure it is."""
    return [{name: turn[name] for name in SCALES} for turn in analysis["turns"]]


def findings(analysis: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(text of its turn, finding) of everything that an analysis shows."""
    return [(turn["text"], f) for turn in analysis["turns"] for f in turn["findings"]]


@pytest.fixture(scope="module")
def analyses(bundle: Path) -> list[dict[str, Any]]:
    encoder = SmallEncoder(bundle)
    return [analyse(talk, encoder=encoder).to_json() for talk in TALKS]


def test_another_encoder_over_the_same_bundle_says_exactly_the_same(
    encoder: SmallEncoder, analyses: list[dict[str, Any]]
) -> None:
    assert [analyse(talk, encoder=encoder).to_json() for talk in TALKS] == analyses


def test_asked_twice_it_says_the_same(encoder: SmallEncoder) -> None:
    talk = TALKS[0]

    assert analyse(talk, encoder=encoder).to_json() == analyse(talk, encoder=encoder).to_json()


def test_the_labels_hardly_depend_on_what_is_read_beside(encoder: SmallEncoder, analyses: list[dict[str, Any]]) -> None:
    """Eight bits are scaled by all that stands in a batch, so numbers move a little; labels near a threshold may."""
    encoder.prepare(turn.text for talk in TALKS for turn in talk.turns)
    together = [turn for talk in TALKS for turn in labels(analyse(talk, encoder=encoder).to_json())]
    alone = [turn for analysis in analyses for turn in labels(analysis)]

    changed = sum(a != b for turn, other in zip(alone, together, strict=True) for a, b in _cells(turn, other))
    assert changed <= 0.02 * len(alone) * len(encoder.decides) / 2


def _cells(turn: dict[str, Any], other: dict[str, Any]) -> list[tuple[bool, bool]]:
    names = {name for told in (turn, other) for key in SCALES if isinstance(told[key], list) for name in told[key]}
    return [(_holds(turn, name), _holds(other, name)) for name in names]


def _holds(turn: dict[str, Any], name: str) -> bool:
    return any(name in turn[key] for key in SCALES if isinstance(turn[key], list))


def test_every_confidence_is_within_bounds(analyses: list[dict[str, Any]]) -> None:
    told = [f["confidence"] for analysis in analyses for _, f in findings(analysis)]
    told += [moment["confidence"] for analysis in analyses for moment in analysis["moments"]]

    assert told
    assert all(0 < confidence <= 1 for confidence in told)


def test_every_quote_stands_at_its_place(analyses: list[dict[str, Any]]) -> None:
    shown = [each for analysis in analyses for each in findings(analysis)]

    assert {f["origin"] for _, f in shown} >= {"encoder", "both"}
    assert all(f["quote"] and text[f["start"] : f["end"]] == f["quote"] for text, f in shown)


def test_feelings_are_read_from_customers_alone(analyses: list[dict[str, Any]]) -> None:
    others = [turn for analysis in analyses for turn in analysis["turns"] if turn["speaker"] != "customer"]

    assert others
    assert not any(turn["feelings"] or turn["circumstances"] or turn["intensity"] or turn["need"] for turn in others)


def test_every_need_names_a_feeling_or_a_circumstance(analyses: list[dict[str, Any]]) -> None:
    needing = [turn for analysis in analyses for turn in analysis["turns"] if turn["need"]]

    assert needing
    assert all(set(turn["feelings"]) & set(NEGATIVE) or turn["circumstances"] for turn in needing)


def test_the_encoders_version_stands_in_the_analysis(encoder: SmallEncoder) -> None:
    assert analyse(TALKS[0], encoder=encoder).to_json()["model"] == "tiny/1"
    assert analyse(TALKS[0]).to_json()["model"] is None


@pytest.mark.parametrize(("kept", "abstained"), [(1.0, True), (0.5, False)])
def test_a_moment_that_can_not_be_told_apart_is_abstained(own_bundle: Path, kept: float, abstained: bool) -> None:
    """At 1.0 no value is ever kept; at 0.5 always exactly one."""
    vouch(own_bundle, calibration=calibration(conformal=dict.fromkeys(("need", "recognition", "action"), kept)))
    encoder = SmallEncoder(own_bundle)
    moments = [m for talk in TALKS for m in analyse(talk, encoder=encoder).moments if m.confidence >= 0.5]

    assert moments
    assert {m.abstained for m in moments} == {abstained}


def test_bots_and_systems_are_not_judged(encoder: SmallEncoder) -> None:
    talk = chat("customer: I am furious, this is the third time I call.", "bot: Sorry!", "system: The chat was closed.")

    assert encoder.read(talk.turns, [[]] * 3)[1:] == [None, None]


def test_a_turn_without_words_is_not_judged(encoder: SmallEncoder) -> None:
    talk = Conversation.from_json(
        {"id": "c", "turns": [{"speaker": "customer", "text": " "}, {"speaker": "agent", "text": ""}]}
    )

    assert encoder.read(talk.turns, [[], []]) == [None, None]
    assert analyse(talk, encoder=encoder).moments == ()


def test_a_conversation_without_turns_shows_nothing(encoder: SmallEncoder) -> None:
    assert encoder.read((), ()) == []
    assert encoder.probabilities((), ()) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.conversations)
def test_any_conversation_can_be_analysed(encoder: SmallEncoder, conversation: Conversation) -> None:
    analysis = analyse(conversation, encoder=encoder).to_json()

    assert len(analysis["turns"]) == len(conversation.turns)
    assert all(text[f["start"] : f["end"]] == f["quote"] for text, f in findings(analysis))


def test_what_came_before_can_change_what_a_reply_is_worth(encoder: SmallEncoder) -> None:
    reply = "agent: Three calls is too many, I am sorry. I have booked it for today."
    after = chat("customer: This is the third time I call and I am furious.", reply)
    other = chat("customer: When do you open?", reply)

    assert abs(encoder.outputs(after.turns, [[]] * 2)[1] - encoder.outputs(other.turns, [[]] * 2)[1]).max() > 0.01
