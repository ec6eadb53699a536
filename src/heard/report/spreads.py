"""A conversation laid out as a page with a margin: each turn with its marked words and the notes beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from heard.report.margin import MomentView, Note, ink_of, is_whole, next_customer, notes_of
from heard.report.passages import Piece, Span, passage
from heard.report.words import duration

__all__ = ["TurnView", "excerpt", "spread"]

_TURN_LIMIT = 1_800  # characters of one turn; a longer turn is cut around its marked words


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
                ink = ink_of(finding, moment)
                kind = "need" if ink == "need" else "response"
                spans[finding["turn"]].append(Span(finding["start"], finding["end"], ink, f"{view.id}-{kind}"))
                worded.add(kind)
        for place, kind in notes_of(analysis, moment):
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
    after = next_customer(analysis, reply if reply is not None else moment["turn"])
    telling |= {t for t in (after, moment["repaired_turn"]) if t is not None}
    if reply is None:  # nobody answered: what was said around it has to tell
        telling |= {turn for turn in (moment["turn"] - 1, moment["turn"] + 1) if 0 <= turn <= last}
    return sorted(telling)


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
