"""Who said what in a calibration: one row of values for everything that several people, and Heard, judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

from heard.web.conversations.models import Conversation
from heard.web.reviews.agreement import Judgement
from heard.web.reviews.models import Calibration, Review
from heard.web.reviews.reading import engine_needs, spoken, stretches, words_of

__all__ = ["HEARD", "SCALES", "Said", "judgements", "said_in", "steps"]

HEARD = "heard"  # the engine among the judges; people are their primary keys
SCALES = {"recognition": 4, "action": 2}  # → steps from end to end
CANT_SAY = frozenset({"cant_say", "unsure", ""})

Kind = Literal["criterion", "need", "scale"]


@dataclass(slots=True)
class Said:
    """What was said of one thing: a criterion of a conversation, or one scale of one need in it."""

    conversation: int
    kind: Kind
    name: str  # of the criterion or the scale; "need"
    turn: int | None  # the first of the customer's turns; None: the conversation as a whole
    values: dict[str, Any] = field(default_factory=dict)  # judge → value; None: could not say
    quotes: dict[str, str] = field(default_factory=dict)  # judge → the words they picked
    notes: dict[str, str] = field(default_factory=dict)
    words: str = ""  # the customer's, of a need
    examples: dict[int, str] = field(default_factory=dict)  # turn → words that show what it was about

    @property
    def apart(self) -> float:
        """How far apart the people are: 0 nobody differs … 1 as far as can be. Heard does not count here."""
        given = [value for judge, value in self.values.items() if judge != HEARD and value is not None]
        if len(given) < 2:
            return 0.0
        if self.kind == "scale":
            return float(max(given) - min(given)) / SCALES[self.name]
        pairs = list(combinations(given, 2))
        return sum(1 for a, b in pairs if a != b) / len(pairs)


def said_in(calibration: Calibration, people: Iterable[int], *, with_heard: bool = True) -> list[Said]:
    """What those people said blindly, in the order of the conversations; criteria first, then need after need.

    Five queries, whatever the size. A later version that knew the engine's view does not replace the blind one.
    """
    conversations = list(calibration.conversations.select_related("record").order_by("calibrations__pk").distinct())
    found: dict[tuple[int, int | None], Review] = {}
    rows = Review.objects.filter(conversation__in=conversations, by__in=list(people), saved__isnull=False, blind=True)
    for review in rows.order_by("version").prefetch_related("criteria", "needs"):
        found[review.conversation_id, review.by_id] = review
    by_conversation: dict[int, list[Review]] = defaultdict(list)
    for (conversation, _), review in found.items():
        by_conversation[conversation].append(review)
    return [
        row
        for conversation in conversations
        for row in _of(conversation, by_conversation[conversation.pk], with_heard=with_heard)
    ]


def judgements(rows: Iterable[Said], *, with_heard: bool) -> dict[tuple[Kind, str], list[Judgement]]:
    """By what was judged, as the coefficient takes it. Who could not say is left out."""
    found: dict[tuple[Kind, str], list[Judgement]] = {}
    for row in rows:
        of = found.setdefault((row.kind, row.name), [])
        of.extend(
            Judgement(judge, row.conversation, row.turn or 0, value)
            for judge, value in row.values.items()
            if value is not None and (with_heard or judge != HEARD)
        )
    return found


def steps(rows: Sequence[Said]) -> list[Said]:
    """What to talk about first: the furthest apart before the rest, and nothing on which people agree."""
    return sorted((row for row in rows if row.apart), key=lambda row: -row.apart)


def _of(conversation: Conversation, reviews: Sequence[Review], *, with_heard: bool) -> list[Said]:
    analysis = conversation.record.analysis
    turns = spoken(analysis)
    criteria: dict[str, Said] = {}
    for review in reviews:
        for mark in review.criteria.all():
            row = criteria.setdefault(mark.criterion, Said(conversation.pk, "criterion", mark.criterion, None))
            quote = words_of(turns, mark.turn)
            if mark.turn is not None:
                row.examples[mark.turn] = quote
            _put(row, review, None if mark.result in CANT_SAY else mark.result, quote, mark.note)
            if with_heard:
                row.values[HEARD] = None if mark.engine in CANT_SAY else mark.engine
    return [*criteria.values(), *_needs(analysis, conversation.pk, reviews, with_heard=with_heard)]


def _needs(analysis: Mapping[str, Any], pk: int, reviews: Sequence[Review], *, with_heard: bool) -> list[Said]:
    """Need after need, each with its scales where somebody saw one."""
    theirs = engine_needs(analysis)
    found = []
    turns = spoken(analysis)
    for stretch in stretches(analysis):
        words = words_of(turns, stretch.first)
        near = {i: words_of(turns, i) for i in range(stretch.first, min(stretch.last + 2, len(turns)))}
        need = Said(pk, "need", "need", stretch.first, words=words, examples=near)
        scales = {name: Said(pk, "scale", name, stretch.first, words=words, examples=near) for name in SCALES}
        for review in reviews:
            for judged in review.needs.all():
                if judged.turn == stretch.first:
                    _put(need, review, judged.need, "", judged.note)
                    for name, row in scales.items():
                        if judged.need:
                            _put(row, review, getattr(judged, name), "", judged.note)
        if not need.values:
            continue
        if with_heard:
            engine = theirs.get(stretch.first)
            unsure = engine is not None and engine.moment["abstained"]
            need.values[HEARD] = None if unsure else engine is not None
            for name, row in scales.items():
                if row.values and engine is not None:
                    row.values[HEARD] = None if unsure else engine.moment[name]
        found.append(need)
        found.extend(row for row in scales.values() if row.values)
    return found


def _put(row: Said, review: Review, value: Any, quote: str, note: str) -> None:
    judge = str(review.by_id)
    row.values[judge] = value
    if quote:
        row.quotes[judge] = quote
    if note:
        row.notes[judge] = note
