"""Writing before a page is shown, but only if nobody else is writing just then: an import must not hold up a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

__all__ = ["hardly_waiting"]

WAIT = 100  # milliseconds for the database's lock


@contextmanager
def hardly_waiting() -> Iterator[None]:
    """Within it, a write that has to wait for another one's lock for long raises OperationalError."""
    if connection.vendor == "sqlite":
        usual = settings.DATABASES["default"].get("OPTIONS", {}).get("timeout", 5)
        briefly, as_before = f"PRAGMA busy_timeout = {WAIT}", f"PRAGMA busy_timeout = {int(usual * 1000)}"
    else:
        briefly, as_before = f"SET lock_timeout = {WAIT}", "RESET lock_timeout"
    with connection.cursor() as cursor:
        cursor.execute(briefly)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(as_before)
