"""What an archive's analyses are written as, by the ending of the output's name."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from heard.batch.arrow import ParquetMissing, require, write_parquet
from heard.batch.columns import COLUMNS, rows
from heard.batch.spool import Spool
from heard.conversation import Conversation
from heard.overview import Overview
from heard.text import showable

__all__ = ["ENDINGS", "OutputError", "Report", "check", "write"]

ENDINGS = {
    ".jsonl": "one analysis a line, complete (schema heard-analysis/1)",
    ".csv": "a table for spreadsheets, one row a moment",
    ".parquet": "the same table for data tools",
    ".html": "the report: one page that opens from disk",
    ".vcon": "conversation and analysis as a vCon; several become a folder of that name",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class OutputError(ValueError):
    """An output that can't be written. The message says why and what to do."""


Report = Callable[[Path, Iterable[Mapping[str, Any]], Overview], None]  # writes the page; passed in by who has one


def check(path: Path) -> None:
    """Raises OutputError for an output that could not be written, so that it is said before the work."""
    if path.suffix.lower() not in ENDINGS:
        raise OutputError(f"{path}: the ending says what to write; use one of {', '.join(ENDINGS)}.")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: the folder {path.parent} is not there; make it first.")
    if path.is_dir() and path.suffix.lower() != ".vcon":
        raise OutputError(f"{path} is a folder; give a file name.")
    if path.is_dir() and any(path.iterdir()):
        raise OutputError(f"{path} is a folder that holds something already; give another name, or empty it first.")
    if path.suffix.lower() == ".parquet":
        try:
            require()
        except ParquetMissing as error:
            raise OutputError(f"{error}.") from None


def write(
    path: Path,
    spool: Spool,
    overview: Overview,
    *,
    conversations: Callable[[], Iterable[Conversation]],
    report: Report,
) -> Path:
    """Writes one output and returns what was written; a file appears whole or not at all.

    `conversations` reads the sources again: a vCon holds more than an analysis knows.
    """
    ending = path.suffix.lower()
    if ending == ".vcon":
        return _write_vcons(path, spool, conversations())
    unfinished = path.with_name(f"{path.name}.writing")
    if ending == ".jsonl":
        spool.copy_lines(unfinished)
    elif ending == ".csv":
        _write_csv(unfinished, spool)
    elif ending == ".parquet":
        write_parquet(unfinished, spool)
    else:
        report(unfinished, spool, overview)
    unfinished.replace(path)
    return path


def _write_csv(path: Path, analyses: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:  # the mark tells Excel it is UTF-8
        table = csv.writer(file)
        table.writerow(column.name for column in COLUMNS)
        for analysis in analyses:
            for row in rows(analysis):
                table.writerow(_cell(value) for value in row)


def _cell(value: str | float | bool | None) -> str | float | None:
    """A value as a spreadsheet takes it: text that it would run as a formula gets an apostrophe in front."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"'{showable(value)}" if value.startswith(_FORMULA) else showable(value)
    return value


def _write_vcons(path: Path, spool: Spool, conversations: Iterable[Conversation]) -> Path:
    """One conversation becomes the file `path`; several become the folder `path`, one numbered file each."""
    unfinished = path.with_name(f"{path.name}.writing")
    if spool.done == 1 and not path.is_dir():
        unfinished.write_text(next(_vcons(spool, conversations))[1], "utf-8")
        unfinished.replace(path)
        return path
    shutil.rmtree(unfinished, ignore_errors=True)  # what a run that was killed had begun
    unfinished.mkdir()
    digits = len(str(spool.done))
    for number, (id, vcon) in enumerate(_vcons(spool, conversations), 1):
        name = re.sub(r"[^\w.-]+", "_", id)[:80].strip(".")
        (unfinished / f"{number:0{digits}}-{name}.vcon").write_text(vcon, "utf-8")
    if path.is_dir():
        path.rmdir()  # it is empty
    else:
        path.unlink(missing_ok=True)
    unfinished.replace(path)
    return path


def _vcons(spool: Spool, conversations: Iterable[Conversation]) -> Iterator[tuple[str, str]]:
    from heard.vcon import to_vcon

    for conversation, analysis in zip(conversations, spool, strict=True):
        yield conversation.id, json.dumps(to_vcon(conversation, analysis), ensure_ascii=True) + os.linesep[-1]
