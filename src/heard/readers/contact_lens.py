"""Amazon Connect Contact Lens, voice, chat and e-mail; Amazon Connect's own chat transcripts; Transcribe Call Analytics.

Times are milliseconds since the call began, or date-times in chats. ``ParticipantId`` is a GUID that ``Participants``
explains, or the word "AGENT" or "CUSTOMER" itself. Sentiment, loudness, talk speed and every other characteristic are
left at the door, and so are categories and summaries: they are another product's judgement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.conversation import Conversation
from heard.readers.channels import channel_called
from heard.readers.fields import number, records, text, when
from heard.readers.formats import Choices, Record, RecordFormat, UnreadableRecord
from heard.readers.html import looks_like_html, text_of_html
from heard.readers.places import below, identity
from heard.readers.role_words import speaker_called
from heard.readers.said import Said, conversation_of, further

__all__ = ["FORMAT"]

_KEPT = ("AccountId", "InstanceId", "LanguageCode", "ContentMetadata", "CustomerMetadata", "JobName", "Version")
_Participants = Mapping[str | None, Mapping[str, Any]]


def _recognises(record: Record) -> bool:
    first = next(iter(records(record, "Transcript")), (0, {}))[1]
    return any(key in first for key in ("ParticipantId", "ParticipantRole")) or (
        "Transcript" in record and ("Participants" in record or "JobStatus" in record)
    )


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    if text(record, "JobStatus") == "FAILED":
        raise UnreadableRecord("Contact Lens could not analyse this contact", "export the recording or chat itself")
    people = {text(person, "ParticipantId"): person for _, person in records(record, "Participants")}
    lines = records(record, "Transcript")
    written = any(when(line, "AbsoluteTime") for _, line in lines)
    yield conversation_of(
        (_said(line, people, below(place, "Transcript", i)) for i, line in lines if _is_said(line)),
        choices,
        id=identity(
            record, place, ("CustomerMetadata", "ContactId"), ("ContactId",), ("InitialContactId",), ("JobName",)
        ),
        channel=channel_called(text(record, "Channel")) or ("chat" if written else "call"),
        subject=text(record, "Subject"),
        extra=further({key: record[key] for key in _KEPT if key in record}),
        nothing="the transcript has no words",
    )


def _is_said(line: Mapping[str, Any]) -> bool:
    """A message, not an event such as "participant joined"."""
    kind, content = (text(line, "Type") or "MESSAGE").upper(), (text(line, "ContentType") or "text/plain").lower()
    return kind not in ("EVENT", "ATTACHMENT") and (content.startswith("text/") or "html" in content)


def _said(line: Mapping[str, Any], people: _Participants, place: str) -> Said:
    who = text(line, "ParticipantId") or text(line, "ParticipantRole")
    person = people.get(who, {})
    name = text(line, "DisplayName") or text(person, "DisplayName")
    role = text(line, "ParticipantRole") or text(person, "ParticipantRole") or who
    words = text(line, "Content") or ""
    return Said(
        text=text_of_html(words) if looks_like_html(words) else words,
        who=who,
        name=name if name != "SYSTEM_MESSAGE" else None,
        speaker=speaker_called(role),
        at=when(line, "AbsoluteTime") or _seconds(line, "BeginOffsetMillis"),
        until=_seconds(line, "EndOffsetMillis"),
        source=place,
    )


def _seconds(line: Mapping[str, Any], key: str) -> float | None:
    milliseconds = number(line, key)
    return None if milliseconds is None else milliseconds / 1000


FORMAT = RecordFormat(
    "contact_lens", "Amazon Connect Contact Lens, Amazon Transcribe Call Analytics", _recognises, _conversations
)
