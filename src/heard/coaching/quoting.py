"""Words of a conversation with the turn they stand in."""

from __future__ import annotations

from typing import NamedTuple

from heard.conversation import Turn

__all__ = ["Quoted", "quoted"]


class Quoted(NamedTuple):
    """What somebody said, and where."""

    turn: int  # index into the conversation
    who: str  # the speaker's name as the source gave it, else "customer", "agent" …
    text: str  # the words as they stand there, on one line

    def __str__(self) -> str:
        return f"“{self.text}” ({self.who}, turn {self.turn + 1})"


def quoted(index: int, turn: Turn, start: int = 0, end: int | None = None) -> Quoted:
    """[start, end) of `turn`, which has the place `index` in its conversation."""
    return Quoted(index, turn.name or turn.speaker.value, " ".join(turn.text[start:end].split()))
