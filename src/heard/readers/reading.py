"""The stream of conversations behind `heard.readers.read`: open, recognise, convert, keep ids apart, tell rejects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from heard.conversation import CHANNELS, Conversation, ConversationError, Speaker
from heard.readers.convokit import is_part_of_corpus
from heard.readers.dropped import raw_of
from heard.readers.formats import Choices, Format, Record, RecordFormat, Rejected, UnreadableRecord
from heard.readers.ids import Ids
from heard.readers.json_stream import Fault, spoken
from heard.readers.opening import sources
from heard.readers.outcome import ReadError, Skipped
from heard.readers.places import below
from heard.readers.recognising import check_is_text, format_named, format_of, record_format, unknown_record
from heard.readers.source import Source
from heard.readers.threads import Threads

__all__ = ["conversations"]

_LISTS = ("conversations", "tickets", "records", "items", "results", "data", "chats", "vcons")


def conversations(
    source: Any,
    *,
    format: str | None,
    roles: Mapping[str, Speaker | str] | None,
    columns: Mapping[str, str] | None,
    channel: str | None,
    rejects: Callable[[Rejected], object] | None,
) -> Iterator[Conversation]:
    """See `heard.readers.read`. Checks the choices now, reads when iterated."""
    chosen = format_named(format) if format else None
    choices = Choices(roles=_roles(roles or {}), columns=dict(columns or {}), channel=_channel(channel))
    return _told(_all(source, chosen, choices), choices, rejects)


def _roles(roles: Mapping[str, Speaker | str]) -> dict[str, Speaker]:
    try:
        return {name: Speaker(role) for name, role in roles.items()}
    except ValueError as error:
        raise ValueError(f"{error}: a role is one of {', '.join(Speaker)}") from None


def _channel(channel: str | None) -> str | None:
    if channel is not None and channel not in CHANNELS:
        raise ValueError(f"there is no channel {channel!r}: use one of {', '.join(CHANNELS)}")
    return channel


def _told(
    items: Iterator[Conversation | Rejected], choices: Choices, rejects: Callable[[Rejected], object] | None
) -> Iterator[Conversation]:
    ids = Ids()
    for item in items:
        if isinstance(item, Rejected):
            if rejects is not None:
                rejects(item)
            elif not isinstance(item, Skipped):
                raise ReadError(item)
            continue
        unique = ids.unique(item.id)
        conversation = item if unique == item.id else replace(item, id=unique)
        if choices.channel and conversation.channel != choices.channel:
            conversation = replace(conversation, channel=choices.channel)
        yield conversation


def _all(given: Any, chosen: Format | None, choices: Choices) -> Iterator[Conversation | Rejected]:
    found = False
    with Threads(choices) as mails:
        for source in sources(given):
            found = True
            if isinstance(source, Rejected):
                yield source
            else:
                yield from _of_source(source, chosen, choices, mails)
        yield from mails.conversations()
    if not found:
        yield Rejected("", "", "there is nothing to read", "give a path")


def _of_source(
    source: Source, chosen: Format | None, choices: Choices, mails: Threads
) -> Iterator[Conversation | Rejected]:
    try:
        check_is_text(source)
        format = chosen or format_of(source)
        if format is not None and format.name in ("eml", "mbox"):
            yield from mails.add(source, box=format.name == "mbox")  # a thread may be spread over many files
        elif is_part_of_corpus(source):
            yield Skipped(source.name, "", "it belongs to the ConvoKit corpus beside it", "nothing needs to be done")
        elif format is None or isinstance(format, RecordFormat):
            yield from _or_nothing(_of_records(source, format, choices), source.name)
        else:
            yield from _or_nothing(format.conversations(source, choices), source.name)
    except UnreadableRecord as error:
        yield Rejected(source.name, "", error.what, error.cure)


def _or_nothing(items: Iterator[Conversation | Rejected], file: str) -> Iterator[Conversation | Rejected]:
    found = False
    for item in items:
        found = True
        yield item
    if not found:
        yield Rejected(
            file, "", "nothing in it is a conversation", "check the file, or name its format (--format NAME)"
        )


def _of_records(source: Source, chosen: RecordFormat | None, choices: Choices) -> Iterator[Conversation | Rejected]:
    last = _Last(chosen)
    for item in source.records():
        if isinstance(item, Fault):
            yield Rejected(source.name, item.place, item.what, item.cure, item.raw)
            continue
        for place, record in _unwrapped(item[0], item[1], last):
            try:
                yield from last.format_of(record).conversations(record, source.name + place, choices)
            except UnreadableRecord as error:
                yield Rejected(source.name, spoken(place), error.what, error.cure, raw_of(record))
            except ConversationError as error:
                yield Rejected(source.name, spoken(place), str(error), "correct the record", raw_of(record))
            except RecursionError:
                what = "it is nested too deeply to be a conversation"
                yield Rejected(source.name, spoken(place), what, "leave it out")


class _Last:
    """The format of the record before, which is mostly that of the next one, too."""

    def __init__(self, chosen: RecordFormat | None) -> None:
        self._chosen = chosen
        self._format: RecordFormat | None = None
        self._keys: frozenset[str] = frozenset()

    def find(self, record: Record) -> RecordFormat | None:
        """The format of `record`, or None. All formats are asked again only when its keys are others."""
        if self._chosen is not None:
            return self._chosen
        keys = frozenset(record)
        if keys != self._keys or self._format is None or not self._format.recognises(record):
            self._format, self._keys = record_format(record), keys
        return self._format

    def format_of(self, record: Any) -> RecordFormat:
        """The format of `record`; raises UnreadableRecord when there is none."""
        if not isinstance(record, Mapping):
            raise UnreadableRecord(f"it is no JSON object but {_kind(record)}", "give objects")
        format = self.find(record)
        if format is None:
            raise unknown_record(record)
        return format


def _unwrapped(place: str, record: Any, last: _Last) -> Iterator[tuple[str, Any]]:
    """The record; or the records in it, where it is only the envelope of an export ({"tickets": […]})."""
    if isinstance(record, Mapping):
        format = last.find(record)
        if format is None or not format.recognises(record):
            for key in _LISTS:
                entries = record.get(key)
                if isinstance(entries, list) and entries and isinstance(entries[0], Mapping) and last.find(entries[0]):
                    yield from ((below(place, key, i), entry) for i, entry in enumerate(entries))
                    return
    yield place, record


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "true, false or null"
    return "a string" if isinstance(value, str) else "a list" if isinstance(value, list) else "a number"
