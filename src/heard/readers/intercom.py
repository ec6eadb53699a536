"""Intercom: a conversation of the API, alone or inside a webhook notification. Times are Unix seconds.

The customer's first words are in ``source``, not among the parts. Notes and assignments are the team's own; parts by
Fin or another AI agent are a bot's, even where their author is called an admin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.conversation import Conversation, Speaker
from heard.readers.channels import channel_called
from heard.readers.fields import flag, items, mapping, number, records, text, value, when
from heard.readers.formats import Choices, Record, RecordFormat, UnreadableRecord
from heard.readers.html import looks_like_html, text_of_html
from heard.readers.places import below, identity
from heard.readers.role_words import speaker_called
from heard.readers.said import Said, conversation_of, further

__all__ = ["FORMAT"]

_SAID = {"comment", "open", "close", "quick_reply", "message", "user_message", "bot_message"}
_USED = ("id", "source", "conversation_parts", "title", "type", "scorecards", "monitor_evaluations", "statistics")


def _recognises(record: Record) -> bool:
    item = value(record, "data", "item")
    record = item if isinstance(item, Mapping) else record
    return "conversation_parts" in record or (
        isinstance(record.get("source"), Mapping) and ("admin_assignee_id" in record or "contacts" in record)
    )


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    conversation = mapping(record, "data", "item") or record
    if "conversation_parts" not in conversation:
        raise UnreadableRecord(
            "the conversation comes without its parts: a list of conversations leaves them out",
            "fetch it by itself: GET /conversations/{id}",
        )
    parts = records(conversation, "conversation_parts") or records(
        conversation, "conversation_parts", "conversation_parts"
    )
    folder = ("conversation_parts",) if items(conversation, "conversation_parts") else ("conversation_parts",) * 2
    said = [_said(mapping(conversation, "source"), below(place, "source"), when(conversation, "created_at"))]
    said += [_said(part, below(place, *folder, i), when(part, "created_at")) for i, part in parts if _is_said(part)]
    extra = further(conversation, *_USED)
    total = number(conversation, "conversation_parts", "total_count")
    if total is not None and total > len(parts):
        extra["parts_missing"] = int(total) - len(parts)  # Intercom gives at most the latest 500
    yield conversation_of(
        said,
        choices,
        id=identity(conversation, place, ("id",)),
        channel=_channel(conversation),
        subject=_plain(text(conversation, "title") or text(conversation, "source", "subject") or "") or None,
        extra=extra,
    )


def _is_said(part: Mapping[str, Any]) -> bool:
    kind = text(part, "part_type") or "comment"
    by_customer = speaker_called(text(part, "author", "type")) is Speaker.CUSTOMER
    return "note" not in kind and (kind in _SAID or by_customer) and flag(part, "redacted") is not True


def _said(part: Mapping[str, Any], place: str, at: Any) -> Said:
    author = mapping(part, "author")
    machine = flag(author, "from_ai_agent") or flag(author, "is_ai_answer")
    name = text(author, "name") or text(author, "email")
    return Said(
        text=_plain(text(part, "body") or ""),
        who=text(author, "id") or name,
        name=name,
        speaker=Speaker.BOT if machine else speaker_called(text(author, "type")),
        at=at,
        source=place,
    )


def _plain(body: str) -> str:
    return text_of_html(body) if looks_like_html(body) else body


def _channel(conversation: Mapping[str, Any]) -> str:
    named = text(conversation, "source", "type") or text(conversation, "channel", "initial")
    return channel_called(named) or channel_called(text(conversation, "channel", "current")) or "chat"


FORMAT = RecordFormat("intercom", "Intercom conversations", _recognises, _conversations)
