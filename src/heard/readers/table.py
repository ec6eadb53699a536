"""Tables (CSV, TSV, any delimiter): a turn a row, or a conversation a row with its transcript in one column.

Columns are found by header or content (`heard.readers.columns`) and can be given. Rows of one conversation may lie
apart. A further column is kept in ``extra`` under its header: as one value where all rows agree, else as a list.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from heard.conversation import Conversation
from heard.readers.columns import FIELDS, guess, has_header, plain_name
from heard.readers.formats import Choices, Rejected, TextFormat, UnreadableRecord
from heard.readers.grouping import Groups
from heard.readers.rows import conversation_of_rows, conversation_of_transcript
from heard.readers.source import Source

__all__ = ["FORMAT", "columns_of", "headers_of"]

_DELIMITERS = (",", ";", "\t", "|")
_LOOK_AT = 60  # rows that columns are guessed from


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a table is laid out."""

    delimiter: str
    headers: tuple[str, ...]
    first: int  # rows before the first data row
    columns: Mapping[str, str]  # our field → header


def columns_of(source: Source, given: Mapping[str, str]) -> Mapping[str, str]:
    """Our field → the header of the column it is read from: as `given`, else as guessed."""
    return _shape(source.head, given).columns


def headers_of(source: Source) -> tuple[str, ...]:
    """The headers of its columns, in order. Raises UnreadableRecord where it has no rows."""
    return _shape(source.head, {}).headers


def _recognises(head: str) -> bool:
    try:
        shape = _shape(head, {})
    except UnreadableRecord:
        return False
    if not shape.first:
        return False
    named = {plain_name(h) for h in shape.headers}
    by_header = guess(shape.headers, ())
    has_words = "text" in by_header or "transcript" in by_header
    return has_words and bool({"speaker", "role", "conversation", "at"} & by_header.keys() or "id" in named)


def _shape(head: str, given: Mapping[str, str]) -> _Shape:
    lines = head.split("\n")
    if len(head) >= 8000 and len(lines) > 2:
        lines.pop()  # it was cut in the middle
    skip = 0
    said = lines[0].strip("\ufeff\r ").lower()
    if said.startswith("sep=") and len(said) == 5:  # Excel's own way to say it
        delimiter, skip = lines[0].strip("\ufeff\r ")[4], 1
    else:
        delimiter = _delimiter(lines)
    rows = [row for row in _parsed(lines[skip:], delimiter) if row]
    if not rows:
        raise UnreadableRecord("the table has no rows", "give a table with a row for each turn")
    headed = has_header(rows[0], rows[1:]) or bool(set(given.values()) & set(rows[0]))
    headers = _unique(rows[0] if headed else [f"column {i}" for i in range(1, max(map(len, rows)) + 1)])
    columns = guess(headers, rows[headed:_LOOK_AT])
    for field, header in given.items():
        if not header:
            columns.pop(field, None)
            continue
        match = next((h for h in headers if h == header or plain_name(h) == plain_name(header)), None)
        if match is None:
            raise UnreadableRecord(
                f"there is no column {header!r} for {field!r}", f"the columns are {', '.join(headers)}"
            )
        columns = {f: h for f, h in columns.items() if h != match} | {field: match}
    if given.get("text"):
        columns.pop("transcript", None)
    return _Shape(delimiter, tuple(headers), skip + headed, columns)


def _delimiter(lines: Sequence[str]) -> str:
    def score(delimiter: str) -> tuple[float, int]:
        counts = [len(row) for row in _parsed(lines[:40], delimiter) if row]
        usual = max(set(counts), key=counts.count, default=1)
        return (0.0, 0) if usual < 2 else (counts.count(usual) / len(counts), usual)

    return max(_DELIMITERS, key=score)


