"""Conversations as frozen values: who said what, when, and where it was read from.

A :class:`Conversation` is a tuple of :class:`Turn` values in the order they were spoken. Time is kept as seconds
since the conversation began, so that a transcript that knows only offsets and an e-mail thread that knows only dates
are the same thing. Nothing here infers anything: it is what was said.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Self

__all__ = ["CHANNELS", "Conversation", "ConversationError", "Speaker", "Turn"]

CHANNELS = ("chat", "email", "social", "call", "in_person", "other")


class ConversationError(ValueError):
    """A value that is no conversation. The message says what is wrong and what to do."""


class Speaker(StrEnum):
    """Who speaks. Only customers have needs; only agents and supervisors are judged by their words."""

    CUSTOMER = "customer"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    BOT = "bot"
    SYSTEM = "system"

    @property
    def is_staff(self) -> bool:
        """True for the people who answer for the company: agents and supervisors."""
        return self is Speaker.AGENT or self is Speaker.SUPERVISOR


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, or one uninterrupted stretch of speech."""

    speaker: Speaker
    text: str
    at: float | None = None  # seconds since Conversation.started; None: the source gave no times
    until: float | None = None  # end of the turn in the same seconds; None: unknown
    name: str | None = None  # the speaker's name or id as the source gave it
    source: str | None = None  # where it was read: "chat.csv:12", "ticket.json#comments/3"
    original: str | None = None  # the uncut text, where the reader cut quotes or a signature; None: text is whole

    def to_json(self) -> dict[str, Any]:
        """The turn as plain JSON values; absent facts are left out."""
        facts = {
            "at": self.at,
            "until": self.until,
            "name": self.name,
            "source": self.source,
            "original": self.original,
        }
        return {"speaker": self.speaker.value, "text": self.text} | {k: v for k, v in facts.items() if v is not None}


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said between a customer and a team, in order."""

    id: str
    turns: tuple[Turn, ...]
    channel: str = "other"  # one of CHANNELS
    started: datetime | None = None  # with time zone; None: unknown
    subject: str | None = None
    roles_from: str = "given"  # how it is known who the agent is: "given", "format" or "guess"
    roles_confidence: float = 1.0  # 0…1; below 1 only for a guess
    extra: Mapping[str, Any] = field(default_factory=dict)  # further keys of the source, kept as they came

    def __post_init__(self) -> None:
        if self.channel not in CHANNELS:
            raise ConversationError(
                f"conversation {self.id!r}: channel {self.channel!r} is unknown; use one of {', '.join(CHANNELS)}"
            )
        if self.started is not None and self.started.tzinfo is None:
            object.__setattr__(self, "started", self.started.replace(tzinfo=UTC))

    @classmethod
    def chat(cls, script: str, *, id: str = "chat", channel: str = "chat") -> Self:
        """A conversation from lines like ``customer: …``; turns may also be separated by `` / ``.

        A line without a speaker goes on with the turn before it. Raises ConversationError when the first line names
        no speaker.
        """
        lines: list[tuple[Speaker, list[str]]] = []
        for line in re.split(r"\n|\s/\s(?=\s*\w+\s*:)", script):
            if not line.strip():
                continue
            who, colon, said = line.partition(":")
            speaker = who.strip().lower()
            if colon and speaker in Speaker.__members__.values():
                lines.append((Speaker(speaker), [said.strip()]))
            elif lines:
                lines[-1][1].append(line.strip())
            else:
                raise ConversationError(
                    f"{line.strip()[:40]!r} names no speaker: begin each turn with one of "
                    f"{', '.join(s.value + ':' for s in Speaker)}"
                )
        return cls(id=id, turns=tuple(Turn(s, "\n".join(t)) for s, t in lines), channel=channel)

    @classmethod
    def from_json(cls, data: Mapping[str, Any], *, source: str | None = None) -> Self:
        """The conversation that `data` describes, in Heard's own form; further keys are kept in ``extra``.

        ``at`` may be seconds or an ISO 8601 date-time; with date-times the first one is when the conversation began.
        `source` is where the record was read from. Raises ConversationError naming the key and the cure.
        """
        if not isinstance(data, Mapping):
            raise ConversationError(f"a conversation is a JSON object, not {type(data).__name__}")
        turns = data.get("turns")
        if not isinstance(turns, list):
            raise ConversationError('"turns" is missing: give a list of {"speaker", "text"} objects')
        started = _when(data["started"], "started") if data.get("started") is not None else None
        if started is None:
            started = next(
                (_when(t["at"], "at") for t in turns if isinstance(t, Mapping) and isinstance(t.get("at"), str)), None
            )
        if "id" not in data:
            raise ConversationError('"id" is missing: give each conversation its own')
        known = {"id", "turns", "channel", "started", "subject", "roles_from", "roles_confidence"}
        return cls(
            id=str(data["id"]),
            turns=tuple(_turn(t, i, started, source) for i, t in enumerate(turns)),
            channel=str(data.get("channel") or "other"),
            started=started,
            subject=_text_or_none(data.get("subject"), "subject"),
            roles_from=str(data.get("roles_from", "given")),
            roles_confidence=_number(data.get("roles_confidence", 1.0), "roles_confidence"),
            extra={k: v for k, v in data.items() if k not in known},
        )

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values that :meth:`from_json` reads back as an equal conversation."""
        data: dict[str, Any] = {"id": self.id, "channel": self.channel}
        if self.started is not None:
            data["started"] = self.started.isoformat()
        if self.subject is not None:
            data["subject"] = self.subject
        if self.roles_from != "given":
            data |= {"roles_from": self.roles_from, "roles_confidence": self.roles_confidence}
        return {**self.extra, **data, "turns": [t.to_json() for t in self.turns]}

    def with_turns(self, turns: Iterable[Turn]) -> Self:
        """The same conversation with other turns."""
        return replace(self, turns=tuple(turns))


def _turn(data: Any, index: int, started: datetime | None, source: str | None) -> Turn:
    where = f"turn {index}"
    if not isinstance(data, Mapping):
        raise ConversationError(f'{where} is not an object: give {{"speaker", "text"}}')
    speaker = data.get("speaker")
    if not isinstance(speaker, str) or speaker not in Speaker.__members__.values():
        raise ConversationError(f"{where}: speaker {speaker!r} is none of {', '.join(Speaker)}")
    text = data.get("text")
    if not isinstance(text, str):
        raise ConversationError(f'{where}: "text" must be a string')
    own_source = _text_or_none(data.get("source"), "source")
    return Turn(
        speaker=Speaker(speaker),
        text=text,
        at=_seconds(data.get("at"), started, f"{where}: at"),
        until=_seconds(data.get("until"), started, f"{where}: until"),
        name=_text_or_none(data.get("name"), f"{where}: name"),
        source=f"{source}#turns/{index}" if own_source is None and source else own_source,
        original=_text_or_none(data.get("original"), f"{where}: original"),
    )


def _seconds(value: Any, started: datetime | None, where: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, str):
        when = _when(value, where)
        return (when - started).total_seconds() if started else 0.0
    return _number(value, where)


def _number(value: Any, where: str) -> float:
    if not isinstance(value, bool) and isinstance(value, int | float) and abs(value) <= sys.float_info.max:
        return float(value)
    raise ConversationError(f"{where} must be a finite number, not {str(value)[:40]}")


def _when(value: Any, where: str) -> datetime:
    try:
        when = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ConversationError(f"{where}: {value!r} is no ISO 8601 date-time, as in 2026-03-14T09:12:00Z") from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _text_or_none(value: Any, where: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise ConversationError(f"{where} must be a string, not {type(value).__name__}")
