"""Times as people and programs write them: "10:02", "1:02 PM", "14.03.2026 10:02", seconds or milliseconds since 1970."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["clock_seconds", "day_first", "moment", "since_first"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?(?:[.,](\d{1,6}))?\s*([AaPp]\.?[Mm]\.?)?")
_DATE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?:[,T ]+(.*))?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NAMED = re.compile(r"(?:\w{3},? )?(?:\d{1,2} \w{3}|\w{3} \d{1,2}) .*\d{4}")
_DAY = 86_400


def moment(written: str, *, day_first: bool = False) -> datetime | float | None:
    """The date-time (with zone; UTC where none is written), or seconds for a mere clock or count; None for neither.

    `day_first` reads 03/04/2026 as the third of April; dates with dots are always day first.
    """
    text = written.strip().strip("[]()")
    if not text or len(text) > 60:
        return None
    if _NUMBER.fullmatch(text):
        return _counted(float(text.replace(",", ".")))
    if (seconds := clock_seconds(text)) is not None:
        return seconds
    try:
        if text[:4].isdigit() and text[4:5] == "-":
            return _zoned(datetime.fromisoformat(text.replace(" UTC", "Z")))
        if (date := _DATE.fullmatch(text)) is not None:
            return _dated(date, day_first)
        if _NAMED.fullmatch(text):
            return _zoned(_named(text))
    except (ValueError, OverflowError, TypeError, IndexError):
        pass
    return None


def clock_seconds(text: str) -> float | None:
    """Seconds for "10:02", "10:02:33,5" or "1:02 PM"; None when `text` is not that."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    first, second, third, fraction, half = found.groups()
    hours, minutes, seconds = int(first), int(second), int(third or 0)
    if minutes > 59 or seconds > 59:
        return None
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "Pp" else 0)
    return hours * 3600 + minutes * 60 + seconds + (float(f"0.{fraction}") if fraction else 0.0)


def since_first(stamps: Sequence[float | None]) -> list[float | None]:
    """Clock times as seconds since the first of them, going past midnight where they jump back by hours.

    Two-part stamps that begin at zero ("00:03", "01:40") are minutes and seconds of a call, not the small hours.
    """
    first = next((s for s in stamps if s is not None), None)
    if first is None:
        return list(stamps)
    whole = all(s is None or s % 60 == 0 for s in stamps)
    if whole and (first < 3600 or any(s is not None and s >= _DAY for s in stamps)):
        return [s / 60 if s is not None else None for s in stamps]  # "00:03" was read as minutes past midnight
    days, before = 0, first
    seconds: list[float | None] = []
    for stamp in stamps:
        if stamp is None:
            seconds.append(None)
            continue
        if stamp < before - _DAY / 2:
            days += 1
        before = stamp
        seconds.append(round(stamp + days * _DAY - first, 6))
    return seconds


def day_first(written: str) -> bool | None:
    """Whether this date can only be day first (31/03/2026) or month first (03/31/2026); None when it can be both."""
    found = re.match(r"\s*(\d{1,2})/(\d{1,2})/\d{2,4}", written)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    return True if first > 12 else False if second > 12 else None


def _counted(number: float) -> datetime | float | None:
    for above, unit in ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0)):
        if number >= above:
            seconds = number / unit
            return _EPOCH + timedelta(seconds=seconds) if seconds < 7e9 else None
    return number


def _dated(found: re.Match[str], day_first: bool) -> datetime:
    first, mark, second, third, clock = found.groups()
    if len(first) > 2:
        year, month, day = int(first), int(second), int(third)
    else:
        year = int(third) + (2000 if len(third) == 2 else 0)
        before = day_first or mark == "." or int(first) > 12
        day, month = (int(first), int(second)) if before else (int(second), int(first))
    date = datetime(year, month, day, tzinfo=UTC)
    if not clock:
        return date
    seconds = clock_seconds(clock)
    if seconds is None or seconds >= _DAY:
        raise ValueError(clock)
    return date + timedelta(seconds=seconds)


def _named(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")


def _zoned(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)
