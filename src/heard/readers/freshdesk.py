"""Freshdesk: a ticket with its conversations (``GET /api/v2/tickets/{id}?include=conversations``).

The ticket's description is the first message: the requester's, or an agent's where the ticket was an outbound mail.
Notes (``private``) are no turns. Where Freshdesk marks a quoted earlier mail it is cut, and the uncut text is kept
in `Turn.original`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.conversation import Conversation, Speaker
from heard.readers.fields import flag, mapping, records, text, value, when
from heard.readers.formats import Choices, Record, RecordFormat, UnreadableRecord
from heard.readers.html import looks_like_html, text_of_html
from heard.readers.places import below, identity
from heard.readers.said import Said, conversation_of, further

__all__ = ["FORMAT"]

_CHANNELS = {  # a ticket's `source`
    "1": "email", "2": "email", "3": "call", "5": "social", "6": "social", "7": "chat", "8": "chat", "9": "email",
    "10": "email", "11": "social", "13": "chat",
}  # fmt: skip
_OUTBOUND = "10"
_USED = ("id", "subject", "description", "description_text", "structured_description", "conversations", "requester")


def _recognises(record: Record) -> bool:
    ticket = mapping(record, "ticket") or record
    conversations = value(record, "conversations") or value(ticket, "conversations")
    first = next((c for c in conversations if isinstance(c, Mapping)), {}) if isinstance(conversations, list) else {}
    return "body_text" in first or "incoming" in first or ("description_text" in ticket and "requester_id" in ticket)


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    ticket = mapping(record, "ticket") or record
    if value(record, "conversations") is None and value(ticket, "conversations") is None:
        raise UnreadableRecord(
            "the ticket comes without its conversations", "fetch it with ?include=conversations, or add them to it"
        )
    replies = records(record, "conversations") or records(ticket, "conversations")
    requester = mapping(ticket, "requester")
    names = {text(ticket, "requester_id"): text(requester, "name") or text(requester, "email")}
    said = [_first(ticket, names, place)]
    said += [
        _reply(reply, names, below(place, "conversations", i))
        for i, reply in replies
        if flag(reply, "private") is not True
    ]
    yield conversation_of(
        said,
        choices,
        id=identity(ticket, place, ("id",)),
        channel=_CHANNELS.get(text(ticket, "source") or "", "other"),
        subject=text(ticket, "subject"),
        extra=further(ticket, *_USED),
    )


def _first(ticket: Mapping[str, Any], names: Mapping[str | None, str | None], place: str) -> Said:
    outbound = text(ticket, "source") == _OUTBOUND
    who = text(ticket, "responder_id" if outbound else "requester_id")
    words, uncut = _words(text(ticket, "description"), text(ticket, "description_text"))
    return Said(
        text=words,
        who=who,
        name=names.get(who),
        speaker=Speaker.AGENT if outbound else Speaker.CUSTOMER,
        at=when(ticket, "created_at"),
        source=below(place, "description"),
        original=uncut,
    )


def _reply(reply: Mapping[str, Any], names: Mapping[str | None, str | None], place: str) -> Said:
    incoming = flag(reply, "incoming")
    who = text(reply, "user_id")
    words, uncut = _words(text(reply, "body"), text(reply, "body_text"))
    return Said(
        text=words,
        who=who or text(reply, "from_email"),
        name=names.get(who) or text(reply, "user", "name"),
        speaker=None if incoming is None else Speaker.CUSTOMER if incoming else Speaker.AGENT,
        at=when(reply, "created_at"),
        source=place,
        original=uncut,
    )


def _words(html: str | None, plain: str | None) -> tuple[str, str | None]:
    """What was written, and the whole where a quote was cut off."""
    if html is None or not looks_like_html(html):
        return html or plain or "", None
    words = text_of_html(html)
    whole = plain or text_of_html(html, quotes=True)
    return words, whole if len("".join(whole.split())) > len("".join(words.split())) else None


FORMAT = RecordFormat("freshdesk", "Freshdesk tickets with conversations", _recognises, _conversations)
