"""Stretches of days: a week, a month, a quarter, a year, or from one day to another; what was before, and their parts."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _

__all__ = ["Kind", "Period", "Step"]

DAY = timedelta(days=1)
DAYS_AS_DAYS = 14  # a longer stretch is shown by weeks
DAYS_AS_WEEKS = 140  # a longer one by months


class Kind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DAYS = "days"  # from one day to another


class Step(StrEnum):
    """What a period is divided into over time."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Period(NamedTuple):
    """From the first day to the last, both included."""

    kind: Kind
    first: date
    last: date

    @classmethod
    def of(cls, kind: Kind, day: date) -> Period:
        """The week, month, quarter or year that `day` lies in."""
        if kind is Kind.WEEK:
            first = day - DAY * day.weekday()
            return cls(kind, first, first + 6 * DAY)
        months = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.YEAR: 12}[kind]
        first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
        return cls(kind, first, _months_on(first, months) - DAY)

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """The one just before, of the same kind; as many days where it goes from one day to another."""
        if self.kind is Kind.DAYS:
            return Period(self.kind, self.first - self.length * DAY, self.first - DAY)
        return Period.of(self.kind, self.first - DAY)

    @property
    def after(self) -> Period:
        """The one just after."""
        if self.kind is Kind.DAYS:
            return Period(self.kind, self.last + DAY, self.last + self.length * DAY)
        return Period.of(self.kind, self.last + DAY)

    @property
    def step(self) -> Step:
        """What it is divided into."""
        if self.length <= DAYS_AS_DAYS:
            return Step.DAY
        return Step.WEEK if self.length <= DAYS_AS_WEEKS else Step.MONTH

    @property
    def months(self) -> list[date]:
        """The first days of the months that lie in it as a whole."""
        month = self.first if self.first.day == 1 else _months_on(self.first.replace(day=1), 1)
        found = []
        while (after := _months_on(month, 1)) - DAY <= self.last:
            found.append(month)
            month = after
        return found

    @property
    def parts(self) -> list[Period]:
        """Its days, weeks or months in order, cut where it begins and ends."""
        found = []
        day = self.first
        while day <= self.last:
            whole = Period(Kind.DAYS, day, day) if self.step is Step.DAY else Period.of(Kind(self.step), day)
            cut = Period(Kind.DAYS, day, min(whole.last, self.last))
            found.append(whole if whole[1:] == cut[1:] else cut)
            day = whole.last + DAY
        return found

    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        if self.kind is Kind.DAYS:
            return {"period": self.kind.value, "from": self.first.isoformat(), "to": self.last.isoformat()}
        return {"period": self.kind.value, "day": self.first.isoformat()}

    def __str__(self) -> str:
        """For people: "March 2026", "1 January to 31 March 2026"."""
        if self.kind is Kind.YEAR:
            return str(self.first.year)
        if self.kind is Kind.MONTH:
            return formats.date_format(self.first, "F Y")
        if self.first == self.last:
            return formats.date_format(self.first, _("j F Y"))
        form = _("j F") if self.first.month != self.last.month else _("j")
        if self.first.year != self.last.year:
            form = _("j F Y")
        return _("%(first)s to %(last)s") % {
            "first": formats.date_format(self.first, form),
            "last": formats.date_format(self.last, _("j F Y")),
        }


def _months_on(first: date, months: int) -> date:
    """The first of the month so many months after `first`, itself a first of a month."""
    ahead = first.month - 1 + months
    return date(first.year + ahead // 12, ahead % 12 + 1, 1)
