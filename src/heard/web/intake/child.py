"""What is done in another process: conversations blacked out, their kind lines counted, and analysed.

Knows no Django: the process begins with the engine alone, and what it works with comes in a file.
"""

from __future__ import annotations

import pickle
import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from heard.analysis import analyse
from heard.batch.work import Packed
from heard.conversation import Conversation, Speaker, Turn
from heard.inference import EncoderUnusable, load_encoder
from heard.signals.repetition import KindLines, Repetition, kind_lines
from heard.standards import Standard
from heard.web.conversations.redaction import redact
from heard.web.intake.characters import whole

__all__ = ["Analysed", "Means", "analyse_chunk", "count_lines", "encoder_version"]

LONGEST = 600  # seconds a chunk may take; then this process ends, and its conversations are tried one by one
_YEARS = range(1970, 2101)


class Means(NamedTuple):
    """What every chunk is analysed with."""

    standard: Standard
    repetition: Repetition | None  # None: too few conversations to tell what repeats
    encoder: Path | None  # its bundle; None: patterns alone
    kinds: tuple[str, ...]  # what is blacked out
    salt: str  # of pseudonyms


class Analysed(NamedTuple):
    """What became of a chunk."""

    analyses: list[Any]  # heard-analysis/1, one a conversation; a str: why there is none
    redacted: Counter[str]


def count_lines(chunk: Iterable[Packed], kinds: tuple[str, ...], salt: str) -> list[KindLines]:
    """First pass: for each conversation the lines whose repetition is counted, as they will be analysed."""
    with _limited():
        return [_lines_of(_unpacked(packed), kinds, salt) for packed in chunk]


def _lines_of(talk: Conversation, kinds: tuple[str, ...], salt: str) -> KindLines:
    found = kind_lines(talk)
    return kind_lines(redact(talk, kinds, salt=salt)[0]) if found.lines and kinds else found


def analyse_chunk(chunk: Iterable[Packed], means_file: str) -> Analysed:
    """Second pass. A conversation that can't be analysed is told as why, and the others are analysed."""
    with _limited():
        return _analysed(chunk, _read(means_file))


def _analysed(chunk: Iterable[Packed], means: Means) -> Analysed:
    redacted: Counter[str] = Counter()
    talks = []
    for packed in chunk:
        talk, found = redact(_unpacked(packed), means.kinds, salt=means.salt)
        talks.append(talk)
        redacted += found
    encoder = load_encoder(means.encoder) if means.encoder else None
    if encoder:
        encoder.prepare(turn.text for talk in talks for turn in talk.turns)
    analyses: list[Any] = []
    for talk in talks:
        if talk.started and talk.started.year not in _YEARS:
            analyses.append(f"it is dated in the year {talk.started.year}")
            continue
        try:
            analyses.append(
                analyse(talk, standard=means.standard, repetition=means.repetition, encoder=encoder).to_json()
            )
        except Exception as error:  # noqa: BLE001 — one conversation must not stop the others, and is told with its reason
            analyses.append(f"the analysis failed ({type(error).__name__})")
    return Analysed(analyses, redacted)


def encoder_version(bundle: Path) -> str | None:
    """The version of the encoder in `bundle`; None: it can't be used here."""
    try:
        return load_encoder(bundle).version
    except EncoderUnusable:
        return None


@contextmanager
def _limited() -> Iterator[None]:
    """Ends this process where what is done within takes too long, also inside of C."""
    alarm = getattr(signal, "alarm", None)  # not on Windows
    if alarm:
        alarm(LONGEST)
    try:
        yield
    finally:
        if alarm:
            alarm(0)


@lru_cache(maxsize=1)
def _read(file: str) -> Means:
    means: Means = pickle.loads(Path(file).read_bytes())  # noqa: S301 — written a moment ago by our own parent
    return means


def _unpacked(packed: Packed) -> Conversation:
    """The conversation, without characters that no database keeps."""
    id, channel, started, subject, roles_from, roles_confidence, turns = packed
    return Conversation(
        id=whole(id),
        turns=tuple(_turn(Turn(Speaker(speaker), *rest)) for speaker, *rest in turns),
        channel=channel,
        started=started,
        subject=whole(subject) if subject else subject,
        roles_from=roles_from,
        roles_confidence=roles_confidence,
    )


def _turn(turn: Turn) -> Turn:
    text, name = whole(turn.text), whole(turn.name) if turn.name else turn.name
    return turn if (text, name) == (turn.text, turn.name) else replace(turn, text=text, name=name)
