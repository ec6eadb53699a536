"""Two shares compared: the difference, how sure it is, and whether it may be noise."""

from __future__ import annotations

from math import hypot
from typing import NamedTuple

from django.utils.translation import gettext as _

from heard.overview import Share

__all__ = ["Difference", "difference"]


class Difference(NamedTuple):
    """How much one share is above another, with its 95 % interval; −1…1."""

    amount: float
    low: float
    high: float

    @property
    def may_be_noise(self) -> bool:
        """No difference at all is within the interval."""
        return self.low <= 0 <= self.high

    def __str__(self) -> str:
        """For people: "+13 percentage points (−5 to +30)"."""
        return _("%(amount)s percentage points (%(low)s to %(high)s)") % {
            "amount": _signed(self.amount),
            "low": _signed(self.low),
            "high": _signed(self.high),
        }


def difference(now: Share, before: Share) -> Difference | None:
    """Newcombe's hybrid score interval for `now` minus `before` (1998, method 10); None where either is of nothing."""
    if now.rate is None or before.rate is None:
        return None
    amount = now.rate - before.rate
    (now_low, now_high), (before_low, before_high) = now.interval, before.interval
    low = amount - hypot(now.rate - now_low, before_high - before.rate)
    high = amount + hypot(now_high - now.rate, before.rate - before_low)
    return Difference(amount, low, high)


def _signed(rate: float) -> str:
    points = round(rate * 100)
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{abs(points)}"
