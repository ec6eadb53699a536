"""The report: one HTML file that opens from disk, needs no network, and reads like a page with a margin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heard.overview import Overview

__all__ = ["write_report"]


def write_report(path: str | Path, analyses: Iterable[Mapping[str, Any]], overview: Overview, *, title: str) -> None:
    """Writes the report over `analyses` (mappings of schema ``heard-analysis/1``, read once) to `path`.

    `overview` has gathered the same analyses. However large the archive, the file stays below about 5 MB: it holds a
    bounded number of transcripts and moments, and says of how many. Raises OSError when `path` can't be written.
    """
    from heard.report.rendering import render

    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(render(analyses, overview, title=title))
