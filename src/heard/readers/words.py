"""From single words or fragments of speech to turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

__all__ = ["Stretch", "joined", "turns_of_channels"]

SAME_TURN = 5.0  # seconds of silence after which the same speaker begins a new turn
SAME_BREATH = 0.8  # seconds of silence inside one channel at which the other may have spoken in between


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that one speaker said without a break; `label` None: the engine did not tell speakers apart."""

    label: str | None
    text: str
    start: float | None  # seconds since the recording began
    end: float | None
    place: str | None = None  # where in the source it began


def joined(pieces: Iterable[Stretch], pause: float = SAME_TURN) -> list[Stretch]:
    """The pieces in their order, those of one speaker put together until somebody else speaks or `pause` passes."""
    turns: list[Stretch] = []
    parts: list[str] = []  # the words of the last turn; joining once keeps an hour's monologue linear
    for piece in pieces:
        last = turns[-1] if turns else None
        if last is not None and last.label == piece.label and _gap(last, piece) < pause:
            parts.append(piece.text)
            turns[-1] = replace(last, end=piece.end if piece.end is not None else last.end)
        else:
            if last is not None:
                turns[-1] = replace(last, text=" ".join(parts))
            turns.append(piece)
            parts = [piece.text]
    if turns:
        turns[-1] = replace(turns[-1], text=" ".join(parts))
    return turns


def turns_of_channels(channels: Sequence[Iterable[Stretch]]) -> list[Stretch]:
    """Turns from channels that were each transcribed alone: breaths are ordered by time, then put together.

    People who talk at the same time keep their words together instead of alternating word by word.
    """
    breaths = [breath for channel in channels for breath in joined(channel, SAME_BREATH)]
    return joined(sorted(breaths, key=lambda breath: breath.start if breath.start is not None else 0.0))


def _gap(before: Stretch, after: Stretch) -> float:
    """Seconds between two stretches; 0 where times are missing."""
    ended = before.end if before.end is not None else before.start
    return after.start - ended if ended is not None and after.start is not None else 0.0
