"""How far a figure can be trusted: percentile intervals over resampled conversations (Efron 1979)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from random import Random
from typing import NamedTuple, TypeVar

from heard.evaluation.tally import Weights

__all__ = ["RESAMPLES", "Estimate", "estimates"]

RESAMPLES = 1000
_K = TypeVar("_K", bound=Hashable)


class Estimate(NamedTuple):
    """A figure with its 95 % interval. None: not defined here (no such label, nothing found)."""

    value: float | None
    low: float | None = None
    high: float | None = None


def estimates(
    statistics: Mapping[_K, Callable[[Weights], float | None]],
    conversations: int,
    *,
    seed: int,
    resamples: int = RESAMPLES,
) -> dict[_K, Estimate]:
    """Each of `statistics` over all `conversations`, with its interval. The same `seed` gives the same intervals.

    All statistics are taken from the same resamples. A resample in which one is undefined is left out for that one.
    """
    draws = Random(seed)  # noqa: S311 -- resampling needs no secret numbers, but the same ones again
    drawn: dict[_K, list[float]] = {key: [] for key in statistics}
    for _ in range(resamples):
        counts = Counter(draws.choices(range(conversations), k=conversations))
        weights = [counts[i] for i in range(conversations)]
        for key, statistic in statistics.items():
            value = statistic(weights)
            if value is not None:
                drawn[key].append(value)
    once = [1] * conversations
    return {key: _estimate(statistic(once), sorted(drawn[key])) for key, statistic in statistics.items()}


def _estimate(value: float | None, drawn: list[float]) -> Estimate:
    if value is None or not drawn:
        return Estimate(value)
    return Estimate(value, _percentile(drawn, 0.025), _percentile(drawn, 0.975))


def _percentile(ordered: list[float], share: float) -> float:
    """The value below which `share` of `ordered` lies, between neighbours in proportion."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
