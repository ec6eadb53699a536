"""The numbers of an agent's own page, counted in one look at the moments of a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from heard.moments import CAUSES
from heard.web.answers.trends import begins_of
from heard.web.conversations.models import Moment

__all__ = ["Sums", "midnight", "sums"]

YEAR = timedelta(days=366)  # no shorter than twelve months, the longest time that a trend shows
FAR = date(9000, 1, 1)  # no conversation begins later
COUNTED = Q(result="met") | Q(result__in=("missed", "repaired"), cause="agent")  # the others count for nobody here


@dataclass(frozen=True, slots=True)
class Sums:
    """What is counted of an agent's moments."""

    by_period: Mapping[date, tuple[int, int]]  # first day → (met, needed)
    by_person: int  # of these, how many a person judged
    unsure: int  # moments of the same time that are left to a person
    not_mine: Sequence[tuple[str, int]]  # cause → moments within a year, the most frequent first


def sums(own: QuerySet[Moment], by: str, today: date) -> Sums:
    """Counts the moments of `own` by weeks or months up to `today`.

    Each number is a condition of one query: the database's functions for weeks and months know no time zones, and those
    that Django brings are called for every single row.
    """
    first_days = begins_of(by, today)
    starts = [*map(midnight, first_days), midnight(FAR)]
    shown = Q(began__gte=starts[0])
    wanted = {
        "by_person": Q(COUNTED & shown, judged_by_person=True),
        "unsure": Q(shown, result="unsure"),
    }
    for number, (since, until) in enumerate(pairwise(starts)):
        within = Q(COUNTED, began__gte=since, began__lt=until)
        wanted |= {f"needed_{number}": within, f"met_{number}": Q(within, result="met")}
    causes = [cause for cause in CAUSES if cause != "agent"]
    wanted |= {f"cause_{cause}": Q(result__in=("missed", "repaired"), cause=cause) for cause in causes}
    found = own.filter(began__gte=midnight(today - YEAR)).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in wanted.items()}
    )
    not_mine = [(cause, found[f"cause_{cause}"]) for cause in causes if found[f"cause_{cause}"]]
    return Sums(
        by_period={day: (found[f"met_{n}"], found[f"needed_{n}"]) for n, day in enumerate(first_days)},
        by_person=found["by_person"],
        unsure=found["unsure"],
        not_mine=sorted(not_mine, key=lambda pair: (-pair[1], pair[0])),
    )


def midnight(day: date) -> datetime:
    """The first moment of a day, in the time zone that is current."""
    return timezone.make_aware(datetime.combine(day, time()))
