"""What a foreign record holds at a place, read so that no shape of input can raise.

Vendors leave fields out, send null, a number for a string, an object for a list. Each accessor gives a sensible
reading or None (an empty list for lists), never TypeError, KeyError or AttributeError.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any

__all__ = ["flag", "items", "mapping", "number", "records", "text", "value", "when"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICKS_A_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000}
LATEST_SECOND = 7_258_118_400  # the year 2200: later "dates" are another unit, or noise


def value(record: Any, *path: str | int) -> Any:
    """What is at `path` below `record`; None where a step is missing or of another shape."""
    for step in path:
        if isinstance(step, str) and isinstance(record, Mapping):
            record = record.get(step)
        elif isinstance(step, int) and isinstance(record, list) and -len(record) <= step < len(record):
            record = record[step]
        else:
            return None
    return record


def text(record: Any, *path: str | int) -> str | None:
    """The words or identifier at `path`, without surrounding space; numbers become digits; None when empty."""
    found = value(record, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    try:
        return str(found).strip() or None
    except ValueError:  # an integer of more digits than Python prints: no identifier of anything
        return None


def number(record: Any, *path: str | int) -> float | None:
    """The finite number at `path`, also when written as a string ("12.5"); None otherwise."""
    found = value(record, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    try:
        seen = float(found)
    except (ValueError, OverflowError):
        return None
    return seen if isfinite(seen) else None


def flag(record: Any, *path: str | int) -> bool | None:
    """True or false at `path`, also as 0/1 or "true"/"false"; None when neither is said."""
    found = value(record, *path)
    if isinstance(found, str):
        return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(found.lower())
    return bool(found) if isinstance(found, bool | int) else None


def mapping(record: Any, *path: str | int) -> Mapping[str, Any]:
    """The object at `path`; an empty one when there is none."""
    found = value(record, *path)
    return found if isinstance(found, Mapping) else {}


def items(record: Any, *path: str | int) -> list[Any]:
    """The list at `path`; empty when there is none."""
    found = value(record, *path)
    return found if isinstance(found, list) else []


def records(record: Any, *path: str | int) -> list[tuple[int, Mapping[str, Any]]]:
    """The objects of the list at `path`, each with its place in that list; anything else in it is passed over."""
    return [(i, entry) for i, entry in enumerate(items(record, *path)) if isinstance(entry, Mapping)]


def when(record: Any, *path: str | int, unit: str = "s") -> datetime | None:
    """The date and time at `path`, with time zone: ISO 8601, or a count since 1970 in `unit` ("s", "ms", "us").

    None when it is neither, or lies outside 1970…2200. A date-time without a zone is taken as UTC.
    """
    found = value(record, *path)
    if isinstance(found, str):
        try:
            seen = datetime.fromisoformat(found.strip().replace(" UTC", "Z"))
        except ValueError:
            pass
        else:
            return seen if seen.tzinfo else seen.replace(tzinfo=UTC)
    ticks = number(record, *path)
    if ticks is None or not 0 < ticks < LATEST_SECOND * TICKS_A_SECOND[unit]:
        return None
    return EPOCH + timedelta(microseconds=round(ticks * 1_000_000 / TICKS_A_SECOND[unit]))
