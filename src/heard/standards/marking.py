"""A conversation held against a standard: one mark a criterion, with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from heard.conversation import Conversation
from heard.moments import Moment
from heard.signals import Finding, TurnReading
from heard.standards.standard import Standard

RESULTS = ("met", "missed", "not_needed", "unsure")


class Mark(NamedTuple):
    """What a conversation shows of one criterion."""

    criterion: str
    result: str  # one of RESULTS
    confidence: float  # 0…1
    evidence: tuple[tuple[int, Finding], ...]  # (turn, finding)
    why: str


def mark(
    standard: Standard, conversation: Conversation, readings: Sequence[TurnReading], moments: Sequence[Moment]
) -> tuple[Mark, ...]:
    """One mark for each criterion of `standard`, in its order."""
    return ()
