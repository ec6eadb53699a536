"""Which format a source is in: its content decides, its ending helps where the content could be several things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any, cast

from heard.readers import READERS, jsonl
from heard.readers.formats import Format, Record, RecordFormat, Rejected, TextFormat, UnreadableRecord
from heard.readers.json_stream import Fault, looks_like_json
from heard.readers.opening import sources
from heard.readers.outcome import ReadError
from heard.readers.source import Source

__all__ = [
    "check_is_text",
    "format_named",
    "format_of",
    "formats",
    "guessed_columns",
    "recognise",
    "record_format",
    "unknown_record",
]

_JSON_ENDINGS = {".json", ".jsonl", ".ndjson", ".vcon"}
_OWN_FORM = 'Heard\'s own form is {"id", "turns": [{"speaker", "text"}]}'


@cache
def formats() -> tuple[Format, ...]:
    """Every format, in the order tried."""
    return tuple(cast(Format, import_module(f"heard.readers.{name}").FORMAT) for name in READERS)


def format_named(name: str) -> Format:
    """The format called `name`; raises ValueError with all the names."""
    wanted = name.strip().lower().replace("-", "_")
    for format in formats():
        if format.name.replace("-", "_") == wanted:
            return format
    near = get_close_matches(wanted, [f.name for f in formats()], 1)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    raise ValueError(f"there is no format {name!r}{hint} Known are: {', '.join(f.name for f in formats())}")


def check_is_text(source: Source) -> None:
    """Raises UnreadableRecord for an empty source and for one that is no text."""
    if not source.head_bytes:
        raise UnreadableRecord("the file is empty", "give a file with conversations in it")
    if source.is_binary:
        raise UnreadableRecord(
            "it is not text: a recording, a picture or a database",
            "export it as text, JSON or CSV; transcribe a recording",
        )
    if not source.head.strip("\ufeff \t\r\n\x00"):
        raise UnreadableRecord("the file has nothing but blank lines", "give a file with conversations in it")


def format_of(source: Source) -> Format | None:
    """The format of a source by its beginning; None for JSON, where each record is looked at by itself.

    Raises UnreadableRecord when it is none, with the cure.
    """
    check_is_text(source)
    head = source.head
    ending = PurePosixPath(source.name).suffix.lower()
    texts = [format for format in formats() if isinstance(format, TextFormat)]
    found = [format for format in texts if format.recognises(head)]
    if looks_like_json(head):
        return next((format for format in found if _JSON_ENDINGS & set(format.endings)), None)
    if found:
        return found[0]
    by_ending = [format for format in texts if ending in format.endings]
    if ending in _JSON_ENDINGS:
        return None
    if by_ending:
        return by_ending[0]
    likely = _likely(head)
    raise UnreadableRecord(
        "it is in no format Heard knows",
        f"name it, most likely with --format {' or --format '.join(likely)} (in Python format={likely[0]!r}; "
        "`heard formats` lists them all), or save it as CSV with a column for the speaker and one for the words",
    )


def _likely(head: str) -> list[str]:
    """The formats that a text of no known format may be meant as, the likeliest first; a few at most."""
    lines = [line for line in head.splitlines() if line.strip()][:20]
    evenly = any(lines and 0 < lines[0].count(mark) <= min(line.count(mark) for line in lines) for mark in ",;\t|")
    clues = {
        "srt": " --> " in head,
        "eml": sum(bool(re.match(r"(?:from|to|subject|date): ", line, re.IGNORECASE)) for line in lines) >= 2,
        "table": evenly,
        "plain": True,
    }
    return [name for name, found in clues.items() if found][:2]


def record_format(record: Record) -> RecordFormat | None:
    """The format of one JSON object, Heard's own before every vendor's; None when it is of none."""
    if jsonl.is_own(record):
        return jsonl.FORMAT
    return next((format for format in _record_formats() if format.recognises(record)), None)


@cache
def _record_formats() -> tuple[RecordFormat, ...]:
    return tuple(format for format in formats() if isinstance(format, RecordFormat))


def unknown_record(record: Record) -> UnreadableRecord:
    """Why an object of no known format can't be read, with what it has and what would be needed."""
    keys = ", ".join(repr(str(key)) for key in list(record)[:6]) or "no keys at all"
    if "turns" in record and not isinstance(record["turns"], list):
        return UnreadableRecord('"turns" must be a list', _OWN_FORM)
    if "comments" in record or "ticket" in record or "requester_id" in record:
        hint = 'a Zendesk ticket needs its "comments", which the ticket export leaves out'
    elif "conversation_parts" in record or "source" in record:
        hint = 'an Intercom conversation has "source" and "conversation_parts"'
    elif "messages" in record or "turns" in record:
        hint = _OWN_FORM
    elif "text" in record or "transcript" in record:
        hint = 'one turn a line needs "conversation_id", "speaker" and "text"'
    else:
        hint = "see `heard formats` for what is read, or name the format"
    return UnreadableRecord(f"the JSON object is of no format Heard knows (it has {keys})", hint)


def recognise(source: Any) -> Format:
    """See `heard.readers.recognise`."""
    one = next(sources(source), None)
    if one is None:
        raise ReadError(Rejected("", "", "there is nothing to read", "give a path"))
    if isinstance(one, Rejected):
        raise ReadError(one)
    try:
        return format_of(one) or _of_first_record(one)
    except UnreadableRecord as error:
        raise ReadError(Rejected(one.name, "", error.what, error.cure)) from None


def _of_first_record(source: Source) -> Format:
    if not source.can_be_reread:
        source = Source.of_bytes(source.head_bytes, source.name)  # a pipe's records are left for the reading
    for item in source.records():
        if isinstance(item, Fault):
            raise UnreadableRecord(item.what, item.cure)
        record = item[1]
        if not isinstance(record, Mapping):
            raise UnreadableRecord("the JSON holds no objects", "give a list of objects")
        format = record_format(record)
        if format is None:
            raise unknown_record(record)
        return format
    raise UnreadableRecord("the JSON holds no records", "give a file with conversations in it")


def guessed_columns(
    source: Any, *, format: str | None = None, columns: Mapping[str, str] | None = None
) -> Mapping[str, str]:
    """See `heard.readers.guessed_columns`."""
    from heard.readers import table

    one = next((s for s in sources(source) if isinstance(s, Source)), None)
    try:
        if one is None or (format_named(format) if format else format_of(one)) is not table.FORMAT:
            return {}
        return table.columns_of(one, columns or {})
    except UnreadableRecord:
        return {}
