"""What is done to a chunk of conversations, here or in another process: plain values in, JSON lines out."""

from __future__ import annotations

import json
import os
import pickle
import signal
import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any

from heard.analysis import analyse
from heard.batch.scratch import lives
from heard.conversation import Conversation, Speaker, Turn
from heard.inference import load_encoder
from heard.overview import Overview
from heard.signals.repetition import KindLines, Repetition, kind_lines
from heard.standards import Standard

__all__ = ["Packed", "Settings", "analysed", "kind_lines_of", "pack", "serve"]

Packed = tuple[Any, ...]  # a conversation as nested tuples: several times cheaper to send than the values themselves
Settings = tuple[Standard, Repetition, Path | None]  # the last: the encoder's bundle; None: patterns alone
_LOOK_EVERY = 1.0  # seconds between two looks whether the run still lives


def pack(conversation: Conversation) -> Packed:
    """`conversation` as plain values, without what an analysis does not look at (further keys, uncut texts)."""
    turns = [(t.speaker.value, t.text, t.at, t.until, t.name, t.source) for t in conversation.turns]
    c = conversation
    return c.id, c.channel, c.started, c.subject, c.roles_from, c.roles_confidence, turns


def kind_lines_of(chunk: Iterable[Packed]) -> list[KindLines]:
    """First pass: for each conversation the lines whose repetition over the archive is counted."""
    return [kind_lines(_unpack(packed)) for packed in chunk]


def analysed(chunk: Iterable[Packed], settings: str | Settings) -> tuple[bytes, int, Overview]:
    """Second pass: (JSON Lines, how many, their overview). `settings` are at hand, or in the file of that name."""
    standard, repetition, bundle = _read(settings) if isinstance(settings, str) else settings
    overview = Overview()
    lines = []
    conversations = [_unpack(packed) for packed in chunk]
    encoder = load_encoder(bundle) if bundle else None
    if encoder:
        encoder.prepare(turn.text for conversation in conversations for turn in conversation.turns)
    for conversation in conversations:
        try:
            analysis = analyse(conversation, standard=standard, repetition=repetition, encoder=encoder).to_json()
        except Exception as error:
            error.add_note(f"while analysing conversation {conversation.id!r}")  # names the one among a million
            raise
        overview.add(analysis)
        lines.append(json.dumps(analysis, ensure_ascii=False, separators=(",", ":")))
    text = "".join(f"{line}\n" for line in lines)
    return text.encode("utf-8", "surrogatepass"), len(lines), overview


def serve(run: int) -> None:
    """Makes this process a worker of the process `run`: Ctrl-C is left to that one, and it is not outlived."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":
        Thread(target=_end_with, args=(run, os.getppid()), daemon=True).start()


def _end_with(run: int, parent: int) -> None:
    """Ends this process soon after `run` has been killed."""
    while lives(run) and os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)


@lru_cache(maxsize=1)
def _read(file: str) -> Settings:
    settings: Settings = pickle.loads(Path(file).read_bytes())  # noqa: S301 — written a moment ago by our own parent
    return settings


def _unpack(packed: Packed) -> Conversation:
    id, channel, started, subject, roles_from, roles_confidence, turns = packed
    return Conversation(
        id=id,
        turns=tuple(Turn(Speaker(speaker), *rest) for speaker, *rest in turns),
        channel=channel,
        started=started,
        subject=subject,
        roles_from=roles_from,
        roles_confidence=roles_confidence,
    )
