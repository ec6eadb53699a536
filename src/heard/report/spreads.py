"""A conversation laid out as a page with a margin: each turn with its marked words and the notes beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from heard.report.passages import Piece, Span, passage
from heard.report.words import INTENSITIES, OUTCOMES, duration, how_soon, how_sure, label, state_of

__all__ = ["MomentView", "Note", "TurnView", "excerpt", "ink_of", "is_whole", "moment_view", "spread"]

_TURN_LIMIT = 1_800  # characters of one turn; a longer turn is cut around its marked words
_WHOLE = 240  # characters; a mark over the whole of a longer turn says nothing about which words
_CIRCUMSTANCE_OR_FEELING = ("feeling", "circumstance")
CONCRETE = ("act", "options")  # words that help, whatever was recognised


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


@dataclass(slots=True)
class TurnView:
    """One turn as it is read, with its notes."""

    index: int
    speaker: str
    name: str
    at: str  # since the conversation began: "3 minutes"; empty where unknown
    pieces: tuple[Piece, ...]
    notes: list[Note] = field(default_factory=list)
    skipped: int = 0  # turns left out before this one
    rows: int = 1  # turns from this one to the next that has notes; its notes may stand beside all of them


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


def spread(
    analysis: Mapping[str, Any], views: Mapping[int, MomentView], turns: Sequence[int] | None = None
) -> list[TurnView]:
    """The turns of `analysis` (only those of index in `turns`, where given) with the notes of the moments `views`."""
    spans: dict[int, list[Span]] = defaultdict(list)
    notes: dict[int, list[Note]] = defaultdict(list)
    for number, view in views.items():
        moment = analysis["moments"][number]
        worded = set()
        for finding in moment["evidence"]:
            if not is_whole(finding, analysis["turns"][finding["turn"]]["text"]):
                kind = "need" if finding["kind"] in _CIRCUMSTANCE_OR_FEELING else "response"
                span = Span(finding["start"], finding["end"], ink_of(finding, moment), f"{view.id}-{kind}")
                spans[finding["turn"]].append(span)
                worded.add(kind)
        for place, kind in _notes(analysis, moment):
            notes[place].append(Note(f"{view.id}-{kind}", kind, view, kind in worded))
    shown = range(len(analysis["turns"])) if turns is None else turns
    views_of_turns = [_turn(analysis, index, spans[index], notes[index]) for index in shown]
    for before, turn in zip([None, *views_of_turns], views_of_turns, strict=False):
        turn.skipped = turn.index - (before.index + 1) if before else 0
    _spans_of_notes(views_of_turns)
    return views_of_turns


def excerpt(analysis: Mapping[str, Any], number: int) -> list[int]:
    """The turns that tell moment `number`: the need, the reply, the customer's next words, and a repair."""
    moment, last = analysis["moments"][number], len(analysis["turns"]) - 1
    telling = {moment["turn"]}
    reply = moment["response_turn"]
    if reply is not None:
        telling |= {*range(max(moment["turn"], reply - 2), reply + 1)}
    after = _next_customer(analysis, reply if reply is not None else moment["turn"])
    telling |= {t for t in (after, moment["repaired_turn"]) if t is not None}
    if reply is None:  # nobody answered: what was said around it has to tell
        telling |= {turn for turn in (moment["turn"] - 1, moment["turn"] + 1) if 0 <= turn <= last}
    return sorted(telling)


def ink_of(finding: Mapping[str, Any], moment: Mapping[str, Any]) -> str:
    """The ink (of `Span`) for words that `moment` rests on."""
    if finding["kind"] in _CIRCUMSTANCE_OR_FEELING:
        return "need"
    if finding["kind"] == "cause":
        return "cause"
    return "response" if (moment["recognition"] or 0) >= 2 or finding["label"] in CONCRETE else "weak"


def is_whole(finding: Mapping[str, Any], text: str) -> bool:
    """True when `finding` is about all of a long turn, so that marking its words would show nothing."""
    return len(text) > _WHOLE and bool(finding["end"] - finding["start"] == len(text))


def _notes(analysis: Mapping[str, Any], moment: Mapping[str, Any]) -> list[tuple[int, str]]:
    """(turn, kind) of the notes that tell `moment`."""
    reply, repaired = moment["response_turn"], moment["repaired_turn"]
    notes = [(moment["turn"], "need"), (moment["turn"] if reply is None else reply, "response")]
    if repaired is not None:
        notes.append((repaired, "repair"))
    after = _next_customer(analysis, reply) if reply is not None else None
    if after is not None and moment["outcome"] != "unknown":
        notes.append((after, "outcome"))
    return notes


def _next_customer(analysis: Mapping[str, Any], turn: int) -> int | None:
    turns = analysis["turns"]
    return next((i for i in range(turn + 1, len(turns)) if turns[i]["speaker"] == "customer"), None)


def _turn(analysis: Mapping[str, Any], index: int, spans: Sequence[Span], notes: list[Note]) -> TurnView:
    turn = analysis["turns"][index]
    name = turn.get("name") or turn["speaker"].capitalize()
    at = duration(turn["at"]) if turn["at"] else ""
    return TurnView(index, turn["speaker"], name, at, passage(turn["text"], spans, limit=_TURN_LIMIT), notes)


def _spans_of_notes(turns: Sequence[TurnView]) -> None:
    last: TurnView | None = None
    for turn in turns:
        if turn.notes:
            last = turn
        elif last is not None and not turn.skipped:
            last.rows += 1
