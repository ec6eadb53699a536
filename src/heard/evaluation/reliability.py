"""How far probabilities mean what they say: expected calibration error in bins of equal mass.

The error is the mean distance, over the bins, between the probability that was given and the share that was so, each bin
weighing as much as it holds (Naeini, Cooper and Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian
binning"). The bins hold the same number each (Nguyen and O'Connor 2015, arXiv:1508.05154), so that none is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from random import Random
from statistics import fmean
from typing import NamedTuple

__all__ = ["BINS", "Bin", "Given", "calibration_error", "error_by_chance", "reliability"]

BINS = 10
Given = tuple[float, bool]  # a probability that was given, and whether it was so


class Bin(NamedTuple):
    """What was given in one bin, and what was so."""

    number: int  # of probabilities in it
    given: float  # their mean
    so: float  # the share that was so


def reliability(given: Sequence[Given], bins: int = BINS) -> list[Bin]:
    """`given` from the lowest to the highest in at most `bins` bins, whose sizes differ by one at most."""
    ordered = sorted(given, key=itemgetter(0))  # by the probability alone: equal ones are not parted by how it was
    edges = [len(ordered) * i // bins for i in range(bins + 1)]
    return [
        Bin(end - start, fmean(p for p, _ in ordered[start:end]), fmean(so for _, so in ordered[start:end]))
        for start, end in pairwise(edges)
        if end > start
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error, 0…1; None where nothing was given."""
    total = sum(b.number for b in bins)
    return sum(b.number * abs(b.given - b.so) for b in bins) / total if total else None


def error_by_chance(given: Sequence[Given], *, seed: int, draws: int = 50) -> float | None:
    """The error that these very probabilities would show on average if they were right, as so few of them vary.

    What is so is drawn from the probabilities themselves (consistency resampling: Bröcker and Smith 2007). An error near
    this one can't be told from none.
    """
    if not given:
        return None
    chance = Random(seed)  # noqa: S311 -- resampling needs no secret numbers, but the same ones again
    errors = [calibration_error(reliability([(p, chance.random() < p) for p, _ in given])) for _ in range(draws)]
    return fmean(error for error in errors if error is not None)
