"""Tables as CSV files that a spreadsheet opens and doesn't run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from heard.web.conversations.exporting import cell

__all__ = ["sheet"]


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def sheet(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download called `name`, written while it is sent."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Line())
        yield "\ufeff" + writer.writerow([cell(str(title)) for title in header])
        for row in rows:
            yield writer.writerow(
                [cell(value if isinstance(value, (int, float)) else str(value or "")) for value in row]
            )

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
