"""Twilio Conversational Intelligence: the sentences of a transcript, with the transcript where it is at hand.

Sentences name only a ``media_channel``; who speaks there is said by ``channel.participants`` of the transcript
itself, which is a second API answer: put it beside the sentences as ``"transcript"``. Times are seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.conversation import Conversation
from heard.readers.fields import mapping, number, records, text, when
from heard.readers.formats import Choices, Record, RecordFormat
from heard.readers.places import below, identity
from heard.readers.role_words import speaker_called
from heard.readers.said import Said, conversation_of, further
from heard.readers.words import Stretch, joined

__all__ = ["FORMAT"]

_USED = ("sentences", "transcript", "channel", "participants", "meta", "links", "url", "sid")


def _recognises(record: Record) -> bool:
    first = next(iter(records(record, "sentences")), (0, {}))[1]
    return any(key in first for key in ("media_channel", "mediaChannel", "sentence_index", "sentenceIndex"))


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    about = mapping(record, "transcript") or record
    people = {
        _either(person, "channel_participant", "channelParticipant"): person
        for _, person in records(about, "channel", "participants") + records(record, "participants")
    }
    lines = joined(_stretch(line, below(place, "sentences", i)) for i, line in records(record, "sentences"))
    yield conversation_of(
        (_said(line, people) for line in lines),
        choices,
        id=identity(about, place, ("sid",), ("transcript_sid",), ("transcriptSid",)),
        channel="call",
        started=when(about, "media_start_time") or when(about, "mediaStartTime"),
        extra=further(about, *_USED),
        nothing="the transcript has no sentences",
    )


def _stretch(line: Mapping[str, Any], place: str) -> Stretch:
    start, end = number(line, "start_time"), number(line, "end_time")
    return Stretch(
        label=_either(line, "media_channel", "mediaChannel"),
        text=text(line, "transcript") or "",
        start=start if start is not None else number(line, "startTime"),
        end=end if end is not None else number(line, "endTime"),
        place=place,
    )


def _said(line: Stretch, people: Mapping[str | None, Mapping[str, Any]]) -> Said:
    person = people.get(line.label, {}) if line.label else {}
    return Said(
        text=line.text,
        who=f"channel {line.label}" if line.label else None,
        name=_either(person, "full_name", "fullName") or _either(person, "user_id", "userId"),
        speaker=speaker_called(text(person, "role")),
        at=line.start,
        until=line.end,
        source=line.place,
    )


def _either(record: Mapping[str, Any], name: str, other: str) -> str | None:
    """Twilio writes snake_case in its API and camelCase in some of its libraries."""
    return text(record, name) or text(record, other)


FORMAT = RecordFormat("twilio", "Twilio Conversational Intelligence", _recognises, _conversations)
