"""How a customer fared over the turns of a conversation, as points to draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heard.report.words import INTENSITIES
from heard.web.plumbing import words

__all__ = ["Journey", "Step", "journey"]

_STEP = 28  # width of a turn in the drawing
_TOP, _FOOT = 12, 72  # where the strongest feeling and none are drawn


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the customer."""

    turn: int
    x: int
    y: int
    shown: str  # feelings and circumstances as words; empty: none
    strength: str  # "clear", "strong" or empty
    need: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """The drawing: `line` joins the steps; answers are the places of the staff's turns."""

    width: int
    height: int
    foot: int
    line: str  # of an SVG polyline
    steps: tuple[Step, ...]
    answers: tuple[int, ...]

    @property
    def told(self) -> tuple[Step, ...]:
        """The steps that show anything, for those who read rather than look."""
        return tuple(step for step in self.steps if step.shown)


def journey(analysis: Mapping[str, Any]) -> Journey:
    """The customer's turns of `analysis` by the strength of what they show, the strongest on top."""
    turns = analysis["turns"]
    needs = {moment["turn"] for moment in analysis["moments"]}
    steps = tuple(
        Step(
            turn=place,
            x=_x(place),
            y=_FOOT - round((_FOOT - _TOP) * turn["intensity"] / 3),
            shown=", ".join(words.label(name) for name in (*turn["feelings"], *turn["circumstances"])),
            strength=INTENSITIES[turn["intensity"]] if turn["feelings"] else "",
            need=place in needs,
        )
        for place, turn in enumerate(turns)
        if turn["speaker"] == "customer"
    )
    return Journey(
        width=_x(max(len(turns) - 1, 0)) + _STEP // 2,
        height=_FOOT + 20,
        foot=_FOOT,
        line=" ".join(f"{step.x},{step.y}" for step in steps),
        steps=steps,
        answers=tuple(_x(place) for place, turn in enumerate(turns) if turn["speaker"] != "customer"),
    )


def _x(place: int) -> int:
    return _STEP // 2 + place * _STEP
