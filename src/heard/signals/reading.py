"""One turn read: its labels, each with the findings that show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import prod
from typing import NamedTuple

from heard.conversation import Speaker
from heard.signals.catalogue import catalogue
from heard.signals.learned import Judged, Learned
from heard.signals.matching import Finding, matcher_for

__all__ = ["NEGATIVE", "PRESENT", "TurnReading", "confidence_of", "read_turn", "reading_from"]

PRESENT = 0.5  # a label holds from this confidence on
DECIDED = ("encoder", "both")  # origins of what an encoder has decided
NEGATIVE = ("frustration", "anxiety", "sadness", "confusion", "embarrassment")
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_URGENT = re.compile(r"[!?]\s?[!?]|😡|🤬|😤|😭|💔")


_UNLEARNED = Learned(())


class TurnReading(NamedTuple):
    """The labels of one turn, in the guideline's names."""

    feelings: tuple[str, ...] = ()
    intensity: int = 0  # of the strongest negative feeling: 0 none, 1 slight, 2 clear, 3 strong
    circumstances: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()  # found across turns
    findings: tuple[Finding, ...] = ()  # in order of place; what is too weak to count as a label is not here
    need: Judged | None = None  # by an encoder; None: what `heard.moments.has_need` says holds
    recognition: Judged | None = None  # of a reply, by an encoder; None: what `judge_response` says holds
    action: Judged | None = None  # likewise

    def shows(self, label: str) -> bool:
        """True when the turn carries `label`."""
        return any(finding.label == label for finding in self.findings)

    def of(self, *labels: str) -> tuple[Finding, ...]:
        """The findings of any of `labels`."""
        return tuple(f for f in self.findings if f.label in labels)


def confidence_of(findings: Sequence[Finding]) -> float:
    """How sure it is that at least one of `findings` is right, 0…1.

    Different reasons are taken as independent (noisy or); the same reason twice is no surer than once. What an encoder
    decided has its confidence from there, whatever words show it.
    """
    if len(findings) == 1:
        return findings[0].confidence
    decided = [f.confidence for f in findings if f.origin in DECIDED]
    if decided:
        return max(decided)
    surest: dict[str, float] = {}
    for finding in findings:
        surest[finding.why] = max(finding.confidence, surest.get(finding.why, 0.0))
    return 1.0 - prod(1.0 - confidence for confidence in surest.values())


def read_turn(speaker: Speaker, text: str) -> tuple[Finding, ...]:
    """The findings that patterns alone give for one turn."""
    if speaker is Speaker.CUSTOMER:
        return matcher_for("customer").findings(text)
    if speaker.is_staff:
        return matcher_for("agent").findings(text)
    return ()


def reading_from(text: str, findings: Sequence[Finding], learned: Learned = _UNLEARNED) -> TurnReading:
    """The labels that `findings` amount to. A label whose findings together are below PRESENT is left out.

    `learned` is what an encoder said besides; the labels it decided hold at whatever confidence it decided them.
    """
    if not findings:
        return (
            _NOTHING
            if learned is _UNLEARNED
            else TurnReading(need=learned.need, recognition=learned.recognition, action=learned.action)
        )
    findings = sorted(findings, key=_place)
    by_label: dict[str, list[Finding]] = {}
    for finding in findings:
        by_label.setdefault(finding.label, []).append(finding)
    present = {
        label: found
        for label, found in by_label.items()
        if found[0].origin in DECIDED or confidence_of(found) >= PRESENT
    }
    by_kind: dict[str, list[str]] = {}
    for label in sorted(present, key=_order().__getitem__):
        by_kind.setdefault(present[label][0].kind, []).append(label)
    return TurnReading(
        feelings=tuple(by_kind.get("feeling", ())),
        intensity=_intensity(text, present) if learned.intensity is None else learned.intensity,
        circumstances=tuple(by_kind.get("circumstance", ())),
        stance=tuple(by_kind.get("stance", ())),
        moves=tuple(by_kind.get("move", ())),
        observations=tuple(by_kind.get("observation", ())),
        findings=tuple(f for f in findings if f.label in present),
        need=learned.need,
        recognition=learned.recognition,
        action=learned.action,
    )


_NOTHING = TurnReading()


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.start, finding.end, finding.label


def _intensity(text: str, present: dict[str, list[Finding]]) -> int:
    strongest = max((f.strength for label in NEGATIVE for f in present.get(label, ())), default=0)
    if strongest == 1 and (_URGENT.search(text) or len(_SHOUTED.findall(text)) >= 2):
        return 2  # typed louder than worded
    return strongest


@cache
def _order() -> dict[str, int]:
    return {label: place for place, label in enumerate(catalogue())}
