"""Chatwoot: a conversation of the API, its messages as listed, or a webhook event.

``message_type`` is a number in the API and a word in webhooks. Private notes and deleted messages are no turns;
activity lines ("Jon was assigned") are the system's. A webhook tells of one message: where it brings the
conversation's messages, all of them are read; where it does not, that message alone is the conversation, and a
file of such events gives one conversation for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.conversation import Conversation, Speaker
from heard.readers.channels import channel_called
from heard.readers.fields import flag, mapping, records, text, when
from heard.readers.formats import Choices, Record, RecordFormat
from heard.readers.html import looks_like_html, text_of_html
from heard.readers.places import below, identity
from heard.readers.role_words import speaker_called
from heard.readers.said import Said, conversation_of, further

__all__ = ["FORMAT"]

_TYPES = {"0": "incoming", "1": "outgoing", "2": "activity", "3": "template"}
_USED = (
    "id", "messages", "payload", "event", "conversation", "content", "sender", "contact", "message_type", "private",
    "created_at", "content_type", "content_attributes", "source_id", "attachments", "last_non_activity_message",
)  # fmt: skip


def _recognises(record: Record) -> bool:
    if "event" in record and ("message_type" in record or "conversation" in record or "messages" in record):
        return True
    listed = records(record, "messages")[:1] + records(record, "payload")[:1]
    return any("message_type" in message for _, message in listed)


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    conversation = mapping(record, "conversation") or record
    found = _messages(record, place)
    meta = mapping(conversation, "meta") or mapping(record, "meta")
    extra = further(conversation, *_USED)
    rating = next((r for m, _ in found if (r := _rating(m))), None)
    first = found[0][0] if found else {}
    channel = next(
        (
            channel
            for word in (
                text(conversation, "channel"),
                text(meta, "channel"),
                text(record, "inbox", "channel_type"),
                text(conversation, "inbox", "channel_type"),
            )
            if (channel := channel_called(word))
        ),
        "chat",
    )
    yield conversation_of(
        (_said(message, meta, where) for message, where in found if _is_said(message)),
        choices,
        id=text(first, "conversation_id") or identity(conversation, place, ("display_id",), ("id",)),
        channel=channel,
        subject=text(conversation, "additional_attributes", "mail_subject"),
        extra=extra | ({"csat": further(rating)} if rating else {}),
    )


def _messages(record: Record, place: str) -> list[tuple[Mapping[str, Any], str]]:
    """The conversation's messages and where they stand, each once."""
    found: dict[str, tuple[Mapping[str, Any], str]] = {}
    for path in (("messages",), ("payload",), ("conversation", "messages")):
        for i, message in records(record, *path):
            where = below(place, *path, i)
            found[text(message, "id") or where] = (message, where)
    if "message_type" in record:  # a webhook's own message says more than its copy inside the conversation
        found[text(record, "id") or place] = (record, place)
    return list(found.values())


def _is_said(message: Mapping[str, Any]) -> bool:
    return flag(message, "private") is not True and flag(message, "content_attributes", "deleted") is not True


def _said(message: Mapping[str, Any], meta: Mapping[str, Any], place: str) -> Said:
    kind = text(message, "message_type") or ""
    kind = _TYPES.get(kind, kind)
    sender = mapping(message, "sender") or (mapping(meta, "sender") if kind == "incoming" else {})
    name = text(sender, "name") or text(sender, "email")
    body = text(message, "content") or ""
    return Said(
        text=text_of_html(body) if looks_like_html(body) else body,
        who=_id(message, sender) or name,
        name=name,
        speaker=_speaker(kind, message, sender),
        at=when(message, "created_at"),
        source=place,
    )


def _id(message: Mapping[str, Any], sender: Mapping[str, Any]) -> str | None:
    """Contacts and team members are numbered apart: contact 3 and user 3 are two people."""
    number = text(sender, "id") or text(message, "sender_id")
    kind = text(sender, "type") or text(message, "sender_type")
    return f"{kind.lower()} {number}" if kind and number else number


def _speaker(kind: str, message: Mapping[str, Any], sender: Mapping[str, Any]) -> Speaker | None:
    if kind == "activity":
        return Speaker.SYSTEM
    if kind == "template":
        return Speaker.BOT
    said_by = (text(sender, "type") or text(message, "sender_type") or "").lower()
    if "bot" in said_by or "captain" in said_by:
        return Speaker.BOT
    if kind == "outgoing":
        by_rule = flag(message, "content_attributes", "automation_rule_id") or not (sender or said_by)
        return Speaker.BOT if by_rule else Speaker.AGENT
    return Speaker.CUSTOMER if kind == "incoming" else speaker_called("agent" if said_by == "user" else said_by)


def _rating(message: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping(message, "content_attributes", "submitted_values", "csat_survey_response")


FORMAT = RecordFormat("chatwoot", "Chatwoot conversations and webhooks", _recognises, _conversations)
