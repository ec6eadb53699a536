"""The background work, done where a test wants it."""

from __future__ import annotations

from django.core.management import call_command

__all__ = ["work_off"]


def work_off() -> None:
    """A worker that does what waits, and ends."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)
