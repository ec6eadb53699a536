"""What a learned encoder may add: it is passed in, weighs the patterns' findings with its own reading, and decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from heard.conversation import Speaker, Turn
from heard.signals.catalogue import catalogue
from heard.signals.matching import Finding

__all__ = ["Encoder", "Judged", "Learned", "accepted"]


class Judged(NamedTuple):
    """A value that an encoder settled on."""

    value: int
    confidence: float  # 0…1, that the decision which hangs on it is right
    sure: bool  # False: the other decision can't be ruled out at the error rate that the encoder states


class Learned(NamedTuple):
    """What an encoder makes of one turn. None: it says nothing about that, and the patterns' own rules hold."""

    findings: tuple[Finding, ...]  # of the labels it decides all that hold, each with its words in the turn's text
    intensity: int | None = None  # 0…3; customers only
    need: Judged | None = None  # 0 or 1; customers only
    recognition: Judged | None = None  # -1…3, as an answer to a need; staff only
    action: Judged | None = None  # 0…2, likewise


class Encoder(Protocol):
    """A model that reads turns in their context. Heard runs without one."""

    @property
    def version(self) -> str:
        """What is written beside each judgement, so that old ones stay explicable."""
        ...

    @property
    def decides(self) -> frozenset[str]:
        """The labels it decides; of all others what the patterns find stands."""
        ...

    def prepare(self, texts: Iterable[str]) -> None:
        """Told what will be read soon, so that it can be read together."""
        ...

    def read(self, turns: Sequence[Turn], findings: Sequence[Sequence[Finding]]) -> Sequence[Learned | None]:
        """For each turn of one conversation what it shows; `findings` are the patterns', one list a turn."""
        ...


def accepted(turn: Turn, learned: Learned, own: Sequence[Finding] = ()) -> Learned:
    """What an encoder may say of `turn`, in the catalogue's words; `own` are the patterns' findings there.

    Its own kinds and reasons are not taken over: the label decides what a finding is, and feelings, circumstances, stance, intensity
    and need are read from customers alone, whatever an encoder claims of staff. Raises ValueError for a label that is
    not in the catalogue and for a finding whose words do not stand at its place.
    """
    side = "customer" if turn.speaker is Speaker.CUSTOMER else "agent" if turn.speaker.is_staff else "nobody"
    kept: list[Finding] = []
    for finding in learned.findings:
        signal = catalogue().get(finding.label)
        if signal is None:
            raise ValueError(f"the encoder found {finding.label!r}, which is no signal; give a label of the catalogue")
        if not finding.quote or turn.text[finding.start : finding.end] != finding.quote:
            raise ValueError(f"the encoder's {finding.label!r} does not quote the words at its place; mend the offsets")
        if not 0 < finding.confidence <= 1 or finding.strength not in (1, 2, 3):
            raise ValueError(
                f"the encoder's {finding.label!r} needs a confidence above 0, at most 1, and a strength of 1 to 3"
            )
        if signal.side == side:
            place = finding.start, finding.end
            why = next((f.why for f in own if f.label == finding.label and (f.start, f.end) == place), None)
            reads = f"reads like this: {signal.meaning}"
            kept.append(finding._replace(kind=signal.kind, why=why or reads, origin="both" if why else "encoder"))
    customer, staff = side == "customer", side == "agent"
    return Learned(
        tuple(kept),
        learned.intensity if customer else None,
        learned.need if customer else None,
        learned.recognition if staff else None,
        learned.action if staff else None,
    )
