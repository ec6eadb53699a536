"""Shares with their doubt: in words, and as a dot with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from django.utils.translation import gettext as _

from heard.overview import Share

__all__ = ["Compared", "compare", "in_words", "may_be_noise", "percent"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A share beside the one of the time before, as parts/interval_dot.html draws it."""

    now: Share
    before: Share | None
    noise: bool  # the two may differ by chance alone


def in_words(share: Share) -> str:
    """For people: "41 of 58 (58–81 %)"; "none needed" for nothing of nothing."""
    if not share.needed:
        return _("none needed")
    low, high = share.interval
    return _("%(met)s of %(needed)s (%(low)s–%(high)s %%)") % {
        "met": f"{share.met:,}",
        "needed": f"{share.needed:,}",
        "low": f"{low * 100:.0f}",
        "high": f"{high * 100:.0f}",
    }


def compare(now: Share, before: Share | None) -> Compared:
    """`now` beside `before`; None or a share of nothing: there is nothing to compare with."""
    if before is None or not before.needed:
        return Compared(now, None, False)
    return Compared(now, before, may_be_noise(now, before))


def may_be_noise(now: Share, before: Share) -> bool:
    """True when Newcombe's 95 % interval for the difference of the two shares (1998, method 10) holds zero."""
    if now.rate is None or before.rate is None:
        return True
    difference = now.rate - before.rate
    (now_low, now_high), (before_low, before_high) = now.interval, before.interval
    low = difference - hypot(now.rate - now_low, before_high - before.rate)
    high = difference + hypot(now_high - now.rate, before.rate - before_low)
    return low <= 0 <= high


def percent(rate: float) -> str:
    """A place on the drawn scale of 0–100 %, whatever the reader's decimal sign: "41.38%"."""
    return f"{rate * 100:.2f}%"
