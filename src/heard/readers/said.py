"""From what a record says was said to a Conversation: order, time, and who is the agent.

Every format of records ends here, so that the rules are the same for all: an explicit role map wins, then what the
format says, then a guess with its confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from heard.conversation import CHANNELS, Conversation, Speaker, Turn
from heard.readers.dropped import without_dropped
from heard.readers.formats import Choices, UnreadableRecord
from heard.readers.mail_text import written
from heard.readers.roles import guess_roles

__all__ = ["Said", "conversation_of", "further"]

_BY_ENGINE = re.compile(r"(?:speaker|spk|channel|ch)[ _]*\w+|[A-Z]", re.IGNORECASE)  # how speech to text numbers people
_OURS = {"id", "turns", "channel", "started", "subject", "roles_from", "roles_confidence"}


_LONGEST = 1e300  # seconds; heard.conversation refuses more, and such an offset is noise


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as the source gives it, before it is known who is the agent."""

    text: str
    who: str | None = None  # the id by which the source tells speakers apart
    name: str | None = None  # a person's name for reading; None: the id stands in
    speaker: Speaker | None = None  # None: the source does not say
    at: datetime | float | None = None  # a date with zone, or seconds since the conversation began
    until: datetime | float | None = None  # the end, in the same way as `at`
    source: str | None = None  # "tickets.json#3/comments/2"
    original: str | None = None  # the uncut text where something was cut

    @property
    def label(self) -> str | None:
        """The name under which the turn's speaker is shown and can be given a role."""
        return self.name or self.who


def further(record: Mapping[str, Any], *used: str) -> dict[str, Any]:
    """What `record` says besides the keys that were `used`, empty values and forbidden fields left out.

    A key that means something else in a Conversation ("channel") is kept as "source_channel".
    """
    kept = {
        f"source_{k}" if k in _OURS else k: v
        for k, v in record.items()
        if k not in used and v not in (None, "", [], {})
    }
    return without_dropped(kept)


def conversation_of(
    said: Iterable[Said],
    choices: Choices,
    *,
    id: str,
    channel: str,
    started: datetime | None = None,
    subject: str | None = None,
    extra: Mapping[str, Any] | None = None,
    nothing: str = "no words in it",
) -> Conversation:
    """The conversation of these turns, in order of time where times are given; in mails quotes and signatures are cut.

    `started` is when second 0 is, for sources that count from a start; with dates the first turn's is taken. `nothing`
    completes the error for a record without a single word. Raises UnreadableRecord when there are no words, or when
    nobody can say who the customer is.
    """
    spoken = [_written(one) if channel == "email" else one for one in said if one.text.strip()]
    if not spoken:
        raise UnreadableRecord(nothing, "leave it out, or export it again with its messages")
    began = min((one.at for one in spoken if isinstance(one.at, datetime)), default=None) or started
    turns = _in_order([_turn(one, began) for one in spoken])
    turns, origin, confidence = _with_roles(turns, choices, channel)
    return Conversation(
        id=id,
        turns=tuple(turn for _, turn in turns),
        channel=choices.channel or (channel if channel in CHANNELS else "other"),
        started=began,
        subject=subject,
        roles_from=origin,
        roles_confidence=confidence,
        extra=dict(extra or {}),
    )


_Placed = tuple[Said, Turn]


def _written(one: Said) -> Said:
    """A mail without the earlier mails below it and the signature: others' words are not its writer's."""
    text, whole = written(one.text)
    return replace(one, text=text, original=one.original or whole)


def _turn(one: Said, began: datetime | None) -> _Placed:
    at, until = _seconds(one.at, began), _seconds(one.until, began)
    if at is not None and until is not None and until < at:
        until = None  # an end before the beginning is a broken clock, not a fact
    return one, Turn(
        speaker=one.speaker or Speaker.CUSTOMER,  # stands in until roles are known
        text=one.text.strip(),
        at=at,
        until=until,
        name=one.label,
        source=one.source,
        original=one.original,
    )


def _seconds(moment: datetime | float | None, began: datetime | None) -> float | None:
    if isinstance(moment, datetime):
        return (moment - began).total_seconds() if began else None
    return moment if moment is not None and abs(moment) < _LONGEST else None


def _in_order(turns: list[_Placed]) -> list[_Placed]:
    """By time; a turn without one stays behind the turn it followed."""
    keys: list[float] = []
    for _, turn in turns:
        keys.append(turn.at if turn.at is not None else keys[-1] if keys else float("-inf"))
    return [turns[i] for i in sorted(range(len(turns)), key=keys.__getitem__)]


def _with_roles(turns: list[_Placed], choices: Choices, channel: str) -> tuple[list[_Placed], str, float]:
    known = [_chosen(one, choices) or one.speaker for one, _ in turns]
    everyone_else = _role_named("*", choices)
    known = [speaker or everyone_else for speaker in known]
    if None not in known:
        by_format = any(_chosen(one, choices) is None and one.speaker is not None for one, _ in turns)
        return _told(turns, known), "format" if by_format else "given", 1.0
    guess, confidence = _guessed([turn for _, turn in turns], known, channel)
    told = [speaker or guess.get(turn.name) for (_, turn), speaker in zip(turns, known, strict=True)]
    if None in told:
        raise UnreadableRecord(
            "it does not say who speaks",
            "say so: --map role:NAME=agent --map 'role:*=customer', in Python "
            'roles={"NAME": "agent", "*": "customer"}; '
            "for a recording, transcribe it with speakers or channels told apart",
        )
    return _told(turns, told), "guess", min(1.0, max(0.0, confidence))


def _told(turns: list[_Placed], speakers: Sequence[Speaker | None]) -> list[_Placed]:
    return [
        (one, replace(turn, speaker=speaker or turn.speaker))
        for (one, turn), speaker in zip(turns, speakers, strict=True)
    ]


def _chosen(one: Said, choices: Choices) -> Speaker | None:
    return next((role for key in (one.who, one.name) if key and (role := _role_named(key, choices))), None)


def _role_named(name: str, choices: Choices) -> Speaker | None:
    if name in choices.roles:
        return choices.roles[name]
    return next((role for key, role in choices.roles.items() if key.casefold() == name.casefold()), None)


def _guessed(
    turns: list[Turn], known: Sequence[Speaker | None], channel: str
) -> tuple[Mapping[str | None, Speaker], float]:
    """Who the speakers without a role are, and how sure that is."""
    unknown = list(dict.fromkeys(turn.name for turn, speaker in zip(turns, known, strict=True) if speaker is None))
    people = {speaker for speaker in known if speaker is not None} - {Speaker.BOT, Speaker.SYSTEM}
    if len(unknown) == 1 and Speaker.CUSTOMER not in people and people:
        return {unknown[0]: Speaker.CUSTOMER}, 0.9  # somebody answers for the company: the other is who is answered
    if len(unknown) == 1 and people == {Speaker.CUSTOMER}:
        return {unknown[0]: Speaker.AGENT}, 0.9
    if None in unknown or (len(unknown) == 1 and not people and _BY_ENGINE.fullmatch(unknown[0] or "")):
        return {}, 0.0  # nobody is told apart: one label for both voices would make the customer an agent
    machines = (Speaker.BOT, Speaker.SYSTEM)
    heard = [turn for turn, speaker in zip(turns, known, strict=True) if speaker not in machines]
    return guess_roles(heard, channel)
