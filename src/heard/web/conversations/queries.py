"""What the list needs, in a number of round trips that does not grow with its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from heard.web.conversations.access import READ_ALL, conversations_for
from heard.web.conversations.filters import Filters
from heard.web.conversations.models import Conversation, Moment, Record
from heard.web.conversations.paging import Cursor, Page, beside, page_of
from heard.web.conversations.searching import Asked, Hit, hit_in
from heard.web.organisation.models import Team
from heard.web.people.models import Agent, Person

__all__ = ["PAGE", "Listing", "Row", "agents_to_choose", "every", "listing", "neighbours", "rows_of", "teams_to_choose"]

PAGE = 30  # rows
LONGEST_TO_QUOTE = 200_000  # bytes of a record, compressed; in longer ones the words are found but not shown


class Row(NamedTuple):
    """One conversation in the list."""

    conversation: Conversation
    results: Sequence[str]  # of its moments that count, in their order
    hit: Hit | None  # where the words that were searched for are said
    alone: bool  # it is still the agent's alone


class Listing(NamedTuple):
    """A page of the list."""

    rows: Sequence[Row]
    newer: Cursor | None
    older: Cursor | None
    total: int | None  # paging.MANY + 1: more than MANY; None: this is not the first page


def listing(person: Person, filters: Filters, cursor: Cursor | None) -> Listing:
    """The page of what `person` may see and asks for."""
    conversations, page = rows_of(person, filters, cursor, PAGE)
    return Listing(list(_rows(conversations, filters)), page.newer, page.older, page.total)


def rows_of(person: Person, filters: Filters, cursor: Cursor | None, size: int) -> tuple[Sequence[Conversation], Page]:
    """At most `size` of what `person` may see and asks for, and where the pages beside begin."""
    page = page_of(filters.apply(conversations_for(person)), cursor, size)
    drawn = _drawn(Conversation.objects.filter(pk__in=page.keys)).in_bulk()
    return [drawn[key] for key in page.keys if key in drawn], page


def every(person: Person, filters: Filters) -> QuerySet[Conversation]:
    """All that `person` may see and asks for, newest first."""
    return _drawn(filters.apply(conversations_for(person))).order_by("-began", "-pk")


def neighbours(person: Person, filters: Filters, one: Conversation) -> tuple[int | None, int | None]:
    """Keys of the conversations just newer and just older than `one` in the list that `person` came from."""
    return beside(filters.apply(conversations_for(person)), one)


def teams_to_choose(person: Person) -> QuerySet[Team]:
    """The teams whose conversations `person` may see."""
    teams = Team.objects.filter(organisation=person.organisation_id)
    return teams if person.roles & READ_ALL else teams.filter(pk__in=person.led_teams)


def agents_to_choose(person: Person) -> QuerySet[Agent]:
    """The agents whose conversations `person` may see."""
    agents = Agent.objects.filter(organisation=person.organisation_id)
    if person.roles & READ_ALL:
        return agents
    return agents.filter(team__in=person.led_teams) | agents.filter(pk__in=person.agents)


def _drawn(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return rows.select_related("team", "agent", "customer")


def _rows(conversations: Sequence[Conversation], filters: Filters) -> Iterator[Row]:
    keys = [conversation.pk for conversation in conversations]
    results = defaultdict(list)
    for key, result in (
        Moment.objects.filter(conversation__in=keys, counts=True)
        .order_by("conversation", "place")
        .values_list("conversation", "result")
    ):
        results[key].append(result)
    hits = _hits(keys, filters.words)
    now = timezone.now()
    for conversation in conversations:
        key = conversation.pk
        yield Row(conversation, results[key], hits.get(key), conversation.released > now)


def _hits(keys: Sequence[int], typed: str) -> dict[int, Hit]:
    asked = Asked.of(typed)
    if not asked.terms:
        return {}
    short = Record.objects.annotate(bytes=Length("analysis")).filter(pk__in=keys, bytes__lte=LONGEST_TO_QUOTE)
    found = ((record.pk, hit_in(record.analysis["turns"], asked)) for record in short)
    return {key: hit for key, hit in found if hit}
