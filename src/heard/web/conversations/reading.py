"""One conversation as it is read: the transcript with its margin, and all that is said beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from heard.coaching import HandoverCard
from heard.report.spreads import TurnView, excerpt, spread
from heard.web.conversations.criteria import Marked, marks_of, not_for_individuals
from heard.web.conversations.models import Answered, Conversation, Moment, Ruling
from heard.web.conversations.rebuilding import card_of
from heard.web.organisation.queries import standard_by
from heard.web.people.models import Person
from heard.web.plumbing import words
from heard.web.plumbing.margin import Laid, one_moment

__all__ = ["AT_ONCE", "LONG_TURN", "Found", "Reading", "found_in", "reading"]

OPENING = 150  # turns of a long conversation that are shown before somebody asks for all
CLOSING = 10
AT_ONCE = 1_000  # turns on a page that shows all
MOST_MOMENTS = 200  # moments whose turns are shown of a long conversation
MOST_QUOTES = 4  # quotes shown of a mark
LONG_TURN = 1_800  # characters; the transcript cuts a longer turn around its marked words
LONG_TIMELINE = 400  # turns; a longer drawing shows nothing any more


class Change(NamedTuple):
    """What a ruling changed, in words."""

    name: str
    before: str
    after: str


class Ruled(NamedTuple):
    """A person's decision about a moment."""

    place: int
    by: str | None  # None: somebody who left
    at: datetime
    reason: str
    changes: Sequence[Change]


class LongTurn(NamedTuple):
    """A turn that the transcript cuts."""

    place: int
    characters: int


@dataclass(frozen=True)
class Reading:
    """What the page of a conversation shows to one person."""

    conversation: Conversation
    analysis: Mapping[str, Any]
    moments: Sequence[Moment]  # as they count now, with their rulings
    turns: Sequence[TurnView]
    laid: Mapping[str, Laid]  # by the id that a note names
    own: bool  # the person answered in it
    marks: Sequence[Marked]
    left_out: Sequence[Marked]  # of their own conversation: people agree on these too little

    @property
    def alone(self) -> bool:
        """It is still the agent's alone."""
        return self.conversation.released > timezone.now()

    @property
    def hidden(self) -> int:
        """Turns that are not shown."""
        return len(self.analysis["turns"]) - len(self.turns)

    @cached_property
    def long_turns(self) -> Sequence[LongTurn]:
        """Those shown that are cut."""
        lengths = ((turn.index, len(self.analysis["turns"][turn.index]["text"])) for turn in self.turns)
        return [LongTurn(index, length) for index, length in lengths if length > LONG_TURN]

    @property
    def results(self) -> Sequence[str]:
        """Of the moments that count."""
        return [moment.result for moment in self.moments if moment.counts]

    @cached_property
    def ruled(self) -> Sequence[Ruled]:
        """Every decision of a person, newest first."""
        found = [
            Ruled(moment.place, ruling.by.name if ruling.by else None, ruling.at, ruling.reason, list(_changes(ruling)))
            for moment in self.moments
            for ruling in moment.rulings.all()
        ]
        return sorted(found, key=lambda ruled: ruled.at, reverse=True)

    @property
    def standard_name(self) -> str:
        """Of the standard it was held against."""
        return self.conversation.standard.partition("@")[0]

    @property
    def standard_version(self) -> int:
        """Likewise; 0: it has none."""
        version = self.conversation.standard.partition("@")[2]
        return int(version) if version.isdigit() else 0

    @property
    def has_timeline(self) -> bool:
        """There is something to draw, and not too much."""
        return bool(self.analysis["readable"] and len(self.analysis["turns"]) <= LONG_TIMELINE)

    @cached_property
    def card(self) -> HandoverCard | None:
        """The handover card; None: nothing was judged, or it is too long for one."""
        return card_of(self.analysis, self.moments)


class Found(NamedTuple):
    """A conversation with what the engine and people found in it."""

    analysis: Mapping[str, Any]
    moments: Sequence[Moment]  # as they count now, with their rulings
    own: bool  # the person answered in it
    off: frozenset[tuple[str, str]]  # criteria that nobody is held to


def found_in(person: Person, conversation: Conversation) -> Found:
    """What was found in `conversation`, which `person` may see."""
    rows = conversation.moments.select_related("agent", "agent_answer")  # the answer: of the app answers
    moments = rows.prefetch_related("labels", "rulings__by").order_by("place")
    own = bool(person.agents) and Answered.objects.filter(conversation=conversation, agent__in=person.agents).exists()
    off = not_for_individuals(conversation.organisation_id)
    return Found(conversation.record.analysis, list(moments), own, off)


def reading(
    person: Person, conversation: Conversation, *, turn: int | None = None, first: int | None = None
) -> Reading:
    """`conversation` (which `person` may see). Of a long one the opening, the end and what tells the moments are shown.

    With `turn` the turns around that one too; with `first` AT_ONCE turns from that one on, whatever they hold.
    """
    analysis, moments, own, off = found_in(person, conversation)
    rows = {row.place: row for row in moments}
    laid = {place: one_moment(analysis, place, rows.get(place)) for place in range(len(analysis["moments"]))}
    views = {place: one.view for place, one in laid.items()}
    marks = marks_of(analysis, standard_by(conversation.organisation_id, conversation.standard), off)
    return Reading(
        conversation,
        analysis,
        moments,
        spread(analysis, views, _shown(analysis, turn=turn, first=first)),
        {one.view.id: one for one in laid.values()},
        own,
        [m._replace(quotes=m.quotes[:MOST_QUOTES]) for m in marks if m.for_individuals or not own],
        [m for m in marks if own and not m.for_individuals],
    )


def _changes(ruling: Ruling) -> Iterator[Change]:
    said: dict[str, tuple[str, Callable[[Any], str]]] = {
        "result": (_("the need was"), words.state),
        "recognition": (_("recognition"), words.recognition),
        "action": (_("action"), words.action),
        "outcome": (_("afterwards"), words.outcome),
        "cause": (_("cause"), lambda cause: words.cause(cause) if cause else _("none")),
        "counts": (_("a need was shown"), lambda counts: _("yes") if counts else _("no")),
    }
    for name, after in ruling.after.items():
        before = ruling.before.get(name)
        if name in said and before != after:
            title, in_words = said[name]
            yield Change(title, in_words(before), in_words(after))


def _shown(analysis: Mapping[str, Any], *, turn: int | None, first: int | None) -> list[int]:
    many = len(analysis["turns"])
    if first is not None:
        return list(range(many))[first : first + AT_ONCE]
    if many <= OPENING + CLOSING:
        return list(range(many))
    wanted = {*range(OPENING), *range(many - CLOSING, many)}
    for place in range(min(len(analysis["moments"]), MOST_MOMENTS)):
        wanted.update(excerpt(analysis, place))
    if turn is not None:
        wanted.update(range(turn - 5, turn + 6))
    return sorted(index for index in wanted if 0 <= index < many)
