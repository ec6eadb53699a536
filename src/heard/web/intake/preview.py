"""How an import would be read, from the beginnings of its files: nothing is stored, and large files are quick, too."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, cast

from heard.conversation import Conversation, Turn
from heard.readers import guessed_columns, read
from heard.readers.formats import Rejected, UnreadableRecord
from heard.readers.opening import sources
from heard.readers.outcome import ReadError, Skipped
from heard.readers.recognising import format_named, recognise
from heard.readers.source import Source
from heard.readers.table import FORMAT as TABLE
from heard.readers.table import headers_of
from heard.web.conversations.redaction import redact
from heard.web.intake.keeping import sources_of
from heard.web.intake.models import Import
from heard.web.intake.writing import salt_of

__all__ = ["Preview", "SpeakerSeen", "TalkSeen", "look"]

HEAD = 2 << 20  # bytes of each document that are looked at
DOCUMENTS = 40  # documents that are looked at; an archive may hold many
TALKS = 300  # conversations that roles are gathered from
SECONDS = 4.0  # after which a look is over
SHOWN = 3  # conversations that are shown …
TURNS = 8  # … and turns of each
NAMES = 12  # speakers that can be given a role one by one


@dataclass(frozen=True)
class TalkSeen:
    """A conversation as it would be read."""

    talk: Conversation
    turns: tuple[Turn, ...]
    more: int  # turns that are not shown


@dataclass(frozen=True)
class SpeakerSeen:
    """A name at turns, and who Heard takes that to be."""

    name: str
    role: str
    turns: int
    given: str  # the role that was chosen; "": none


@dataclass
class Preview:
    """What a look found."""

    formats: list[tuple[str, str]] = field(default_factory=list)  # (document, title of its format)
    headers: tuple[str, ...] = ()  # of the first table; empty: there is none
    columns: Mapping[str, str] = field(default_factory=dict)  # our field → header, as it would be read
    guess: Mapping[str, str] = field(default_factory=dict)  # … and as it would be with nothing chosen
    talks: list[TalkSeen] = field(default_factory=list)
    seen: int = 0  # conversations
    whole: bool = True  # False: these are only the beginnings
    rejects: list[Rejected] = field(default_factory=list)  # the first few
    rejected: int = 0
    left_out: int = 0
    speakers: list[SpeakerSeen] = field(default_factory=list)
    guessed: int = 0  # conversations whose roles are guessed …
    confidence: float = 1.0  # … and how sure the least sure of them is
    redacted: Counter[str] = field(default_factory=Counter)
    problem: str = ""  # a choice that can't be

    @property
    def sure(self) -> int:
        """How sure the least sure guess is, in per cent."""
        return round(100 * self.confidence)

    @property
    def needs_columns(self) -> bool:
        """True for a table of which it is not known which rows are one conversation."""
        return bool(self.headers) and not {"conversation", "transcript"} & set(self.columns)


def look(brought: Import) -> Preview:
    """How `brought` would be read with what is chosen so far."""
    preview = Preview()
    heads, cut = _heads(brought, preview)
    _formats(brought, heads, preview)
    rejects: list[Rejected] = []
    roles: dict[str, Counter[str]] = {}
    until = time.monotonic() + SECONDS
    try:
        talks = read(
            heads,
            format=brought.format or None,
            channel=brought.channel or None,
            roles=brought.roles,
            columns=brought.columns,
            rejects=rejects.append,
        )
        found = list(_before(until, islice(talks, TALKS + 1)))
    except ValueError as error:
        preview.problem = str(error)
        return preview
    if len(found) > TALKS or time.monotonic() >= until:
        preview.whole = False
    if cut and len(found) > 1:
        found = found[:TALKS]
    for talk in found:
        for turn in talk.turns:
            if turn.name:
                roles.setdefault(turn.name, Counter())[turn.speaker.value] += 1
        if talk.roles_from == "guess":
            preview.guessed += 1
            preview.confidence = min(preview.confidence, talk.roles_confidence)
    preview.seen = len(found)
    _told(preview, rejects, cut)
    preview.speakers = [
        SpeakerSeen(name, said.most_common(1)[0][0], said.total(), brought.roles.get(name, ""))
        for name, said in sorted(roles.items(), key=lambda item: -item[1].total())[:NAMES]
    ]
    salt = salt_of(brought.organisation)
    for talk in found[:SHOWN]:
        told, counts = redact(talk, brought.organisation.redact, salt=salt)
        preview.redacted += counts
        preview.talks.append(TalkSeen(told, told.turns[:TURNS], max(0, len(told.turns) - TURNS)))
    return preview


def _heads(brought: Import, preview: Preview) -> tuple[list[Source], set[str]]:
    """The documents in the files, each with its beginning alone, and the names of those that go on."""
    heads: list[Source] = []
    cut: set[str] = set()
    for one in islice(sources(sources_of(brought)), DOCUMENTS + 1):
        if isinstance(one, Rejected):
            _told(preview, [one], set())
        elif len(heads) == DOCUMENTS:
            preview.whole = False
        else:
            try:
                head, goes_on = _head(one)
            except UnreadableRecord as error:
                _told(preview, [Rejected(one.name, "", error.what, error.cure)], set())
                continue
            heads.append(head)
            if goes_on:
                cut.add(one.name)
    preview.whole = preview.whole and not cut
    return heads, cut


def _head(source: Source) -> tuple[Source, bool]:
    with source.open_bytes() as stream:
        data = stream.read(HEAD + 1)
    goes_on = len(data) > HEAD
    if goes_on:
        data = data[: data.rfind(b"\n", 0, HEAD) + 1 or HEAD]

    def opener() -> BinaryIO:
        return cast(BinaryIO, io.BytesIO(data))

    return Source(source.name, opener, depth=source.depth, beside=source.beside), goes_on


def _formats(brought: Import, heads: list[Source], preview: Preview) -> None:
    for head in heads:
        try:
            format = format_named(brought.format) if brought.format else recognise(head)
        except (ReadError, ValueError):
            continue  # told when it is read
        preview.formats.append((head.name, format.title))
        if format is TABLE and not preview.headers:
            try:
                preview.headers = headers_of(head)
            except UnreadableRecord:
                continue
            preview.guess = guessed_columns(head, format=TABLE.name)
            preview.columns = guessed_columns(head, format=TABLE.name, columns=brought.columns) or preview.guess


def _told(preview: Preview, rejects: list[Rejected], cut: set[str]) -> None:
    """Counts and keeps rejects. The last one of a document that goes on is where it was cut, and no fault of its own."""
    last = {reject.file: number for number, reject in enumerate(rejects)}
    for number, reject in enumerate(rejects):
        if reject.file in cut and last[reject.file] == number:
            continue
        if isinstance(reject, Skipped):
            preview.left_out += 1
        else:
            preview.rejected += 1
            if len(preview.rejects) < 10:
                preview.rejects.append(reject)


def _before(until: float, talks: Iterator[Conversation]) -> Iterator[Conversation]:
    for talk in talks:
        yield talk
        if time.monotonic() >= until:
            return
