"""Tables as CSV files that a spreadsheet opens and doesn't run, written while they are sent."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from heard.text import showable

__all__ = ["cell", "lines", "sheet"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A download called `name`.csv."""
    response = StreamingHttpResponse(lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The table, line by line; a short row is filled up. Its mark at the start tells Excel that it is UTF-8."""
    writer = csv.writer(_Line())
    yield f"\ufeff{writer.writerow([cell(title) for title in header])}".encode("utf-8", "replace")
    for row in rows:
        filled = [*map(cell, row), *[""] * (len(header) - len(row))]
        yield writer.writerow(filled).encode("utf-8", "replace")


def cell(value: Any) -> str | int | float:
    """A value as a spreadsheet takes it: text that it would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = showable(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Line:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
