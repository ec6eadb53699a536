"""Labelled conversations, read and checked: JSON Lines in the form of the labelling guidelines, with text.

Each line is a conversation in Heard's own form whose turns carry labels besides: a customer's ``feelings``,
``intensity``, ``circumstances``, ``stance`` and ``need``, an agent's ``moves``, ``recognition`` and ``action``. A turn may
quote the ``words`` that show a label, and a conversation may say its ``industry`` and ``traits``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from heard.conversation import Conversation, ConversationError, Speaker
from heard.evaluation.labels import ACTION, GROUPS, INTENSITY, RECOGNITION, TurnLabels

__all__ = ["Gold", "GoldError", "labels_of", "read_gold"]


class GoldError(ValueError):
    """A labelled file that can't be used. The message names file, line, turn and the cure."""


class Gold(NamedTuple):
    """A conversation and the labels of each of its turns."""

    conversation: Conversation
    labels: tuple[TurnLabels, ...]  # one a turn
    words: tuple[Mapping[str, str], ...] = ()  # one a turn: the words that show a label, where the reader marked them
    industry: str | None = None
    traits: tuple[str, ...] = ()  # what is special: how people speak, or why it is hard


def read_gold(path: Path | str) -> Iterator[Gold]:
    """The labelled conversations of the file `path`, in order. Raises GoldError at the first line that can't be used."""
    path = Path(path)
    ids: set[str] = set()
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                gold = _gold(line, f"{path.name}:{number}")
                if gold.conversation.id in ids:
                    raise GoldError(f"{path.name}:{number}: id {gold.conversation.id!r} was given before; rename one")
                ids.add(gold.conversation.id)
                yield gold
    except OSError as error:
        raise GoldError(f"{path.name} can't be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise GoldError(f"{path.name} is not UTF-8; save it as UTF-8") from None
    if not ids:
        raise GoldError(f"{path.name} holds no conversation; give one JSON object a line")


def _gold(line: str, where: str) -> Gold:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise GoldError(f"{where}: not valid JSON ({error.msg}); give one JSON object a line") from None
    try:
        conversation = Conversation.from_json(data, source=where)
    except ConversationError as error:
        raise GoldError(f"{where}: {error}") from None
    turns = [
        (turn, given, f"{where}: turn {i}")
        for i, (turn, given) in enumerate(zip(conversation.turns, data["turns"], strict=True))
    ]
    return Gold(
        conversation,
        tuple(labels_of(turn.speaker, given, at) for turn, given, at in turns),
        tuple(_words(turn.text, given, at) for turn, given, at in turns),
        data.get("industry"),
        tuple(data.get("traits") or ()),
    )


def _words(text: str, data: Mapping[str, Any], where: str) -> Mapping[str, str]:
    words: Mapping[str, str] = data.get("words") or {}
    for label, quote in words.items():
        if not quote or quote not in text:
            raise GoldError(f"{where}: the words for {label!r} are not in the turn's text; quote them exactly")
    return words


def labels_of(speaker: Speaker, data: Mapping[str, Any], where: str) -> TurnLabels:
    """The labels that stand in a turn's `data`. Raises GoldError, which says `where`, for what can't be used."""
    if speaker is Speaker.CUSTOMER:
        return TurnLabels(
            labels=_names(data, ("feelings", "circumstances", "stance"), where),
            intensity=_value(data, "intensity", INTENSITY, where),
            need=bool(_value(data, "need", (0, 1), where)),
        )
    if not speaker.is_staff:
        return TurnLabels()  # bots and systems are not labelled
    moves = _names(data, ("moves",), where)
    recognition, action = (
        None if key in data and data[key] is None else _value(data, key, scale, where)
        for key, scale in (("recognition", RECOGNITION), ("action", ACTION))
    )
    if (recognition is None) != (action is None):
        raise GoldError(f"{where}: recognition and action go together; give both values, or null for both")
    return TurnLabels(labels=moves, recognition=recognition, action=action, answers=recognition is not None)


def _names(data: Mapping[str, Any], groups: Collection[str], where: str) -> frozenset[str]:
    found: set[str] = set()
    for group in groups:
        given = data.get(group)
        if not isinstance(given, list):
            raise GoldError(f'{where}: "{group}" is missing; give a list of labels, which may be empty')
        for name in given:
            if name not in GROUPS[group]:
                raise GoldError(f"{where}: {group}: no label {name!r}; {_instead(name, GROUPS[group])}")
            found.add(name)
    return frozenset(found)


def _value(data: Mapping[str, Any], key: str, scale: Collection[int], where: str) -> int:
    if key not in data:
        raise GoldError(f'{where}: "{key}" is missing; give one of {_spoken(scale)}')
    value = data[key]
    if not isinstance(value, int) or value not in scale:  # true and false may stand for 1 and 0
        raise GoldError(f"{where}: {key} {value!r} is none of {_spoken(scale)}; correct it")
    return int(value)


def _instead(name: object, known: Collection[str]) -> str:
    close = get_close_matches(str(name), known, n=1)
    return f'did you mean "{close[0]}"?' if close else f"use one of {', '.join(known)}"


def _spoken(scale: Collection[int]) -> str:
    return ", ".join(map(str, scale))
