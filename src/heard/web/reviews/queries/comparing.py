"""A saved judgement beside the engine's view, with where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heard.standards import Criterion, Standard
from heard.web.conversations.models import Conversation, Moment
from heard.web.people.models import Person
from heard.web.reviews.models import JudgedCriterion, JudgedNeed, Review
from heard.web.reviews.reading import Spoken, engine_marks, engine_needs, spoken, stretches, words_of

__all__ = ["Compared", "ComparedCriterion", "ComparedNeed", "compare", "history"]


@dataclass(frozen=True, slots=True)
class ComparedCriterion:
    """One criterion as two saw it."""

    criterion: Criterion
    mine: JudgedCriterion
    quote: str  # the words the reviewer picked
    engine: Mapping[str, Any] | None  # the mark; None: the engine did not mark it
    differ: bool  # both said something, and not the same


@dataclass(frozen=True, slots=True)
class ComparedNeed:
    """One stretch of the customer's turns as two saw it."""

    turn: int
    words: str
    mine: JudgedNeed | None
    engine: Mapping[str, Any] | None  # the moment as the engine found it; None: it found none
    row: Moment | None  # that moment as it counts now
    differ: bool

    @property
    def ruled(self) -> bool:
        """A person has ruled on it since."""
        return self.row is not None and self.row.judged_by_person


@dataclass(frozen=True, slots=True)
class Compared:
    """A review beside the engine."""

    criteria: list[ComparedCriterion]
    needs: list[ComparedNeed]  # where either of the two saw something
    turns: list[Spoken]
    differences: int


def compare(review: Review, conversation: Conversation, standard: Standard) -> Compared:
    """`review` beside the engine's view of that day. Four queries."""
    analysis = conversation.record.analysis
    turns, marks, theirs = spoken(analysis), engine_marks(analysis), engine_needs(analysis)
    mine = {mark.criterion: mark for mark in review.criteria.all()}
    criteria = [
        ComparedCriterion(c, mine[c.id], words_of(turns, mine[c.id].turn), marks.get(c.id), _marks_differ(mine[c.id]))
        for c in standard.criteria
        if c.id in mine
    ]
    judged = {need.turn: need for need in review.needs.all()}
    rows = {moment.place: moment for moment in conversation.moments.all()}
    needs = []
    for stretch in stretches(analysis):
        said, found = judged.get(stretch.first), theirs.get(stretch.first)
        if found is None and (said is None or not said.need):
            continue
        engine = found.moment if found else None
        needs.append(
            ComparedNeed(
                turn=stretch.first,
                words=words_of(turns, engine["turn"] if engine else stretch.first),
                mine=said,
                engine=engine,
                row=rows.get(found.place) if found else None,
                differ=_needs_differ(said, engine),
            )
        )
    differences = sum(c.differ for c in criteria) + sum(n.differ for n in needs)
    return Compared(criteria, needs, turns, differences)


def history(person: Person, conversation: Conversation) -> list[Review]:
    """Every saved version of a person's judgement, newest first."""
    return list(Review.objects.filter(conversation=conversation, by=person, saved__isnull=False).order_by("-version"))


def _marks_differ(mark: JudgedCriterion) -> bool:
    """Who can't say differs from nobody."""
    return mark.result != "cant_say" and mark.engine not in ("", "unsure") and mark.result != mark.engine


def _needs_differ(mine: JudgedNeed | None, engine: Mapping[str, Any] | None) -> bool:
    if engine is not None and engine["abstained"]:
        return False
    if mine is None or not mine.need or engine is None:
        return (mine is not None and mine.need) != (engine is not None)
    return (mine.recognition, mine.action) != (engine["recognition"], engine["action"])
