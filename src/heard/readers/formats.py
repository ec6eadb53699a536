"""What a format is: a name, how it is recognised, and how it becomes conversations.

Two shapes cover everything Heard reads. A :class:`RecordFormat` is made of JSON objects (a Zendesk ticket, a vCon, one
line of JSON Lines); it says whether a record is its own and turns one record into conversations. A
:class:`TextFormat` reads the decoded source itself (CSV, WebVTT, e-mail). Both only describe; `heard.readers.read`
opens, decodes, decides and keeps the rejects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from heard.conversation import Conversation, Speaker

if TYPE_CHECKING:
    from heard.readers.source import Source

Record = Mapping[str, Any]


class UnreadableRecord(ValueError):
    """A record that can't become a conversation: `what` is wrong and what to do about it (`cure`)."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what}: {cure}")
        self.what = what
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Rejected:
    """One record that was not read, so that read = analysed + rejected always adds up."""

    file: str
    place: str  # "line 12", "record 3", "" for the whole file
    what: str  # what is wrong
    cure: str  # what to do about it
    raw: str = ""  # how the record begins, for the rejects file: `dropped.raw_of`, or the text itself


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user said about the source; every part may be empty."""

    roles: Mapping[str, Speaker] = field(default_factory=dict)  # speaker name or id as in the source → who that is
    columns: Mapping[str, str] = field(default_factory=dict)  # our field → column of a table
    channel: str | None = None  # overrides the channel the format implies


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """A format made of JSON objects."""

    name: str  # as in --format and `heard formats`: "zendesk"
    title: str  # what people call it
    recognises: Callable[[Record], bool]  # cheap, looks at keys only
    conversations: Callable[
        [Record, str, Choices], Iterator[Conversation]
    ]  # (record, place, choices); may raise UnreadableRecord


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A format that reads the decoded source itself."""

    name: str
    title: str
    endings: tuple[str, ...]  # file name endings that suggest it, with the dot
    recognises: Callable[[str], bool]  # looks at the first 8,192 characters
    conversations: Callable[[Source, Choices], Iterator[Conversation | Rejected]]


Format = RecordFormat | TextFormat
