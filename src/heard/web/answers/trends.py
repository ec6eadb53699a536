"""How an agent's own moments went over time, with the doubt that goes with small numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from heard.overview import Share
from heard.web.plumbing.figures import Compared, compare, in_words

__all__ = ["ENOUGH", "PERIODS", "Period", "Trend", "begins_of", "trend"]

PERIODS = 12  # weeks or months that are shown
ENOUGH = 10  # needs in each half, below which nothing is said about a direction


@dataclass(frozen=True, slots=True)
class Period:
    """A week or a month."""

    begins: date
    ends: date  # its last day
    share: Share


@dataclass(frozen=True, slots=True)
class Trend:
    """The periods from the oldest to this one, and the newer half of them beside the older half."""

    by: str  # "week" or "month"
    periods: Sequence[Period]
    compared: Compared
    all: Share

    @property
    def says(self) -> str:
        """What can be said about it, and what can't."""
        now, before = self.compared.now, self.compared.before
        if before is None or now.needed < ENOUGH or before.needed < ENOUGH:
            return _("Too few to say whether anything changes; each half of this time would need %(enough)s needs.") % {
                "enough": ENOUGH
            }
        figures = {"now": in_words(now), "before": in_words(before)}
        if self.compared.noise:
            return _("Lately %(now)s, before that %(before)s. The difference may be noise.") % figures
        if (now.rate or 0) > (before.rate or 0):
            return _("Lately %(now)s, before that %(before)s: more were met, and more than chance explains.") % figures
        return _("Lately %(now)s, before that %(before)s: fewer were met, and by more than chance explains.") % figures


def trend(counts: Mapping[date, tuple[int, int]], by: str, today: date) -> Trend:
    """The last PERIODS up to today from (met, needed) by the day on which each period begins."""
    begins = begins_of(by, today)
    ends = [*(day - timedelta(days=1) for day in begins[1:]), today]
    periods = [Period(day, end, Share(*counts.get(day, (0, 0)))) for day, end in zip(begins, ends, strict=True)]
    older, newer = periods[: PERIODS // 2], periods[PERIODS // 2 :]
    return Trend(by, periods, compare(_sum(newer), _sum(older)), _sum(periods))


def begins_of(by: str, today: date) -> list[date]:
    """The first days of the periods that `trend` shows, from the oldest to this one."""
    begins = [_start(today, by)]
    while len(begins) < PERIODS:
        begins.append(_start(begins[-1] - timedelta(days=1), by))
    return begins[::-1]


def _start(day: date, by: str) -> date:
    return day - timedelta(days=day.weekday()) if by == "week" else day.replace(day=1)


def _sum(periods: Sequence[Period]) -> Share:
    return Share(sum(p.share.met for p in periods), sum(p.share.needed for p in periods))
