"""Zendesk: a ticket with its comments, as exported or put together from two API answers; and Zendesk QA's payload.

Three shapes: a ticket that embeds ``comments``; ``{"ticket": …, "comments": […], "users": […]}``; and a ticket of
Zendesk QA (Klaus), whose comments say ``authorIsNotClient``. Internal notes (``public: false``) are no turns, and what
a comment's ``metadata.system`` tells (addresses, locations) is not kept. A ticket without its comments is refused:
its description alone would look like a customer whom nobody answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.conversation import Conversation, Speaker
from heard.readers.channels import channel_called
from heard.readers.fields import flag, mapping, records, text, when
from heard.readers.formats import Choices, Record, RecordFormat, UnreadableRecord
from heard.readers.html import looks_like_html, text_of_html
from heard.readers.places import below, identity
from heard.readers.role_words import speaker_called
from heard.readers.said import Said, conversation_of, further

__all__ = ["FORMAT"]

_BY_RULE = {"rule", "system", "answer_bot", "automation", "trigger", "bot"}  # a comment's channel when nobody wrote it
_USED = ("comments", "users", "ticket", "id", "subject", "raw_subject", "description")


def _recognises(record: Record) -> bool:
    comments = record.get("comments")
    if "ticket" in record and isinstance(record["ticket"], Mapping) and "conversations" not in record:
        return True
    if isinstance(comments, list):
        first = next((c for c in comments if isinstance(c, Mapping)), {})
        return "requester_id" in record or any(
            key in first for key in ("author_id", "html_body", "plain_body", "authorIsNotClient", "authorName")
        )
    return "requester_id" in record and ("assignee_id" in record or "submitter_id" in record)


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    ticket = mapping(record, "ticket") or record
    comments = records(record, "comments") or records(ticket, "comments")
    if not comments:
        raise UnreadableRecord(
            "the ticket comes without its comments",
            'add them: GET /api/v2/tickets/{id}/comments.json?include=users, as its "comments" and "users"',
        )
    users = {text(user, "id"): user for _, user in records(record, "users") + records(ticket, "users")}
    yield conversation_of(
        (_said(comment, users, ticket, below(place, "comments", i)) for i, comment in comments if _is_public(comment)),
        choices,
        id=identity(ticket, place, ("id",), ("external_id",)),
        channel=channel_called(text(ticket, "via", "channel") or text(ticket, "ticketFields", "channel")) or "other",
        subject=text(ticket, "subject") or text(ticket, "raw_subject"),
        extra=further(ticket, *_USED),
        nothing="the ticket has no public comment with words in it",
    )


def _is_public(comment: Mapping[str, Any]) -> bool:
    return flag(comment, "public") is not False


def _said(
    comment: Mapping[str, Any], users: Mapping[str | None, Mapping[str, Any]], ticket: Mapping[str, Any], place: str
) -> Said:
    author = text(comment, "author_id")
    user = users.get(author, {}) if author else {}
    name = text(user, "name") or text(comment, "authorName") or text(comment, "author", "name")
    speaker = _speaker(comment, user, author, ticket)
    machine = speaker in (Speaker.BOT, Speaker.SYSTEM)  # it writes in the name of whoever set it up
    return Said(
        text=_words(comment),
        who=(text(comment, "via", "channel") if machine else author) or text(comment, "authorEmail") or name,
        name=None if machine else name,
        speaker=speaker,
        at=when(comment, "created_at") or when(comment, "created"),
        source=place,
    )


def _words(comment: Mapping[str, Any]) -> str:
    spoken = text(comment, "data", "transcription_text")  # a VoiceComment's body is the phone system's own summary
    html = text(comment, "html_body")
    if spoken or html:
        return spoken or text_of_html(html or "")
    plain = text(comment, "plain_body") or text(comment, "body") or text(comment, "comment") or ""
    return text_of_html(plain.replace("\n", "<br>")) if looks_like_html(plain) else plain


def _speaker(
    comment: Mapping[str, Any], user: Mapping[str, Any], author: str | None, ticket: Mapping[str, Any]
) -> Speaker | None:
    is_voice = text(comment, "type") == "VoiceComment"
    if is_voice and text(comment, "data", "transcription_text") is None:
        return Speaker.SYSTEM
    if author == "-1" or text(comment, "via", "channel") in _BY_RULE:
        return Speaker.BOT
    staff = flag(comment, "authorIsNotClient")
    if staff is not None:
        return Speaker.AGENT if staff else Speaker.CUSTOMER
    if author and author == text(ticket, "requester_id"):
        return Speaker.CUSTOMER
    told = speaker_called(text(user, "role") or text(comment, "author", "role"))
    if told is not None:
        return told
    return (
        Speaker.AGENT if author and author == text(ticket, "assignee_id") else None
    )  # others may be a colleague or someone in copy


FORMAT = RecordFormat("zendesk", "Zendesk tickets with comments, Zendesk QA", _recognises, _conversations)
