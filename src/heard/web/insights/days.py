"""The days whose tallies are no longer true."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from heard.web.conversations.models import Changed
from heard.web.insights.models import CountedDay
from heard.web.insights.tallying import bounds
from heard.web.organisation.models import Organisation

__all__ = ["days_to_count", "within"]

DAY = timedelta(days=1)


def days_to_count(organisation: Organisation, now: datetime) -> set[date]:
    """Days on which something changed, or of which a result has stopped being its agent's alone."""
    due = CountedDay.objects.filter(organisation=organisation, due__lte=now).values_list("day", flat=True)
    changed = Changed.objects.filter(organisation=organisation).values_list("day", flat=True)
    return {*due, *changed}


def within(days: Iterable[date], field: str = "began") -> Q:
    """That a time lies on one of the days, as few ranges of days that follow one another."""
    found = Q(pk__in=[])
    for first, last in _runs(sorted(set(days))):
        begins, ends = bounds(first, last)
        found |= Q(**{f"{field}__gte": begins, f"{field}__lt": ends})
    return found


def _runs(days: list[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
