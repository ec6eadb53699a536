"""The measures, each with its definition and source. A measure with nothing to divide by is None, never 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import NamedTuple

__all__ = ["Hits", "exact_agreement", "macro", "quadratic_weighted_kappa"]


class Hits(NamedTuple):
    """How often a label was found where it stands, found where it does not stand, and missed."""

    right: int
    extra: int
    missed: int

    @property
    def support(self) -> int:
        """How often the label stands."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Of what was found, the share that is right; None where nothing was found."""
        return _share(self.right, self.right + self.extra)

    @property
    def recall(self) -> float | None:
        """Of what stands there, the share that was found; None where nothing does."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall (van Rijsbergen 1979); None where nothing stood or was found."""
        return _share(2 * self.right, 2 * self.right + self.extra + self.missed)


def macro(values: Iterable[float | None]) -> float | None:
    """The plain mean over labels, so that a rare label weighs as much as a frequent one; undefined values stay out."""
    defined = [value for value in values if value is not None]
    return fmean(defined) if defined else None


def quadratic_weighted_kappa(pairs: Mapping[tuple[int, int], int]) -> float | None:
    """Agreement on an ordered scale beyond chance, disagreement weighing as its square (Cohen 1968).

    `pairs` counts (one judge's value, the other's). 1 is full agreement, 0 what chance gives, below 0 less than that.
    On a scale of two values it is plain kappa (Cohen 1960). None where both judges only ever gave one and the same value.
    """
    n = sum(pairs.values())
    seen = sum(count * (one - other) ** 2 for (one, other), count in pairs.items())
    # The squared difference expected of independent judges, times n: E[(x-y)²] = E[x²] + E[y²] - 2·E[x]·E[y].
    sum_one = sum(count * one for (one, _), count in pairs.items())
    sum_other = sum(count * other for (_, other), count in pairs.items())
    squares = sum(count * (one * one + other * other) for (one, other), count in pairs.items())
    by_chance = n * squares - 2 * sum_one * sum_other  # whole numbers, times n: exact
    return 1.0 - n * seen / by_chance if by_chance else None


def exact_agreement(pairs: Mapping[tuple[int, int], int]) -> float | None:
    """The share of pairs whose values are the same."""
    return _share(sum(count for (one, other), count in pairs.items() if one == other), sum(pairs.values()))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
