"""What the pages about answers and appeals need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from heard.web.answers.access import DECIDE_ALL, appeals_for, parties
from heard.web.answers.models import CLOSED, Answer, Decision, EarlierWords, Kudos
from heard.web.answers.telling import Told, tell
from heard.web.organisation.access import Role
from heard.web.people.models import Person

__all__ = ["Appeal", "Appeals", "appeals", "deciders", "earlier_words", "exported", "kudos_given_by", "whole"]

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal on a list."""

    answer: Answer
    told: Told
    decision: Decision | None  # the newest


@dataclass(frozen=True, slots=True)
class Appeals:
    """A page of the list."""

    rows: Sequence[Appeal]
    next: int | None  # key of the last one shown, where there are more
    open: int
    overdue: int


def appeals(person: Person, *, decided: bool = False, after: int | None = None) -> Appeals:
    """Open appeals, the most pressing first, or decided ones, the newest first. `after`: the list goes on behind it."""
    seen = appeals_for(person)
    waiting = seen.filter(state="open")
    found = seen.filter(state__in=CLOSED).order_by("-decided", "-id") if decided else waiting.order_by("deadline", "id")
    last = seen.filter(pk=after).first() if after else None
    if last and decided and last.decided:
        found = found.filter(Q(decided__lt=last.decided) | Q(decided=last.decided, pk__lt=last.pk))
    elif last and not decided and last.deadline:
        found = found.filter(Q(deadline__gt=last.deadline) | Q(deadline=last.deadline, pk__gt=last.pk))
    rows = list(whole(found)[: A_PAGE + 1])
    return Appeals(
        rows=[Appeal(row, tell(row.moment), next(iter(row.decisions.all()), None)) for row in rows[:A_PAGE]],
        next=rows[A_PAGE - 1].pk if len(rows) > A_PAGE else None,
        open=waiting.count(),
        overdue=waiting.filter(deadline__lt=timezone.now()).count(),
    )


def exported(person: Person) -> QuerySet[Answer]:
    """Every appeal that the person decides about, the newest first, without anybody's words."""
    return appeals_for(person).select_related("team", "moment__conversation").order_by("-given", "-id")


def whole(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """With everything that a page shows of them."""
    return answers.select_related("moment__conversation__record", "agent", "team", "by").prefetch_related(
        "decisions__ruling"
    )


def earlier_words(person: Person, answer: Answer) -> list[EarlierWords]:
    """What the answer said before; others read only what stood there when they could see it."""
    earlier = answer.earlier.all()
    if answer.moment.agent_id not in person.agents:
        earlier = earlier.filter(replaced__gte=answer.moment.released)
    return list(earlier)


def deciders(answer: Answer) -> list[Person]:
    """Who could decide about an appeal now, by name."""
    may = Q(memberships__role__in=DECIDE_ALL)
    if answer.moment.team_id:
        may |= Q(memberships__role=Role.LEAD, memberships__team=answer.moment.team_id)
    people = Person.objects.filter(may, organisation=answer.organisation_id, is_active=True)
    return list(people.exclude(pk__in=parties(answer).values("pk")).distinct().order_by("name"))


def kudos_given_by(person: Person) -> list[Kudos]:
    """The newest kudos that the person gave, which they can take back."""
    return list(Kudos.objects.filter(by=person, organisation=person.organisation_id).select_related("agent")[:A_PAGE])
