"""Mails to conversations: threads by Message-ID, In-Reply-To and References, else by subject and people.

Mails may lie in any order and in several files; their words wait in a temporary file, only ids are in memory.
Automatic replies and bulk mail are left out and told as such; so is the same mail a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from heard.conversation import Conversation, Speaker
from heard.readers.formats import Choices, Rejected, UnreadableRecord
from heard.readers.grouping import Groups
from heard.readers.mail import Mail, is_automatic, mail_of
from heard.readers.outcome import Skipped
from heard.readers.said import Said, conversation_of
from heard.readers.source import Source

__all__ = ["Threads"]

_REPLY = re.compile(r"\s*(?:(?:re|aw|antw|sv|fw|fwd|wg|tr|rv|rif)(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)
_DESK = re.compile(
    r"(?:support|help|helpdesk|service|info|contact|care|customer\W?(?:care|service|support)|kunden(?:service|dienst|betreuung)|"
    r"hello|hallo|kontakt|team|office|billing|sales|orders?|returns?|feedback|no\W?reply|complaints?|service\W?desk)(?:[+.\W_-].*)?"
)
_FREE = frozenset(
    "gmail.com googlemail.com yahoo.com yahoo.de hotmail.com outlook.com outlook.de live.com icloud.com me.com aol.com "
    "gmx.de gmx.net gmx.at web.de t-online.de freenet.de posteo.de proton.me protonmail.com mail.com msn.com".split()
)
_MOST_BYTES = 64 << 20  # of one mail: more is a damaged mailbox, not a mail


class Threads:
    """Collects mails, then gives their threads as conversations."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._groups: Groups | None = None  # made with the first mail
        self._above: dict[str, str] = {}  # id → an id of the same thread, nearer to its root
        self._read: set[str] = set()
        self._subjects: dict[tuple[str, str], str] = {}  # plain subject and a person → an id
        self._houses: set[str] = set()  # domains of service desks, whose people write about the same to many
        self._loose: list[tuple[str, str, tuple[str, ...]]] = []  # answers that do not say to what

    def __enter__(self) -> Threads:
        return self

    def __exit__(self, *_: object) -> None:
        if self._groups is not None:
            self._groups.__exit__()

    def add(self, source: Source, *, box: bool) -> Iterator[Rejected]:
        """Take in a mail, or with `box` all mails of a mailbox; gives those that are no part of a conversation."""
        if not box:
            data = source.text().encode("utf-8") if source.encoding != "utf-8" else _whole(source)
            yield from self._add(data, source.name, "")
            return
        number = 0
        for number, data in enumerate(_mails(source), 1):
            yield from self._add(data, source.name, f"#{number}")
        if not number:
            yield Rejected(source.name, "", "no mail begins in it", 'a mailbox has a line "From …" above each mail')

    def conversations(self) -> Iterator[Conversation | Rejected]:
        """The threads of all mails, in the order of their first mails in the source."""
        if self._groups is None:
            return
        for subject, id, people in self._loose:
            outside = [p for p in people if not _is_desk(p) and p.partition("@")[2] not in self._houses]
            there = next((self._subjects[subject, p] for p in outside if (subject, p) in self._subjects), None)
            if there is not None:
                self._unite(id, there)
            self._about(subject, outside, id)  # two answers without their beginning are of one thread, too
        self._groups.rekey(self._root)
        for _, parts in self._groups.groups():
            mails = sorted(map(Mail.from_json, parts), key=_when)
            try:
                yield _conversation(mails, self._choices)
            except UnreadableRecord as error:
                file, _, number = mails[0].place.partition("#")
                yield Rejected(file, f"mail {number}" if number else "", error.what, error.cure, mails[0].text[:2000])

    def _add(self, data: bytes, file: str, place: str) -> Iterator[Rejected]:
        if len(data) > _MOST_BYTES:
            yield Rejected(
                file, place, f"a mail of more than {_MOST_BYTES >> 20} MiB", "check the mailbox: it may be damaged"
            )
            return
        try:
            mail, message = mail_of(data, file + place)
        except RecursionError:
            yield Rejected(
                file, f"mail {place[1:]}" if place else "", "its parts are nested too deeply", "leave it out"
            )
            return
        where = f"mail {place[1:]}" if place else ""
        raw = mail.text[:2000]
        if is_automatic(message):
            yield Skipped(file, where, "auto-reply, not part of the conversation", "nothing needs to be done", raw)
        elif mail.id and mail.id in self._read:
            yield Skipped(file, where, "the same mail once more (same Message-ID)", "nothing needs to be done", raw)
        elif not mail.text.strip():
            yield Rejected(
                file, where, "the mail has no words in it", "leave it out, or read its attachments otherwise", raw
            )
        else:
            self._keep(mail)

    def _keep(self, mail: Mail) -> None:
        id = mail.id or f"{mail.place} "  # a space: no Message-ID has one
        self._read.add(id)
        for answered in mail.answers:
            self._unite(id, answered)
        people = (mail.address, *mail.to)
        subject = _REPLY.sub("", mail.subject, count=1).strip().casefold()
        self._houses |= {a.partition("@")[2] for a in people if _is_desk(a)} - _FREE
        if not mail.answers and subject and _REPLY.match(mail.subject):
            self._loose.append((subject, id, people))
        else:
            self._about(subject, people, id)
        if self._groups is None:
            self._groups = Groups()
        self._groups.add(id, mail.to_json())

    def _about(self, subject: str, people: Iterable[str], id: str) -> None:
        for person in people if subject else ():
            self._subjects.setdefault((subject, person), id)

    def _root(self, id: str) -> str:
        path = []
        while (above := self._above.get(id, id)) != id:
            path.append(id)
            id = above
        for passed in path:
            self._above[passed] = id
        return id

    def _unite(self, one: str, other: str) -> None:
        self._above[self._root(one)] = self._root(other)


