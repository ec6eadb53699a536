"""ConvoKit: the utterances.jsonl of a corpus (``id, speaker, conversation_id | root, reply_to, timestamp, text, meta``).

A speakers.json beside it may say who is what (``{"id": {"meta": {"role": "agent"}}}``); the corpus's other files are
passed over. Where utterances have no time, an answer comes after what it answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import PurePosixPath
from typing import Any

from heard.conversation import Conversation, Speaker
from heard.readers.clock import moment
from heard.readers.dropped import raw_of
from heard.readers.fields import mapping, text
from heard.readers.formats import Choices, Rejected, TextFormat, UnreadableRecord
from heard.readers.grouping import Groups
from heard.readers.json_stream import Fault, spoken, values
from heard.readers.roles import role_named
from heard.readers.said import Said, conversation_of
from heard.readers.source import Source

__all__ = ["FORMAT", "is_part_of_corpus"]

_OTHER_FILES = {"speakers.json", "users.json", "conversations.json", "corpus.json", "index.json"}
_ROLE_KEYS = ("role", "type", "speaker_type", "participant_type")


def is_part_of_corpus(source: Source) -> bool:
    """True for the files of a corpus that say something about its utterances.jsonl, which lies beside them."""
    return PurePosixPath(source.name).name in _OTHER_FILES and source.beside("utterances.jsonl") is not None


def _recognises(head: str) -> bool:
    first = next(iter(values(StringIO(head))), None)
    if not isinstance(first, tuple):
        return (
            '"turns"' not in head
            and '"reply_to"' in head
            and '"text"' in head
            and ('"conversation_id"' in head or '"root"' in head)
        )
    record = first[1]
    return (
        isinstance(record, Mapping)
        and isinstance(record.get("text"), str)
        and "turns" not in record
        and ("reply_to" in record or "reply-to" in record)
        and ("conversation_id" in record or "root" in record)
    )


def _conversations(source: Source, choices: Choices) -> Iterator[Conversation | Rejected]:
    roles = _speakers(source)
    with Groups() as groups:
        for item in source.records():
            if isinstance(item, Fault):
                yield Rejected(source.name, item.place, item.what, item.cure, item.raw)
                continue
            place, record = item
            key = text(record, "conversation_id") or text(record, "root") or text(record, "id")
            if key is None or not isinstance(record.get("text"), str):
                yield Rejected(
                    source.name, spoken(place), "it is no utterance", 'give {"id", "speaker", "conversation_id", "text"}',
                    raw_of(record),
                )  # fmt: skip
                continue
            groups.add(key, [place, record])
        for key, parts in groups.groups():
            try:
                said = [_said(record, source.name + place, roles) for place, record in _answers_last(parts)]
                yield conversation_of(said, choices, id=key, channel="other")
            except UnreadableRecord as error:
                yield Rejected(source.name, spoken(parts[0][0]), f"conversation {key!r}: {error.what}", error.cure)


def _said(record: Mapping[str, Any], place: str, roles: Mapping[str, Speaker]) -> Said:
    who = text(record, "speaker") or text(record, "user") or text(record, "speaker", "id")
    named = next((role for key in _ROLE_KEYS if (role := role_named(text(record, "meta", key)))), None)
    return Said(
        text=record["text"],
        who=who,
        speaker=named or roles.get(who or "") or role_named(who),
        at=moment(text(record, "timestamp") or ""),
        source=place,
    )


def _answers_last(parts: list[list[Any]]) -> list[list[Any]]:
    """The utterances with each answer after what it answers, where the file has it before."""
    ids = {text(record, "id") for _, record in parts}
    waiting: dict[str | None, list[list[Any]]] = {}
    for part in parts:
        to = text(part[1], "reply_to") or text(part[1], "reply-to")
        waiting.setdefault(to if to in ids and to != text(part[1], "id") else None, []).append(part)
    if len(waiting) <= 1 or all(text(r, "timestamp") for _, r in parts):
        return parts
    ordered: list[list[Any]] = []
    stack = waiting.pop(None, [])[::-1]
    while stack:
        part = stack.pop()
        ordered.append(part)
        stack.extend(reversed(waiting.pop(text(part[1], "id"), [])))
    return ordered + [part for rest in waiting.values() for part in rest]  # a circle of answers: as it came


def _speakers(source: Source) -> dict[str, Speaker]:
    """What the corpus says about its speakers, where it says who is an agent."""
    there = source.beside("speakers.json") or source.beside("users.json")
    if there is None:
        return {}
    roles: dict[str, Speaker] = {}
    try:
        for item in there.records():
            if isinstance(item, tuple) and isinstance(item[1], Mapping):
                for who, about in item[1].items():
                    meta = mapping(about, "meta") or mapping(about)
                    role = next((role for key in _ROLE_KEYS if (role := role_named(text(meta, key)))), None)
                    if role is not None:
                        roles[str(who)] = role
    except UnreadableRecord:
        return {}
    return roles


FORMAT = TextFormat(
    name="convokit",
    title="ConvoKit utterances",
    endings=(".jsonl", ".json"),
    recognises=_recognises,
    conversations=_conversations,
)
