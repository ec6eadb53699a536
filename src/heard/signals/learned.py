"""Findings from a learned encoder that is passed in: what it must offer, and nothing about how it works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from heard.conversation import Turn
from heard.signals.matching import Finding

__all__ = ["Encoder"]


class Encoder(Protocol):
    """A model that reads turns in their context. Heard runs without one."""

    @property
    def version(self) -> str:
        """What is written beside each judgement, so that old ones stay explicable."""
        ...

    def findings(self, turns: Sequence[Turn]) -> Sequence[Sequence[Finding]]:
        """For each turn its findings, with ``origin="encoder"`` and places within that turn's text."""
        ...
