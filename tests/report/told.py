"""Analyses told by hand, so that the page's tests do not move when an engine's judgement does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from heard.analysis import Analysis
from heard.coaching import Suggestion
from heard.conversation import Conversation
from heard.moments import Moment, Promise
from heard.overview import Overview
from heard.signals import Finding, TurnReading
from heard.standards import score


def words(conversation: Conversation, turn: int, quote: str, label: str, kind: str) -> tuple[int, Finding]:
    """A finding in words that stand in that turn, as evidence."""
    start = conversation.turns[turn].text.index(quote)
    return turn, Finding(label, kind, start, start + len(quote), quote, 2, 0.9, "as a test says")


def moment(
    *evidence: tuple[int, Finding],
    turn: int = 0,
    need: tuple[str, ...] = ("frustration",),
    response_turn: int | None = 1,
    recognition: int | None = 2,
    action: int | None = 2,
    repaired_turn: int | None = None,
    outcome: str = "eased",
    cause: str | None = None,
    confidence: float = 0.9,
) -> Moment:
    """A moment; met when it was recognised and acted on."""
    met = recognition is not None and recognition >= 2 and bool(action)
    return Moment(
        turn=turn,
        need=need,
        intensity=2,
        response_turn=response_turn,
        recognition=recognition,
        action=action,
        met=met,
        recognised_turn=response_turn if met else repaired_turn,
        turns_to_recognition=1 if met else None if repaired_turn is None else 2,
        seconds_to_recognition=None,
        process_first=not met,
        repaired_turn=repaired_turn,
        outcome=outcome,
        ready=outcome == "eased",
        cause=cause or (None if met else "agent"),
        confidence=confidence,
        abstained=confidence < 0.5,
        evidence=evidence,
        why="names this customer's feeling or situation" if met else "goes straight to process",
        would_change="naming what this customer said they feel or face",
    )


def analysis(
    conversation: Conversation,
    *moments: Moment,
    suggestions: Sequence[Suggestion] = (),
    promises: Sequence[Promise] = (),
) -> dict[str, Any]:
    """The JSON form of an analysis with just these moments."""
    return Analysis(
        conversation=conversation,
        standard="everyday@1",
        model=None,
        readings=tuple(TurnReading() for _ in conversation.turns),
        moments=moments,
        marks=(),
        suggestions=tuple(suggestions),
        promises=tuple(promises),
        score=score(moments),
    ).to_json()


def overview(analyses: Iterable[Mapping[str, Any]], *, rejected: int = 0) -> Overview:
    """The overview of `analyses`."""
    gathered = Overview()
    for one in analyses:
        gathered.add(one)
    gathered.rejected = rejected
    return gathered
