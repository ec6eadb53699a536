"""A stored analysis laid out as a page with a margin, where people's rulings stand before the engine's judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from heard.report.margin import MomentView, moment_view
from heard.report.spreads import TurnView, excerpt, spread
from heard.web.plumbing import telling, words

__all__ = ["Laid", "MomentNow", "lay_out", "one_moment"]


class MomentNow(Protocol):
    """A moment as it counts now: a row of conversations.Moment, or anything like it."""

    place: int
    recognition: int | None
    action: int | None
    result: str
    cause: str
    counts: bool
    judged_by_person: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """A moment with all that a card or note says about it."""

    view: MomentView
    row: Any | None  # the moment as it counts now; None: the engine's judgement stands alone
    number: int  # of the moment in its conversation, from 0
    confidence: float  # the engine's, 0…1

    @property
    def by_person(self) -> bool:
        """A person ruled on it."""
        return self.row is not None and bool(self.row.judged_by_person)

    @property
    def needed(self) -> bool:
        """False: a person ruled that no need was shown."""
        return self.row is None or bool(self.row.counts)

    @property
    def unsure(self) -> bool:
        """Heard leaves it to a person."""
        return self.view.state == "unsure"


def one_moment(analysis: Mapping[str, Any], number: int, row: MomentNow | None = None, *, prefix: str = "") -> Laid:
    """Moment `number` of `analysis`; where a person ruled in `row`, their judgement."""
    moment = analysis["moments"][number]
    view = replace(  # what a page says in its reader's language; the engine's own sentences stay English
        moment_view(analysis, number, f"{prefix}m{number + 1}"),
        need=words.listed(moment["need"]),
        soon=telling.how_soon(moment),
        outcome=words.outcome(moment["outcome"]),
        confidence=telling.how_sure(moment["confidence"]),
    )
    if row is not None and row.judged_by_person:
        view = replace(
            view,
            state=row.result,
            recognition=row.recognition,
            action=row.action,
            cause=row.cause or None,
            answered=row.recognition is not None,
            suggestions=_still_fit(view, row),
        )
    return Laid(view, row, number, moment["confidence"])


def lay_out(
    analysis: Mapping[str, Any],
    rows: Iterable[MomentNow] = (),
    *,
    only: int | None = None,
    prefix: str = "",
) -> tuple[Sequence[TurnView], dict[str, Laid]]:
    """The turns with their notes, and each moment by the id that its notes name.

    With `only`, the turns that tell that one moment. `prefix` keeps ids apart where a page has several conversations.
    """
    by_place = {row.place: row for row in rows}
    numbers = range(len(analysis["moments"])) if only is None else (only,)
    laid = {number: one_moment(analysis, number, by_place.get(number), prefix=prefix) for number in numbers}
    views = {number: moment.view for number, moment in laid.items()}
    turns = spread(analysis, views, None if only is None else excerpt(analysis, only))
    for turn in turns:
        said = analysis["turns"][turn.index]
        turn.name = said.get("name") or words.speaker(turn.speaker).capitalize()
        turn.at = telling.duration(said["at"]) if said["at"] else ""
    return turns, {moment.view.id: moment for moment in laid.values()}


def _still_fit(view: MomentView, row: MomentNow) -> tuple[Mapping[str, Any], ...]:
    """The engine's suggestions that a ruling leaves standing: it asks nobody to mend what a person found met."""
    if not row.counts:
        return ()
    kind = "keep" if row.result == "met" else "try"
    return tuple(suggestion for suggestion in view.suggestions if suggestion["kind"] == kind)
