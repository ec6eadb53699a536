"""Heard never infers, stores or shows an agent's emotion, mood, stress or attitude. It judges observable words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import heard
from heard.conversation import Conversation, Speaker, Turn
from heard.demo import archive
from heard.signals import Finding, Judged, Learned, catalogue, read_turn
from heard.signals.catalogue import KINDS
from heard.signals.learned import accepted

STAFF = [Speaker.AGENT, Speaker.SUPERVISOR]
EMOTIONS = ["feeling", "circumstance", "stance"]
ABOUT_AN_INNER_STATE = re.compile(
    r"\b(agent|rep|colleague|speaker|person who replies)(?:'s|s'|s)? (?:is|are|was|sounds?|seems?|feels?|looks?|mood|emotion|stress|attitude|tone of voice)\b",
    re.IGNORECASE,
)


class Intrusive:
    """An encoder that claims feelings of everybody, under any kind it likes."""

    version = "intrusive/1"

    def __init__(self, kind: str | None, origin: str) -> None:
        self.kind = kind
        self.origin = origin

    decides = frozenset[str]()

    def prepare(self, texts: Iterable[str]) -> None:
        """Reads nothing ahead."""

    def read(self, turns: Sequence[Turn], findings: Sequence[Sequence[Finding]]) -> list[Learned]:
        labels = [s for s in catalogue().values() if s.kind in EMOTIONS]
        return [
            Learned(
                tuple(
                    Finding(s.label, self.kind or s.kind, 0, 1, t.text[:1], 3, 1.0, "sounds irritated", self.origin)
                    for s in labels
                ),
                intensity=3,
                need=Judged(1, 1.0, sure=True),
            )
            for t in turns
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


@pytest.mark.parametrize("origin", ["encoder", "both", "pattern"])
@pytest.mark.parametrize("kind", [None, *KINDS])
def test_what_an_encoder_claims_of_staff_is_dropped_whatever_it_calls_it(kind: str | None, origin: str) -> None:
    conversation = Conversation.chat("customer: hello\nagent: hello\nsupervisor: hello\nbot: hello")

    analysis = heard.analyse(conversation, encoder=Intrusive(kind, origin))

    assert analysis.readings[0].feelings
    assert [(r.findings, r.intensity, r.need) for r in analysis.readings[1:]] == [((), 0, None)] * 3
    assert "irritated" not in json.dumps(analysis.to_json())


@pytest.mark.parametrize(
    "finding",
    [
        Finding("temper", "move", 0, 5, "hello", 1, 0.9, ""),
        Finding("curt", "move", 0, 5, "other", 1, 0.9, ""),
        Finding("curt", "move", 0, 5, "hello", 1, 7.0, ""),
        Finding("curt", "move", 0, 5, "hello", 1, float("nan"), ""),
        Finding("curt", "move", 0, 5, "hello", 9, 0.9, ""),
    ],
)
def test_a_finding_without_a_label_words_or_a_confidence_is_refused(finding: Finding) -> None:
    with pytest.raises(ValueError, match="the encoder"):
        accepted(Turn(Speaker.AGENT, "hello"), Learned((finding,)))


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
