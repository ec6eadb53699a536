"""Heard never infers, stores or shows an agent's emotion, mood, stress or attitude. It judges observable words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import heard
from heard.conversation import Conversation, Speaker, Turn
from heard.demo import archive
from heard.signals import Finding, catalogue, read_turn

STAFF = [Speaker.AGENT, Speaker.SUPERVISOR]
EMOTIONS = ["feeling", "circumstance", "stance"]
ABOUT_AN_INNER_STATE = re.compile(
    r"\b(agent|rep|colleague|speaker|person who replies)(?:'s|s'|s)? (?:is|are|was|sounds?|seems?|feels?|looks?|mood|emotion|stress|attitude|tone of voice)\b",
    re.IGNORECASE,
)


class Intrusive:
    """An encoder that claims feelings of everybody."""

    version = "intrusive/1"

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        labels = [s for s in catalogue().values() if s.kind in EMOTIONS]
        return [
            [Finding(s.label, s.kind, 0, 1, t.text[:1], 3, 1.0, "claimed", "encoder") for s in labels] for t in turns
        ]


@given(st.sampled_from(STAFF), st.text())
def test_no_words_of_staff_are_read_for_feelings(speaker: Speaker, text: str) -> None:
    assert not [f for f in read_turn(speaker, text) if f.kind in EMOTIONS]


def test_no_example_of_a_customers_feeling_is_one_in_an_agents_mouth() -> None:
    for signal in catalogue().values():
        for text in signal.examples:
            if signal.kind in EMOTIONS:
                assert not [f for f in read_turn(Speaker.AGENT, text) if f.kind in EMOTIONS]


def test_no_turn_of_staff_in_the_demo_archive_carries_a_feeling() -> None:
    for conversation in archive():
        for turn in heard.analyse(conversation).to_json()["turns"]:
            if turn["speaker"] != "customer":
                assert (turn["feelings"], turn["intensity"], turn["circumstances"], turn["stance"]) == ([], 0, [], [])


def test_what_an_encoder_claims_of_staff_is_dropped() -> None:
    conversation = Conversation.chat("customer: hello\nagent: hello\nsupervisor: hello\nbot: hello")

    readings = heard.analyse(conversation, encoder=Intrusive()).readings

    assert readings[0].feelings
    assert [r.findings for r in readings[1:]] == [(), (), ()]


@pytest.mark.parametrize("signal", [s for s in catalogue().values() if s.side != "customer"], ids=lambda s: s.label)
def test_no_definition_of_the_agents_side_speaks_of_an_inner_state(signal: object) -> None:
    assert signal.kind in ("move", "cause", "observation")  # type: ignore[attr-defined]  # parametrised value
    for text in (signal.meaning, *(p.why for p in signal.patterns)):  # type: ignore[attr-defined]  # as above
        assert not ABOUT_AN_INNER_STATE.search(text)


def test_nothing_heard_says_about_the_demo_archive_speaks_of_an_agents_inner_state() -> None:
    for conversation in archive():
        analysis = heard.analyse(conversation).to_json()
        said = json.dumps([analysis["marks"], analysis["suggestions"], [m["why"] for m in analysis["moments"]]])

        assert not ABOUT_AN_INNER_STATE.search(re.sub(r'"quote": "(?:[^"\\]|\\.)*"', "", said))
