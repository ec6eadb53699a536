"""Met ÷ needed, with its doubt."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

from heard.moments import Moment

__all__ = ["Score", "score", "wilson"]


class Score(NamedTuple):
    """How many needs were met. Moments that a person should read count on neither side."""

    needed: int
    met: int
    rate: float | None  # met ÷ needed; None: nothing was needed
    low: float | None  # Wilson's 95 % interval
    high: float | None
    abstained: int = 0  # moments left to a person

    def __add__(self, other: object) -> Score:
        """The score of both together."""
        if not isinstance(other, Score):
            return NotImplemented
        return _score(self.met + other.met, self.needed + other.needed, self.abstained + other.abstained)


def score(moments: Iterable[Moment]) -> Score:
    """The score of `moments`."""
    moments = tuple(moments)
    judged = [m for m in moments if not m.abstained]
    return _score(sum(m.met for m in judged), len(judged), len(moments) - len(judged))


def wilson(met: int, needed: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's score interval for a share (Wilson 1927); `z` of 1.96 gives 95 %. (0, 1) when nothing was needed."""
    if not needed:
        return 0.0, 1.0
    share, spread = met / needed, z * z / needed
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / needed + spread / (4 * needed)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _score(met: int, needed: int, abstained: int) -> Score:
    if not needed:
        return Score(0, 0, None, None, None, abstained)
    low, high = wilson(met, needed)
    return Score(needed, met, round(met / needed, 4), round(low, 4), round(high, 4), abstained)
