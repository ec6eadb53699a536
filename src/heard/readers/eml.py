"""Mails as single files. The mails of a folder or an archive are put into threads together."""

from __future__ import annotations

from collections.abc import Iterator

from heard.conversation import Conversation
from heard.readers.formats import Choices, Rejected, TextFormat
from heard.readers.mail import looks_like_mail
from heard.readers.source import Source
from heard.readers.threads import Threads

__all__ = ["FORMAT"]


def _conversations(source: Source, choices: Choices) -> Iterator[Conversation | Rejected]:
    with Threads(choices) as threads:
        yield from threads.add(source, box=False)
        yield from threads.conversations()


FORMAT = TextFormat(
    name="eml",
    title="e-mail files",
    endings=(".eml",),
    recognises=looks_like_mail,
    conversations=_conversations,
)
