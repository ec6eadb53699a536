"""What the pages about people need, in few round trips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from heard.web.organisation.models import AuditEntry, Organisation, Team
from heard.web.people.models import Agent, ApiToken, Invitation, Person

__all__ = [
    "LogFilter",
    "LogPage",
    "agents_of",
    "entries",
    "log_page",
    "open_invitations",
    "people_of",
    "teams_of",
    "tokens_of",
    "unclaimed_agents",
]

LOG_PAGE = 50


def people_of(organisation: Organisation) -> QuerySet[Person]:
    """Everybody, who left last; each with roles, agents, and `has_factor`: a second factor or a passkey."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=("totp", "webauthn"))
    return (
        Person.objects.filter(organisation=organisation)
        .prefetch_related("memberships__team", "agent_set")
        .annotate(has_factor=Exists(factors))
        .order_by("-is_active", "name", "pk")
    )


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations that nobody has used, those that have run out among them."""
    return (
        Invitation.objects.filter(organisation=organisation, used=None)
        .select_related("team", "agent")
        .order_by("-created")
    )


def teams_of(organisation: Organisation) -> QuerySet[Team]:
    """Teams, each with `members` (active people) and `names` (agents of the conversations)."""
    return organisation.teams.annotate(
        members=Count("memberships__person", filter=Q(memberships__person__is_active=True), distinct=True),
        names=Count("agents", distinct=True),
    )


def agents_of(organisation: Organisation) -> QuerySet[Agent]:
    """Agents that conversations name, those whom nobody has claimed first."""
    return (
        Agent.objects.filter(organisation=organisation)
        .select_related("person", "team")
        .annotate(unclaimed=Q(person=None))
        .order_by("-unclaimed", "name")
    )


def unclaimed_agents(organisation: Organisation) -> QuerySet[Agent]:
    """Agents whom nobody here is, nor has been invited as."""
    invited = Invitation.objects.filter(organisation=organisation, used=None).exclude(agent=None)
    return agents_of(organisation).filter(person=None).exclude(pk__in=invited.values("agent"))


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """A person's tokens, newest first."""
    return person.tokens.order_by("-created")


@dataclass(frozen=True)
class LogFilter:
    """Which entries of the log are asked for. None and "": all."""

    person: int | None = None
    text: str = ""  # part of what was done, or to what
    since: date | None = None
    until: date | None = None  # that day included


class LogPage(NamedTuple):
    """Some entries, newest first, and the place after the last of them; "" at the end."""

    entries: list[AuditEntry]
    after: str


def entries(organisation: Organisation, asked: LogFilter) -> QuerySet[AuditEntry]:
    """The entries that are asked for, newest first."""
    found = AuditEntry.objects.filter(organisation=organisation)
    if asked.person is not None:
        found = found.filter(person_id=asked.person)
    if asked.text:
        found = found.filter(Q(did__icontains=asked.text) | Q(thing__icontains=asked.text))
    if asked.since:
        found = found.filter(at__gte=datetime.combine(asked.since, time(), UTC))
    if asked.until:
        found = found.filter(at__lt=datetime.combine(asked.until + timedelta(days=1), time(), UTC))
    return found


def log_page(organisation: Organisation, asked: LogFilter, after: str = "") -> LogPage:
    """The entries that follow the place `after`, in one round trip however long the log is."""
    found = entries(organisation, asked)
    if place := _place(after):
        at, pk = place
        found = found.filter(Q(at__lt=at) | Q(pk__lt=pk), at__lte=at)
    rows = list(found[: LOG_PAGE + 1])
    more = len(rows) > LOG_PAGE
    rows = rows[:LOG_PAGE]
    return LogPage(rows, f"{rows[-1].at.isoformat()}/{rows[-1].pk}" if more else "")


def _place(after: str) -> tuple[datetime, int] | None:
    """The place that an address names; None where it names none."""
    at, _slash, pk = after.partition("/")
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return None
    if not pk.isdecimal() or len(pk) > 18 or timezone.is_naive(when):
        return None
    return when, int(pk)
