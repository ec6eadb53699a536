"""Conversations that a program sends: checked one by one, known ones told, the others brought in together."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from heard.conversation import Conversation, ConversationError
from heard.web.conversations.models import Conversation as Stored
from heard.web.conversations.redaction import KINDS, redact
from heard.web.intake.characters import storable
from heard.web.intake.schemas import LONGEST_ID, MOST_CONVERSATIONS, MOST_TURNS, Problem
from heard.web.intake.sorting import JUDGED, JUDGED_CURE, compared, is_judged
from heard.web.intake.writing import salt_of
from heard.web.organisation.models import Organisation

__all__ = ["Checked", "Judged", "NotTaken", "checked", "lines"]

EARLIEST, LATEST = datetime(1969, 12, 31, tzinfo=UTC), datetime(2100, 1, 2, tzinfo=UTC)
DATE = re.compile(r"(?:19[789]\d|20\d\d)-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
LONGEST_TEXT = 100_000  # characters


class NotTaken(ValueError):
    """What was sent is not what it should be; nothing of it is taken."""

    def __init__(self, detail: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(detail)
        self.detail, self.problems = detail, list(problems)


class Judged(NotTaken):
    """A conversation went on after people judged it."""


@dataclass(frozen=True)
class Checked:
    """What was sent."""

    new: list[Conversation]
    known: int


def checked(organisation: Organisation, body: bytes) -> Checked:
    """The conversations in `body`, those that are known counted. Raises NotTaken, naming everything that is wrong."""
    records, names = _records(body)
    problems: list[Problem] = []
    talks: list[Conversation] = []
    for name, record in zip(names, records, strict=True):
        try:
            talks.append(_conversation(record))
        except _Wrong as wrong:
            problems.append(Problem(where=f"{name}{wrong.where}", what=wrong.what, cure=wrong.cure))
    seen: dict[str, str] = {}
    for name, talk in zip(names, talks, strict=False) if not problems else ():
        if talk.id in seen:
            what = f"the id {talk.id!r} is that of {seen[talk.id]}, too"
            problems.append(Problem(where=f"{name}.id", what=what, cure="give each conversation its own"))
        seen[talk.id] = name
    if problems:
        raise NotTaken("Nothing was taken, because something in it is not as it should be.", problems)
    return _sorted(organisation, talks)


def lines(talks: Sequence[Conversation]) -> bytes:
    """Conversations as JSON Lines."""
    return b"".join(json.dumps(talk.to_json()).encode() + b"\n" for talk in talks)


def _records(body: bytes) -> tuple[list[Any], list[str]]:
    try:
        data = storable(json.loads(body, parse_constant=_no_number))
    except (ValueError, RecursionError) as error:
        where = f" ({error})" if isinstance(error, json.JSONDecodeError) else ""
        raise NotTaken(f"The body is no JSON{where}. Send a conversation, or a list of them.") from None
    if isinstance(data, Mapping):
        return [data], ["conversation"]
    if not isinstance(data, list) or not data:
        raise NotTaken("The body is neither a conversation nor a list of them. Send one, or up to 100 in a list.")
    if len(data) > MOST_CONVERSATIONS:
        raise NotTaken(f"There are {len(data):,} conversations in it. Send at most {MOST_CONVERSATIONS} at a time.")
    return data, [f"conversations[{place}]" for place in range(len(data))]


class _Wrong(ValueError):
    def __init__(self, where: str, what: str, cure: str) -> None:
        super().__init__(what)
        self.where, self.what, self.cure = where, what, cure


def _conversation(record: Any) -> Conversation:
    """Strictly Heard's own form: a program is told at once, where a file is read as well as can be."""
    if not isinstance(record, Mapping):
        raise _Wrong("", "it is no object", 'send {"id", "turns": [{"speaker", "text"}]}')
    id, turns, channel = record.get("id"), record.get("turns"), record.get("channel", "other")
    if not isinstance(id, str) or not 0 < len(id) <= LONGEST_ID:
        raise _Wrong(
            ".id", f"it is no string of 1 to {LONGEST_ID} characters", "give the id it has where it comes from"
        )
    if not isinstance(turns, list) or not 0 < len(turns) <= MOST_TURNS:
        raise _Wrong(".turns", f"it is no list of 1 to {MOST_TURNS:,} turns", 'give {"speaker", "text"} objects')
    if not isinstance(channel, str):
        raise _Wrong(".channel", "it is no string", "leave it out, or give a channel's name")
    for name, most in (("subject", 2_000),):
        value = record.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > most):
            raise _Wrong(f".{name}", f"it is no string of at most {most:,} characters", "shorten it, or leave it out")
    started = record.get("started")
    if started is not None and not (isinstance(started, str) and DATE.fullmatch(started)):
        raise _Wrong(".started", "it is no date-time with a zone", "write it as 2026-03-14T09:12:00Z, or leave it out")
    for place, turn in enumerate(turns):
        _check_turn(f".turns[{place}]", turn)
    known = ("id", "channel", "started", "subject")
    try:
        talk = Conversation.from_json(
            {key: record[key] for key in known if record.get(key) is not None}
            | {"turns": [{key: turn[key] for key in _OF_TURN if key in turn} for turn in turns]}
        )
    except (ConversationError, OverflowError) as error:
        raise _Wrong("", str(error), "correct it") from None
    if talk.started is not None and not EARLIEST <= talk.started < LATEST:
        raise _Wrong(".started", "it lies outside 1970 to 2099", "correct it, or leave it out")
    return talk


_OF_TURN = ("speaker", "text", "name", "at", "until")


def _check_turn(where: str, turn: Any) -> None:
    if not isinstance(turn, Mapping):
        raise _Wrong(where, "it is no object", 'give {"speaker", "text"}')
    text, name = turn.get("text"), turn.get("name")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise _Wrong(f"{where}.text", f"it is no string of at most {LONGEST_TEXT:,} characters", "give what was said")
    if name is not None and (not isinstance(name, str) or len(name) > 500):
        raise _Wrong(f"{where}.name", "it is no string of at most 500 characters", "give the name, or leave it out")
    for key in ("at", "until"):
        value = turn.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise _Wrong(f"{where}.{key}", "it is no number", "give seconds since the conversation began")


def _sorted(organisation: Organisation, talks: list[Conversation]) -> Checked:
    """Known ones apart, by their id; the import itself looks for the same words under other ids."""
    kinds = [kind for kind in organisation.redact if kind in KINDS]
    salt = salt_of(organisation)
    stored = {
        row.key: row
        for row in Stored.objects.filter(organisation=organisation, key__in=[talk.id for talk in talks]).select_related(
            "record"
        )
    }
    new: list[Conversation] = []
    known = 0
    judged: list[Problem] = []
    for talk in talks:
        row = stored.get(talk.id)
        words = [(turn.speaker.value, turn.text) for turn in redact(talk, kinds, salt=salt)[0].turns]
        how = compared(row, words, kinds, salt) if row else "new"
        if how == "less":
            known += 1
        elif row and is_judged(row):
            what = JUDGED if how == "more" else "other words were judged under this id, and are not replaced"
            judged.append(Problem(where=talk.id, what=what, cure=JUDGED_CURE))
        else:
            new.append(talk)
    if judged:
        raise Judged("Nothing was taken, because people have judged what it would replace.", judged)
    return Checked(new, known)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number of JSON")
