"""Mailboxes (mbox) of any size: threads by Message-ID, quotes and signatures cut, automatic replies left out."""

from __future__ import annotations

from collections.abc import Iterator

from heard.conversation import Conversation
from heard.readers.formats import Choices, Rejected, TextFormat
from heard.readers.mail import looks_like_mail
from heard.readers.source import Source
from heard.readers.threads import Threads

__all__ = ["FORMAT"]


def _recognises(head: str) -> bool:
    first, _, rest = head.lstrip("\ufeff\n").partition("\n")
    return first.startswith("From ") and looks_like_mail(rest)


def _conversations(source: Source, choices: Choices) -> Iterator[Conversation | Rejected]:
    with Threads(choices) as threads:
        yield from threads.add(source, box=True)
        yield from threads.conversations()


FORMAT = TextFormat(
    name="mbox",
    title="mailboxes",
    endings=(".mbox", ".mbx"),
    recognises=_recognises,
    conversations=_conversations,
)
