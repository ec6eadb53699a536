"""Archives of any size to measure on, made by putting sentences of the demo archive together anew.

Every conversation is made from its number alone, so that the same size is the same archive on every machine.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random

from heard import Conversation, Speaker, Turn
from heard.text import sentences

TURN_WORDS = 20  # a turn is put together until it has about that many words
REPEATED_REPLIES = 0.4  # of a real team's replies, about this share are templates and short formulas
REPEATED_ANSWERS = 0.2  # of customers' turns: "ok thanks", "yes please"
TEMPLATES = 200


def distinct(turns: int) -> Iterator[Conversation]:
    """Conversations of `turns` turns together, no two turns with the same words."""
    return _conversations(turns, {})


def repeating(turns: int) -> Iterator[Conversation]:
    """Conversations of `turns` turns together, shaped like a real archive: templates and short formulas come again."""
    return _conversations(turns, {Speaker.AGENT: REPEATED_REPLIES, Speaker.CUSTOMER: REPEATED_ANSWERS})


def standing(turns: int, times: int) -> Iterator[Conversation]:
    """Conversations of `turns` turns together in which a text stands `times` times on average.

    One turn in `times` has words of its own; all others are among a few hundred lines, the first ones far more often.
    """
    share = 1 - 1 / times
    return _conversations(turns, {Speaker.AGENT: share, Speaker.CUSTOMER: share})


def write(path: Path, conversations: Iterator[Conversation]) -> None:
    """Writes `conversations` as JSON Lines."""
    with path.open("w", encoding="utf-8") as lines:
        for conversation in conversations:
            lines.write(json.dumps(conversation.to_json(), ensure_ascii=False) + "\n")


def _conversations(turns: int, repeated: Mapping[Speaker, float]) -> Iterator[Conversation]:
    number = 0
    while turns > 0:
        draw = Random(number)  # noqa: S311 -- the same archive again, no secret
        length = min(turns, draw.randint(4, 10))
        yield Conversation(
            id=f"made-{number}",
            channel=draw.choice(("chat", "email", "social", "call")),
            turns=tuple(_turn(draw, i, f"{number}.{i}", repeated) for i in range(length)),
        )
        turns -= length
        number += 1


def _turn(draw: Random, index: int, name: str, repeated: Mapping[Speaker, float]) -> Turn:
    speaker = Speaker.AGENT if index % 2 else Speaker.CUSTOMER
    at = 45.0 * index
    if repeated and draw.random() < repeated[speaker]:
        templates = _templates(speaker)
        return Turn(speaker, templates[int(len(templates) * draw.random() ** 2)], at)  # the first ones far more often
    pieces, words = [], 0
    while words < TURN_WORDS - 4:
        pieces.append(draw.choice(_sentences(speaker)))
        words += len(pieces[-1].split())
    return Turn(speaker, f"{' '.join(pieces)} ({name})", at)  # its number makes a turn differ from all others


@cache
def _sentences(speaker: Speaker) -> list[str]:
    """What customers or agents say in the demo archive, sentence by sentence, each once."""
    texts = [turn.text for one in _demo() for turn in one.turns if turn.speaker is speaker]
    said = [text[start:end] for text in texts for start, end in sentences(text)]
    return list(dict.fromkeys(s for s in said if len(s.split()) <= 2 * TURN_WORDS))


@cache
def _templates(speaker: Speaker) -> list[str]:
    """Replies that come again in the same words: whole turns of agents, short ones of customers."""
    turns = [turn.text for one in _demo() for turn in one.turns if turn.speaker is speaker]
    if speaker is Speaker.CUSTOMER:
        turns = [text for text in turns if len(text.split()) <= 4]
    return Random(0).sample(turns, min(TEMPLATES, len(turns)))  # noqa: S311 -- the same lines again, no secret


@cache
def _demo() -> list[Conversation]:
    archive = files("heard.demo") / "archive"
    lines = [
        line
        for file in sorted(archive.iterdir(), key=lambda f: f.name)
        for line in file.read_text("utf-8").splitlines()
    ]
    return [Conversation.from_json(json.loads(line)) for line in lines]
