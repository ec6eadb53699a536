"""What is seen, as a table for spreadsheets or as JSON Lines, written while it is read."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from heard.text import showable
from heard.web.conversations.criteria import without
from heard.web.conversations.models import Conversation

__all__ = ["COLUMNS", "as_csv", "as_json_lines", "cell", "row_of"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_AT_ONCE = 200  # rows read from the database together

COLUMNS = (
    "number", "id", "began", "channel", "team", "agent", "customer", "subject", "turns", "readable", "needed", "met",
    "unsure", "least_confidence", "reviewed", "engine", "model", "standard",
)  # fmt: skip


def row_of(one: Conversation) -> dict[str, Any]:
    """The columns of a conversation, as values that JSON has."""
    named = {name: str(thing) if (thing := getattr(one, name)) else None for name in ("team", "agent", "customer")}
    same = (
        "channel",
        "turns",
        "readable",
        "needed",
        "met",
        "unsure",
        "least_confidence",
        "reviewed",
        "engine",
        "standard",
    )
    return {
        "number": one.pk,
        "id": one.key,
        "began": one.began.isoformat(),
        "subject": one.subject or None,
        "model": one.model or None,
        **named,
        **{name: getattr(one, name) for name in same},
    }


def as_csv(rows: QuerySet[Conversation]) -> Iterator[bytes]:
    """The table, line by line. Its mark at the start tells Excel that it is UTF-8."""
    writer = csv.writer(_Echo())
    yield f"\ufeff{writer.writerow(COLUMNS)}".encode()
    for one in rows.iterator(chunk_size=_AT_ONCE):
        facts = row_of(one)
        yield writer.writerow([cell(facts[name]) for name in COLUMNS]).encode("utf-8", "replace")


def as_json_lines(
    rows: QuerySet[Conversation], own: frozenset[int], off: frozenset[tuple[str, str]]
) -> Iterator[bytes]:
    """One object a line: the columns and the analysis.

    Conversations of the agents `own` come without the marks of criteria that nobody is held to (`off`).
    """
    for one in rows.select_related("record").iterator(chunk_size=_AT_ONCE):
        analysis = one.record.analysis
        shown = without(analysis, off) if one.agent_id in own else analysis
        yield json.dumps({**row_of(one), "analysis": shown}).encode() + b"\n"


def cell(value: Any) -> Any:
    """A value as a spreadsheet takes it: text that it would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"'{showable(value)}" if value.startswith(_FORMULA) else showable(value)
    return value


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