def _parsed(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    csv.field_size_limit(sys.maxsize)  # one setting for the process: a turn may be longer than csv's 128 KiB
    return list(csv.reader((f"{line}\n" for line in lines), delimiter=delimiter))


def _unique(headers: Sequence[str]) -> list[str]:
    seen: list[str] = []
    for i, header in enumerate(headers, 1):
        name = header.strip("\ufeff \t") or f"column {i}"
        seen.append(name if name not in seen else f"{name} ({i})")
    return seen


def _conversations(source: Source, choices: Choices) -> Iterator[Conversation | Rejected]:
    shape = _shape(source.head, choices.columns)
    columns = shape.columns
    if "text" not in columns and "transcript" not in columns:
        raise UnreadableRecord(
            f"no column holds the words (the columns are {', '.join(shape.headers)})",
            'say which one does: --map text=COLUMN, in Python columns={"text": COLUMN}',
        )
    unknown = set(choices.columns) - set(FIELDS)
    if unknown:
        raise UnreadableRecord(f"a table has no field {min(unknown)!r}", f"the fields are {', '.join(FIELDS)}")
    if "transcript" not in columns and not {"speaker", "role"} & columns.keys() and "*" not in choices.roles:
        raise UnreadableRecord(
            f"no column says who speaks (the columns are {', '.join(shape.headers)})",
            'say which one does: --map speaker=COLUMN, in Python columns={"speaker": COLUMN}; or that all are one: '
            "--map 'role:*=customer'",
        )
    with Groups() as groups:
        for row in _rows(source, shape):
            if isinstance(row, Rejected):
                yield row
            elif "transcript" in columns:
                yield from conversation_of_transcript(row[1], row[0], columns, source.name, choices)
            else:
                key = row[1][columns["conversation"]].strip() if "conversation" in columns else source.name
                groups.add(key or f"{source.name}:{row[0]}", [f":{row[0]}", row[1]])
        for key, rows in groups.groups():
            yield from conversation_of_rows(key, rows, columns, source.name, choices)


def _rows(source: Source, shape: _Shape) -> Iterator[tuple[int, dict[str, str]] | Rejected]:
    """Each data row with the line it begins on."""
    width, quotes = len(shape.headers), 0

    def counted() -> Iterator[str]:
        nonlocal quotes
        for line in stream:
            quotes += line.count('"')
            yield line

    with source.open_text() as stream:
        reader = csv.reader(counted(), delimiter=shape.delimiter)
        begin, number = 1, 0
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield Rejected(source.name, f"line {begin}", f"the row can't be read ({error})", "correct it")
                cells = []
            if cells is None:
                return
            here, begin, odd, quotes = begin, reader.line_num + 1, quotes % 2, 0
            number += bool(cells)
            if not any(cell.strip() for cell in cells) or number <= shape.first:
                continue
            raw = shape.delimiter.join(cells)
            if odd and begin - here > 1:
                yield Rejected(
                    source.name, f"line {here}", f"a quotation mark is opened and not closed before line {begin - 1}",
                    'close it, or write "" for a quotation mark inside quotes', raw[:2000],
                )  # fmt: skip
            elif len(cells) > width and shape.columns.get("text") == shape.headers[-1]:
                cells[width - 1 :] = [shape.delimiter.join(cells[width - 1 :])]  # commas in words nobody quoted
                yield here, dict(zip(shape.headers, cells, strict=True))
            elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
                yield Rejected(
                    source.name, f"line {here}", f"the row has {len(cells)} columns, the header {width}",
                    "quote cells that hold the delimiter", raw[:2000],
                )  # fmt: skip
            elif len(cells) < width and shape.headers.index(_words(shape)) >= len(cells):
                yield Rejected(
                    source.name, f"line {here}", f"the row has {len(cells)} columns, the header {width}",
                    "give every row all columns", raw[:2000],
                )  # fmt: skip
            else:
                cells = (cells + [""] * width)[:width]
                yield here, dict(zip(shape.headers, cells, strict=True))


def _words(shape: _Shape) -> str:
    return shape.columns.get("text") or shape.columns["transcript"]


FORMAT = TextFormat(
    name="table",
    title="CSV, TSV and other tables",
    endings=(".csv", ".tsv", ".tab", ".psv"),
    recognises=_recognises,
    conversations=_conversations,
)
