"""Turns that belong together though they lie apart: kept in a temporary file, not in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

__all__ = ["Groups"]

_BATCH = 5_000


class Groups:
    """Values under keys, given back key by key in the order in which keys first came.

    The values lie in a temporary SQLite database that spills to disk, so memory stays flat whatever the size of the
    source; the database is gone when it is closed.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", check_same_thread=False)
        self._base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-16000;"
            "CREATE TABLE parts (n INTEGER PRIMARY KEY, key TEXT, value TEXT)"
        )
        self._batch: list[tuple[str, str]] = []
        self._last: str | None = None
        self._runs = 0

    def __enter__(self) -> Groups:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def add(self, key: str, value: Any) -> None:
        """Keep `value` (anything JSON holds) under `key`."""
        if key != self._last:
            self._last = key
            self._runs += 1
        self._batch.append((key, json.dumps(value)))
        if len(self._batch) >= _BATCH:
            self._flush()

    def rekey(self, key_of: Callable[[str], str]) -> None:
        """Put every value under ``key_of`` of its key, where it shows late what belongs together."""
        self._flush()
        self._base.create_function("key_of", 1, key_of, deterministic=True)
        self._base.execute("UPDATE parts SET key = key_of(key)")
        self._runs = -1

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """Each key with its values in the order they were added."""
        self._flush()
        (keys,) = self._base.execute("SELECT COUNT(DISTINCT key) FROM parts").fetchone()
        if keys == self._runs:  # nothing lies apart: no need to sort
            rows = self._base.execute("SELECT key, value FROM parts ORDER BY n")
        else:
            self._base.execute("CREATE TABLE firsts AS SELECT key, MIN(n) AS first FROM parts GROUP BY key")
            self._base.execute("CREATE UNIQUE INDEX by_key ON firsts (key)")
            rows = self._base.execute(
                "SELECT key, value FROM parts JOIN firsts USING (key) ORDER BY firsts.first, parts.n"
            )
        for key, parts in groupby(rows, key=lambda row: row[0]):
            yield key, [json.loads(value) for _, value in parts]

    def _flush(self) -> None:
        self._base.executemany("INSERT INTO parts (key, value) VALUES (?, ?)", self._batch)
        self._batch.clear()
