"""Findings from a learned encoder that is passed in: what it must offer, and nothing about how it works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from heard.conversation import Speaker, Turn
from heard.signals.catalogue import catalogue
from heard.signals.matching import Finding

__all__ = ["Encoder", "accepted"]


class Encoder(Protocol):
    """A model that reads turns in their context. Heard runs without one."""

    @property
    def version(self) -> str:
        """What is written beside each judgement, so that old ones stay explicable."""
        ...

    def findings(self, turns: Sequence[Turn]) -> Sequence[Sequence[Finding]]:
        """For each turn its findings, with ``origin="encoder"`` and places within that turn's text."""
        ...


def accepted(turn: Turn, findings: Iterable[Finding]) -> Iterator[Finding]:
    """What an encoder may say of `turn`, in the catalogue's words.

    Its own kinds and reasons are not taken over: the label decides what a finding is, and feelings, circumstances and
    stance are read from customers alone, whatever an encoder claims of staff. Raises ValueError for a label that is not
    in the catalogue and for a finding whose words do not stand at its place.
    """
    side = "customer" if turn.speaker is Speaker.CUSTOMER else "agent" if turn.speaker.is_staff else "nobody"
    for finding in findings:
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
            yield finding._replace(kind=signal.kind, why=f"reads like this: {signal.meaning}", origin="encoder")
