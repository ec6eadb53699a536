"""vCon (draft-ietf-vcon-vcon-core), unsigned or signed, by anyone.

Beyond `heard.vcon.from_vcon` this reads HTML and multipart messages, raw Deepgram transcripts of recordings, and
guesses who is the agent where no party says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_string
from email.policy import default
from typing import Any

from heard.conversation import Conversation
from heard.readers.deepgram import stretches
from heard.readers.dropped import without_dropped
from heard.readers.formats import Choices, Record, RecordFormat, UnreadableRecord
from heard.readers.html import looks_like_html, text_of_html
from heard.readers.places import below
from heard.readers.said import Said, conversation_of
from heard.vcon import Spoken, VconError, contents_of
from heard.vcon.spoken import Phrase

__all__ = ["FORMAT"]


def _recognises(record: Record) -> bool:
    return (
        ("dialog" in record and ("parties" in record or "uuid" in record or "vcon" in record))
        or ("payload" in record and "signatures" in record)
        or ("ciphertext" in record and ("recipients" in record or "unprotected" in record or "protected" in record))
        or "vcon" in record
    )


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    try:
        contents = contents_of(record, transcript=_phrases)
    except VconError as error:
        raise UnreadableRecord(error.what, error.cure) from None
    if contents.exact is not None:
        yield _as_chosen(contents.exact, choices)
        return
    yield conversation_of(
        (_said(one, below(place, "dialog", one.dialog)) for one in contents.spoken),
        choices,
        id=contents.id or place,
        channel=contents.channel,
        subject=contents.subject,
        extra=without_dropped(contents.extra),
        nothing="the vCon holds no words: recordings without a transcript, or messages kept elsewhere",
    )


def _phrases(body: Any) -> list[Phrase]:
    return [Phrase(one.label, one.text, one.start, one.end) for one in stretches(body)]


def _said(one: Spoken, place: str) -> Said:
    return Said(
        text=_plain(one),
        who=one.who,
        name=one.name,
        speaker=one.speaker,
        at=one.start,
        until=one.end,
        source=place,
    )


def _plain(one: Spoken) -> str:
    """The words of a message, whatever its media type."""
    kind = one.mediatype.lower()
    if kind.startswith("multipart/"):
        return _of_parts(one.mediatype, one.text)
    return text_of_html(one.text) if kind.startswith("text/html") and looks_like_html(one.text) else one.text


def _of_parts(mediatype: str, body: str) -> str:
    try:
        message = message_from_string(f"Content-Type: {' '.join(mediatype.split())}\n\n{body}", policy=default)
        part = message.get_body(("plain", "html"))
        words = str(part.get_content()) if part is not None else body
    except (LookupError, ValueError, TypeError, AttributeError):  # what the standard library raises on broken mail
        return body
    return text_of_html(words) if part is not None and part.get_content_subtype() == "html" else words


def _as_chosen(conversation: Conversation, choices: Choices) -> Conversation:
    """Heard's own conversation, with what the user says about roles and channel."""
    turns = (replace(t, speaker=choices.roles.get(t.name or "", t.speaker)) for t in conversation.turns)
    return replace(
        conversation,
        turns=tuple(turns),
        channel=choices.channel or conversation.channel,
        extra=without_dropped(conversation.extra),
    )


FORMAT = RecordFormat("vcon", "vCon", _recognises, _conversations)
