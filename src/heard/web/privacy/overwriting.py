"""What a database keeps of what was removed from it is overwritten.

SQLite leaves removed rows readable in free pages, in its write-ahead log, and in the segments of the search index: also
copies that it made itself while others wrote. So the file is written anew. On PostgreSQL its own vacuum frees the space;
docs/how-to/data-protection.md says what that means.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from heard.web.conversations import search
from heard.web.conversations.models import Conversation, Record
from heard.web.customers.models import Customer
from heard.web.intake.models import Reject

__all__ = ["overwrite", "zeroing"]

BY_DAY = (
    200 * 1024 * 1024
)  # bytes of a file that is written anew in a second or two; larger ones wait for the daily run
VACUUMED = (Record, Conversation, Customer, Reject)  # beside the words, which the search index looks after


@contextmanager
def zeroing() -> Iterator[None]:
    """What is removed within is overwritten with zeros in the file. Only on SQLite; elsewhere nothing happens."""
    if connection.vendor != "sqlite":
        yield
        return
    _tell("PRAGMA secure_delete=ON")
    try:
        yield
    finally:
        _tell("PRAGMA secure_delete=OFF")


def overwrite(*, however_large: bool = False) -> bool:
    """Removes what the database keeps of removed rows; False: the file is too large to be written anew by day.

    Others can read meanwhile, and wait to write: seconds for each gigabyte.
    """
    with zeroing():
        search.compact()
    if connection.in_atomic_block:  # VACUUM can't run in a transaction
        return False
    if connection.vendor != "sqlite":
        for table in VACUUMED:
            _tell(f"VACUUM {connection.ops.quote_name(table._meta.db_table)}")  # noqa: SLF001 — Django's public API
        return True
    whole = however_large or _size() <= BY_DAY
    if whole:
        _tell("VACUUM")
    _tell("PRAGMA wal_checkpoint(TRUNCATE)")
    return whole


def _size() -> int:
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        return int(pages * cursor.execute("PRAGMA page_size").fetchone()[0])


def _tell(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
