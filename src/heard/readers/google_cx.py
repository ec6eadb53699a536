"""Google CX Insights: a conversation's ``entries`` (times in microseconds since 1970), or a row of its BigQuery export.

Sentiment scores, of the agent and of the customer, are left at the door.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from heard.conversation import Conversation
from heard.readers.channels import channel_called
from heard.readers.fields import number, records, text, when
from heard.readers.formats import Choices, Record, RecordFormat
from heard.readers.places import below, identity
from heard.readers.role_words import speaker_called
from heard.readers.said import Said, conversation_of, further

__all__ = ["FORMAT"]

_USED = ("entries", "sentences", "conversationName", "transcript", "turnCount", "startTimestampUtc")


def _recognises(record: Record) -> bool:
    entry = next(iter(records(record, "entries")), (0, {}))[1]
    return ("text" in entry and ("role" in entry or "user_id" in entry)) or (
        "conversationName" in record and "sentences" in record
    )


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    lines = [_entry(entry, below(place, "entries", i)) for i, entry in records(record, "entries")]
    lines += [_sentence(line, below(place, "sentences", i)) for i, line in records(record, "sentences")]
    row = bool(records(record, "sentences"))
    yield conversation_of(
        lines,
        choices,
        id=identity(record, place, ("conversation_id",), ("conversationName",), ("name",), ("id",)),
        channel=channel_called(text(record, "medium")) or ("call" if row else "chat"),
        started=_began(record),
        extra=further(record, *_USED),
        nothing="the conversation has no entries with words in them",
    )


def _entry(entry: Mapping[str, Any], place: str) -> Said:
    role = text(entry, "role")
    return Said(
        text=text(entry, "text") or "",
        who=text(entry, "user_id") or role,
        speaker=speaker_called(role),
        at=when(entry, "start_timestamp_usec", unit="us"),
        source=place,
    )


def _sentence(line: Mapping[str, Any], place: str) -> Said:
    start, end = number(line, "startOffsetNanos"), number(line, "endOffsetNanos")
    role = text(line, "participantRole")
    return Said(
        text=text(line, "sentence") or text(line, "text") or "",
        who=text(line, "participantId") or text(line, "obfuscatedExternalUserId") or role or text(line, "speakerTag"),
        speaker=speaker_called(role),
        at=None if start is None else start / 1e9,
        until=None if end is None else end / 1e9,
        source=place,
    )


def _began(record: Record) -> datetime | None:
    """BigQuery exports a timestamp as text or as a count; of what, its size tells."""
    return next((at for unit in ("s", "ms", "us") if (at := when(record, "startTimestampUtc", unit=unit))), None)


FORMAT = RecordFormat("google_cx", "Google CX Insights", _recognises, _conversations)
