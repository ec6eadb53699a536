"""What is seen, as a table for spreadsheets or as JSON Lines, written while it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from heard.web.conversations.criteria import without
from heard.web.conversations.models import Conversation
from heard.web.plumbing.sheets import lines

__all__ = ["COLUMNS", "as_csv", "as_json_lines", "row_of"]

_AT_ONCE = 200  # rows read from the database together

COLUMNS = (  # without the agent: a table of persons and their figures is a ranking in two clicks
    "number", "id", "began", "channel", "team", "customer", "subject", "turns", "readable", "needed", "met",
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
    """The table, line by line."""
    facts = map(row_of, rows.iterator(chunk_size=_AT_ONCE))
    return lines(COLUMNS, ([row[name] for name in COLUMNS] for row in facts))


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
