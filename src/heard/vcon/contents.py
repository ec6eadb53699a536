"""Reading a vCon: what was said in it, by whom and when, and what else it tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from heard.conversation import CHANNELS, Conversation, Speaker, Turn
from heard.vcon.exact import exact_conversation
from heard.vcon.forms import VconError, unsigned
from heard.vcon.further import further
from heard.vcon.spoken import Phrase, Spoken, spoken_in

__all__ = ["Contents", "Spoken", "VconError", "contents_of", "from_vcon"]

ReadTranscript = Callable[[Any], Sequence[Phrase]]
"""Reads a vendor's speech-to-text body; empty when it is not that vendor's."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A vCon, read but not yet interpreted."""

    id: str | None
    subject: str | None
    channel: str
    spoken: tuple[Spoken, ...]  # in order of time
    extra: Mapping[str, Any] = field(default_factory=dict)
    exact: Conversation | None = None  # the conversation itself, where Heard wrote this vCon and nobody changed it


def contents_of(data: Any, *, transcript: ReadTranscript | None = None) -> Contents:
    """What the vCon `data` says, whatever its form and version.

    `transcript` reads raw speech-to-text inside a transcript analysis. Raises VconError for what must be refused.
    """
    vcon, signed = unsigned(data)
    statement = {"signature": "there is one; it was not checked"} if signed else {}
    spoken = spoken_in(vcon, transcript)
    exact = exact_conversation(vcon)
    if exact is not None and signed:
        exact = replace(exact, extra={**exact.extra, "vcon": statement})
    subject, uuid = vcon.get("subject"), vcon.get("uuid")
    return Contents(
        id=uuid if isinstance(uuid, str) else None,
        subject=subject if isinstance(subject, str) else None,
        channel=_channel(spoken),
        spoken=tuple(spoken),
        extra={"vcon": further(vcon) | statement},
        exact=exact,
    )


def from_vcon(data: Any) -> Conversation:
    """The conversation in a vCon: text dialogs, and transcripts that name their parties.

    Raises VconError when it holds no words, when it does not say who is the agent (`heard.read` guesses), or when it
    must be refused: encrypted, or with critical extensions that Heard does not know.
    """
    contents = contents_of(data)
    if contents.exact is not None:
        return contents.exact
    if not contents.spoken:
        raise VconError("the vCon holds no words", "add its messages, or a transcript of its recordings")
    unknown = next((one for one in contents.spoken if one.speaker is None), None)
    if unknown is not None:
        raise VconError(
            f"the vCon does not say who {unknown.name or 'a speaker'} is",
            'give each party a "role" (agent, customer), or use heard.read, which takes roles and can guess',
        )
    began = min((one.start for one in contents.spoken if one.start), default=None)
    return Conversation(
        id=contents.id or "vcon",
        turns=tuple(_turn(one, one.speaker, began) for one in contents.spoken if one.speaker),
        channel=contents.channel,
        started=began,
        subject=contents.subject,
        roles_from="format",
        extra=contents.extra,
    )


def _turn(one: Spoken, speaker: Speaker, began: datetime | None) -> Turn:
    def seconds(moment: datetime | None) -> float | None:
        return (moment - began).total_seconds() if moment and began else None

    return Turn(speaker, one.text, at=seconds(one.start), until=seconds(one.end), name=one.name)


_MAIL, _CALL = ("email", "mail", "smtp"), ("call", "phone", "voice", "telephony", "sip")


def _channel(spoken: Sequence[Spoken]) -> str:
    named = {one.application.lower() for one in spoken if one.application}
    ours = [channel for channel in CHANNELS if channel in named]
    if ours:
        return ours[0]
    if named & set(_CALL) or any(one.from_recording for one in spoken):
        return "call"
    if named & set(_MAIL) or (spoken and all(one.message_id and "@" in one.message_id for one in spoken)):
        return "email"
    return "chat" if spoken else "other"