def _whole(source: Source) -> bytes:
    with source.open_bytes() as stream:
        return stream.read(_MOST_BYTES + 1)


def _mails(source: Source) -> Iterator[bytes]:
    """The mails of a mailbox, one in memory at a time: each begins with a "From " line behind a blank one."""
    lines: list[bytes] = []
    blank, begun, size = True, False, 0
    with source.open_bytes() as stream:
        for line in stream:
            if blank and line.startswith(b"From "):
                if begun:
                    yield b"".join(lines)
                lines, begun, size = [], True, 0
            elif begun and size <= _MOST_BYTES:
                lines.append(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
                size += len(line)
            blank = not line.strip()
    if begun:
        yield b"".join(lines)


def _is_desk(address: str) -> bool:
    return _DESK.fullmatch(address.partition("@")[0]) is not None


def _when(mail: Mail) -> float:
    """Seconds since 1970; a mail without a date comes last."""
    return datetime.fromisoformat(mail.date).timestamp() if mail.date else float("inf")


def _conversation(mails: Sequence[Mail], choices: Choices) -> Conversation:
    desks = {a for mail in mails for a in (mail.address, *mail.to) if _is_desk(a)}
    written_to = desks & set(mails[0].to)
    desks = written_to or desks  # a customer may write from an info@ address, too
    houses = {a.partition("@")[2] for a in desks} - _FREE - {""}
    said = [
        Said(
            text=mail.text,
            who=mail.address or None,
            name=mail.name,
            speaker=_speaker(mail, desks, houses),
            at=datetime.fromisoformat(mail.date) if mail.date else None,
            source=mail.place,
            original=mail.original,
        )
        for mail in mails
    ]
    conversation = conversation_of(
        said, choices, id=mails[0].id or mails[0].place, channel="email", subject=mails[0].subject or None
    )
    if len(conversation.turns) == 1 and not desks and conversation.roles_from == "guess":
        return replace(conversation, roles_confidence=min(conversation.roles_confidence, 0.7))
    return conversation


def _speaker(mail: Mail, desks: set[str], houses: set[str]) -> Speaker | None:
    """By address: who writes from the desk or from its house is the agent, who writes to it the customer."""
    if not desks:
        return None
    if mail.address in desks or mail.address.partition("@")[2] in houses:
        return Speaker.AGENT
    return Speaker.CUSTOMER
