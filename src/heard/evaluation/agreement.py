"""How far two readers of the same conversations agree, label by label: what can be asked of a machine at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from heard.evaluation.gold import Gold
from heard.evaluation.labels import GROUPS
from heard.evaluation.metrics import quadratic_weighted_kappa
from heard.evaluation.resampling import RESAMPLES, Estimate, estimates
from heard.evaluation.tally import ScaleTally, Weights

__all__ = ["Agreement", "agreement"]

SCALES = ("intensity", "recognition", "action")


class Agreement(NamedTuple):
    """Of one label or scale."""

    name: str
    turns: int  # that both readers judged
    first: int  # turns that the first gave the label to, or a value above 0
    second: int
    same: float  # the share of turns on which both said the same
    kappa: Estimate  # Cohen's; of a scale, weighted by the square of the distance


def agreement(
    first: Sequence[Gold], second: Sequence[Gold], *, seed: int = 1, resamples: int = RESAMPLES
) -> tuple[Agreement, ...]:
    """Of every label, of need and of the scales, over the conversations that both have read, found by their ids."""
    by_id = {gold.conversation.id: gold for gold in first}
    both = [(by_id[gold.conversation.id], gold) for gold in second if gold.conversation.id in by_id]
    tallies: dict[str, ScaleTally] = {}
    for number, (one, other) in enumerate(both):
        for a, b in zip(one.labels, other.labels, strict=True):
            for name, value in _values(a._asdict()).items():
                against = _values(b._asdict()).get(name)
                if value is not None and against is not None:
                    tallies.setdefault(name, ScaleTally()).add(number, gold=value, found=against)
    kappas = estimates(
        {name: partial(_kappa, tally) for name, tally in tallies.items()}, len(both), seed=seed, resamples=resamples
    )
    order = [*(label for names in GROUPS.values() for label in names), "need", "answers an open need", *SCALES]
    return tuple(_row(name, tallies[name].pairs([1] * len(both)), kappas[name]) for name in order if name in tallies)


def _values(said: Mapping[str, object]) -> dict[str, int | None]:
    """What one reader said of one turn, as numbers."""
    labels, need, answers = said["labels"], said["need"], said["answers"]
    if not isinstance(labels, frozenset):
        return {}
    groups = ("feelings", "circumstances", "stance") if need is not None else ("moves",)
    values: dict[str, int | None] = {label: int(label in labels) for group in groups for label in GROUPS[group]}
    if need is not None:
        values["need"] = int(bool(need))
    if answers is not None:
        values["answers an open need"] = int(bool(answers))
    for scale in SCALES:
        value = said[scale]
        values[scale] = value if isinstance(value, int) else None
    return values


def _kappa(tally: ScaleTally, weights: Weights) -> float | None:
    return quadratic_weighted_kappa(tally.pairs(weights))


def _row(name: str, pairs: Mapping[tuple[int, int], int], kappa: Estimate) -> Agreement:
    turns = sum(pairs.values())
    return Agreement(
        name=name,
        turns=turns,
        first=sum(count for (one, _), count in pairs.items() if one > 0),
        second=sum(count for (_, other), count in pairs.items() if other > 0),
        same=sum(count for (one, other), count in pairs.items() if one == other) / turns,
        kappa=kappa,
    )
