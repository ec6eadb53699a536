"""Genesys Cloud: transcripts of a conversation, one for each leg, put together by time.

``startTimeMs`` is milliseconds since 1970, ``offset`` counts from the leg's start; lengths come as ``durationMs`` or
``duration.milliseconds``. "external" is the customer. ``analytics`` (sentiment, acoustics) is never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from heard.conversation import Conversation, Speaker
from heard.readers.channels import channel_called
from heard.readers.fields import number, records, text, when
from heard.readers.formats import Choices, Record, RecordFormat
from heard.readers.places import below, identity
from heard.readers.role_words import speaker_called
from heard.readers.said import Said, conversation_of, further

__all__ = ["FORMAT"]

_MACHINES = {"acd", "ivr", "workflow", "voicemail", "botflow", "bot", "dialer", "virtualagent"}
_USED = ("transcripts", "conversationId", "communicationId", "participants", "analytics")


def _recognises(record: Record) -> bool:
    first = next(iter(records(record, "transcripts")), (0, {}))[1]
    return "phrases" in first or ("phrases" in record and ("transcriptId" in record or "communicationId" in record))


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    legs: list[tuple[tuple[str | int, ...], Mapping[str, Any]]]
    legs = [(("transcripts", i), leg) for i, leg in records(record, "transcripts")]
    legs += [((), record)] if "phrases" in record else []
    yield conversation_of(
        (
            _said(phrase, leg, below(place, *path, "phrases", i))
            for path, leg in legs
            for i, phrase in records(leg, "phrases")
        ),
        choices,
        id=identity(record, place, ("conversationId",), ("communicationId",), ("transcriptId",)),
        channel=channel_called(text(record, "mediaType")) or "call",
        extra=further(record, *_USED),
        nothing="the transcript has no phrases",
    )


def _said(phrase: Mapping[str, Any], leg: Mapping[str, Any], place: str) -> Said:
    purpose = text(phrase, "participantPurpose") or text(phrase, "purpose")
    at = _start(phrase, leg)
    return Said(
        text=text(phrase, "decoratedText") or text(phrase, "text") or "",
        who=text(phrase, "participantId") or text(phrase, "userId") or purpose,
        speaker=Speaker.BOT if (purpose or "").lower() in _MACHINES else speaker_called(purpose),
        at=at,
        until=_later(at, _milliseconds(phrase, "duration")),
        source=place,
    )


def _start(phrase: Mapping[str, Any], leg: Mapping[str, Any]) -> datetime | float | None:
    stated = when(phrase, "startTimeMs", unit="ms")
    offset = _milliseconds(phrase, "offset")
    if stated is not None or offset is None:
        return stated
    began = when(leg, "startTime", unit="ms")
    return _later(began, offset) if began else offset / 1000


def _milliseconds(phrase: Mapping[str, Any], name: str) -> float | None:
    plain = number(phrase, f"{name}Ms")
    return plain if plain is not None else number(phrase, name, "milliseconds")


def _later(moment: datetime | float | None, milliseconds: float | None) -> datetime | float | None:
    if moment is None or milliseconds is None:
        return None
    if not isinstance(moment, datetime):
        return moment + milliseconds / 1000
    try:
        return moment + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


FORMAT = RecordFormat("genesys", "Genesys Cloud transcripts", _recognises, _conversations)
