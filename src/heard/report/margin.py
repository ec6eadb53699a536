"""What stands in the margin: the notes that tell a moment, and the ink of the words it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heard.report.words import INTENSITIES, OUTCOMES, how_soon, how_sure, label, state_of

__all__ = ["MomentView", "Note", "ink_of", "is_whole", "moment_view", "next_customer", "notes_of"]

_NEEDS = ("feeling", "circumstance")  # kinds of finding that show a need
_CONCRETE = ("act", "options")  # words that help, whatever was recognised
_WHOLE = 240  # characters; a mark over the whole of a longer turn says nothing about which words


@dataclass(frozen=True, slots=True)
class MomentView:
    """A moment with everything the page says about it."""

    id: str
    state: str  # a key of words.STATES
    need: str  # "sadness, bereavement"
    intensity: str
    recognition: int | None
    action: int | None
    soon: str
    process_first: bool
    outcome: str
    ready: bool
    cause: str | None
    confidence: str
    why: str
    would_change: str
    suggestions: tuple[Mapping[str, Any], ...]
    repaired: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the margin beside a turn."""

    id: str
    kind: str  # "need", "response", "repair" or "outcome"
    moment: MomentView
    worded: bool  # there are marked words that it speaks of


def moment_view(analysis: Mapping[str, Any], number: int, id: str) -> MomentView:
    """Moment `number` of `analysis`, named `id` in the page."""
    moment = analysis["moments"][number]
    answered = moment["recognition"] is not None
    return MomentView(
        id=id,
        state=state_of(moment),
        need=", ".join(label(n) for n in moment["need"]),
        intensity=INTENSITIES[moment["intensity"]],
        recognition=moment["recognition"],
        action=moment["action"],
        soon=how_soon(moment),
        process_first=bool(moment["process_first"]) and answered,
        outcome=OUTCOMES[moment["outcome"]],
        ready=bool(moment["ready"]),
        cause=moment["cause"],
        confidence=how_sure(moment["confidence"]),
        why=moment["why"],
        would_change=moment["would_change"],
        suggestions=tuple(s for s in analysis["suggestions"] if s["moment"] == number),
        repaired=moment["repaired_turn"] is not None,
        answered=answered,
    )


def ink_of(finding: Mapping[str, Any], moment: Mapping[str, Any]) -> str:
    """The ink (of `Span`) for words that `moment` rests on."""
    if finding["kind"] in _NEEDS:
        return "need"
    if finding["kind"] == "cause":
        return "cause"
    return "response" if (moment["recognition"] or 0) >= 2 or finding["label"] in _CONCRETE else "weak"


def is_whole(finding: Mapping[str, Any], text: str) -> bool:
    """True when `finding` is about all of a long turn, so that marking its words would show nothing."""
    return len(text) > _WHOLE and bool(finding["end"] - finding["start"] == len(text))


def notes_of(analysis: Mapping[str, Any], moment: Mapping[str, Any]) -> list[tuple[int, str]]:
    """(turn, kind) of the notes that tell `moment`."""
    reply, repaired = moment["response_turn"], moment["repaired_turn"]
    notes = [(moment["turn"], "need"), (moment["turn"] if reply is None else reply, "response")]
    if repaired is not None:
        notes.append((repaired, "repair"))
    after = next_customer(analysis, reply) if reply is not None else None
    if after is not None and moment["outcome"] != "unknown":
        notes.append((after, "outcome"))
    return notes


def next_customer(analysis: Mapping[str, Any], turn: int) -> int | None:
    """The customer's next turn after `turn`; None where they say nothing more."""
    turns = analysis["turns"]
    return next((i for i in range(turn + 1, len(turns)) if turns[i]["speaker"] == "customer"), None)
