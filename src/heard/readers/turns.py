"""JSON Lines with one turn a line: ``{"conversation_id", "turn", "ts", "role", "speaker", "text"}``.

Keys are found as a table's columns are, so "message" will do for "text" and "author" for "speaker". Turns of one
conversation may lie apart. Further keys are kept in ``extra``: one value where all turns agree, else a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import StringIO
from typing import Any

from heard.conversation import Conversation
from heard.readers.columns import guess
from heard.readers.dropped import raw_of
from heard.readers.formats import Choices, Rejected, TextFormat
from heard.readers.grouping import Groups
from heard.readers.json_stream import Fault, spoken, values
from heard.readers.rows import conversation_of_rows
from heard.readers.source import Source

__all__ = ["FORMAT"]

_KEYS = re.compile(
    r'[\[\s\ufeff]*\{[^{}\[\]]*?"(?:conversation|dialogue|dialog|thread|chat|session|call|ticket)_?[iI]d"\s*:'
)


def _recognises(head: str) -> bool:
    first = next(iter(values(StringIO(head))), None)
    if not isinstance(first, tuple):
        return _KEYS.match(head) is not None and '"turns"' not in head  # a first turn longer than the head
    return isinstance(first[1], Mapping) and _is_turn(first[1])


def _is_turn(record: Mapping[str, Any]) -> bool:
    if "turns" in record or "reply_to" in record or "reply-to" in record:
        return False
    found = _fields(tuple(map(str, record)))
    if not {"conversation", "text"} <= found.keys() or not {"speaker", "role"} & found.keys():
        return False
    cells = [record[found[name]] for name in ("conversation", "speaker", "role") if name in found]
    return isinstance(record[found["text"]], str) and not any(isinstance(cell, dict | list) for cell in cells)


@lru_cache(maxsize=64)
def _fields(keys: tuple[str, ...]) -> dict[str, str]:
    return guess(keys, ())


def _conversations(source: Source, choices: Choices) -> Iterator[Conversation | Rejected]:
    with Groups() as groups:
        for item in source.records():
            if isinstance(item, Fault):
                yield Rejected(source.name, item.place, item.what, item.cure, item.raw)
                continue
            place, record = item
            fields = _fields(tuple(map(str, record))) | dict(choices.columns) if isinstance(record, Mapping) else {}
            key = _cell(record.get(fields["conversation"])) if "conversation" in fields else ""
            if not key or "text" not in fields or not isinstance(record.get(fields["text"]), str):
                yield Rejected(
                    source.name, spoken(place), "it is no turn",
                    'give {"conversation_id", "speaker", "text"}', raw_of(record),
                )  # fmt: skip
                continue
            further = {k: v for k, v in record.items() if k not in fields.values()}
            groups.add(key, [place, {name: _cell(record.get(k)) for name, k in fields.items()}, further])
        for key, parts in groups.groups():
            columns = {name: name for _, row, _ in parts for name in row}
            rows = [(place, {**further, **row}) for place, row, further in parts]
            yield from conversation_of_rows(key, rows, columns, source.name, choices)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return (
        repr(value)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else ""
        if value is None
        else str(value)
    )


FORMAT = TextFormat(
    name="turns",
    title="JSON Lines, one turn a line",
    endings=(".jsonl", ".ndjson", ".json"),
    recognises=_recognises,
    conversations=_conversations,
)
