"""Heard's own form: one JSON object a conversation, ``{"id", "channel", "turns": [{"speaker", "text", "at"}]}``.

Further keys are kept in ``extra``. ``speaker`` is one of Heard's words, or any other word that names a role
("client", "Mitarbeiterin"), or a person's name that the role map knows; with none of these the role is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from heard.conversation import Conversation, Speaker
from heard.readers.dropped import without_dropped
from heard.readers.formats import Choices, Record, RecordFormat, UnreadableRecord
from heard.readers.places import below
from heard.readers.roles import given_role, guess_roles, role_named

__all__ = ["FORMAT", "is_own"]

_SPEAKERS = frozenset(Speaker)
_KNOWN = frozenset(("id", "turns", "channel", "started", "subject", "roles_from", "roles_confidence"))


def is_own(record: Record) -> bool:
    """True for what Heard writes itself, whatever further keys of a vendor's it has kept."""
    turns = record.get("turns")
    return (
        isinstance(turns, list)
        and bool(turns)
        and all(isinstance(turn, Mapping) and "speaker" in turn and "text" in turn for turn in turns)
    )


def _recognises(record: Record) -> bool:
    turns = record.get("turns")
    if not isinstance(turns, list) or (turns and not isinstance(turns[0], Mapping)):
        return False
    return not turns or ("text" in turns[0] and "speaker" in turns[0]) or set(record) <= {"id", "channel", "turns"}


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    data = {key: part for key, part in record.items() if key in _KNOWN}
    if len(data) < len(record):
        data |= without_dropped({key: part for key, part in record.items() if key not in _KNOWN})
    turns = data.get("turns")
    unknown: set[str | None] = set()
    if isinstance(turns, list):
        data["turns"] = [_with_role(turn, place, i, choices, unknown) for i, turn in enumerate(turns)]
    if "id" not in data:
        data["id"] = place
    conversation = Conversation.from_json(data, source=place)
    if not unknown:
        yield conversation
        return
    roles, confidence = guess_roles(conversation.turns, conversation.channel)
    if unknown - set(roles):
        raise UnreadableRecord(
            f"speaker {min(map(str, unknown - set(roles)))!r} has no role",
            'say who that is: --map role:NAME=agent, in Python roles={"NAME": "agent"}',
        )
    told = [replace(t, speaker=roles[t.name]) if t.name in unknown else t for t in conversation.turns]
    yield replace(conversation, turns=tuple(told), roles_from="guess", roles_confidence=confidence)


def _with_role(turn: Any, place: str, index: int, choices: Choices, unknown: set[str | None]) -> Any:
    """The turn with one of Heard's words for its speaker; a name without a role goes into `unknown`."""
    if not isinstance(turn, Mapping):
        return turn
    said, name = turn.get("speaker"), turn.get("name")
    where = {"source": turn.get("source") or below(place, "turns", index)}
    given = next((r for key in (name, said) if isinstance(key, str) and (r := given_role(key, choices.roles))), None)
    if given is not None:
        return {
            "name": said if isinstance(said, str) and said not in _SPEAKERS else None,
            **turn,
            "speaker": given.value,
        } | where
    if not isinstance(said, str) or said in _SPEAKERS:
        return {**turn} | where
    role = role_named(said)
    if role is None:
        unknown.add(said)
        return {**turn, "speaker": Speaker.CUSTOMER.value, "name": said} | where
    return {"name": said, **turn, "speaker": role.value} | where


FORMAT = RecordFormat(
    name="jsonl",
    title="Heard's own JSON Lines, one conversation a line",
    recognises=_recognises,
    conversations=_conversations,
)
