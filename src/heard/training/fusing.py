"""The fusion fitted a second time, on conversations that nothing else was fitted on.

While they are fitted together, the network learns the patterns' share on the corpus, whose people seldom use the phrases
that patterns know. Held-out conversations, real ones among them, say how far a pattern that fires is to be trusted beside
the network: for each label a logistic regression on the two, for a rare label the one that is pooled over all labels. Real
talk and the corpus count the same there, however many turns each has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from heard.evaluation.labels import GROUPS
from heard.inference.features import pattern_names
from heard.training.material import OUTPUTS, PLACE

__all__ = ["even", "fused", "level_shifts", "trusted_view"]

Array = NDArray[np.floating[Any]]
VIEWS = tuple(step / 20 for step in range(13))  # how far the patterns' view of recognition may be trusted
TEMPERATURES = np.linspace(0.5, 3.0, 26)
LEVELS = (-1, 0, 1, 2, 3)
ENOUGH = 150  # turns with a label, for it to have a share of its own


def even(sources: Sequence[object]) -> Array:
    """The weight of each turn, so that every source (of each turn, what names it) weighs the same; 1 on average."""
    names, of, counts = np.unique(np.array(sources), return_inverse=True, return_counts=True)
    weights: Array = (len(of) / len(names) / counts)[of]
    return weights


def fused(outputs: Array, targets: Array, patterns: Array, weights: Array, view: float) -> Array:
    """What a pattern's confidence is to add to each output: pattern features × OUTPUTS, nothing below zero for labels.

    `weights` are of the turns; `view` is how far the patterns' view of recognition is trusted.
    """
    places = {name: place for place, name in enumerate(pattern_names())}
    labels = ["need", *(label for names in GROUPS.values() for label in names)]
    seen: dict[str, tuple[Array, Array, Array]] = {}
    for label in labels:
        known = targets[:, PLACE[label]] >= 0
        both = np.stack([outputs[known, PLACE[label]], patterns[known, places[label]]], axis=1)
        seen[label] = both, targets[known, PLACE[label]] == 1, weights[known]
    pooled = _share(*(np.concatenate([of[part] for name, of in seen.items() if name != "need"]) for part in range(3)))
    added = np.zeros((len(places), len(OUTPUTS)), dtype=np.float32)
    for label, of in seen.items():
        added[places[label], PLACE[label]] = _share(*of) if of[1].sum() >= ENOUGH else pooled
    for level in LEVELS:  # the view is 3 × "recognition" - "denied"
        added[places["recognition"], PLACE[f"recognition={level}"]] = view * 2 * level * 3
        added[places["denied"], PLACE[f"recognition={level}"]] = -view * 2 * level
    return added


def trusted_view(outputs: Array, targets: Array, patterns: Array, weights: Array) -> float:
    """Of VIEWS the one that trusts the patterns most, of those under which the right levels of recognition are no
    unlikelier than under the best by more than one standard error: patterns fare better with talk of another kind.
    """
    places = {name: place for place, name in enumerate(pattern_names())}
    levels = [PLACE[f"recognition={level}"] for level in LEVELS]
    rows = targets[:, levels[0]] >= 0
    own, right, heavy = outputs[rows][:, levels], targets[rows][:, levels], weights[rows]
    seen = 3 * patterns[rows][:, places["recognition"]] - patterns[rows][:, places["denied"]]
    away = (np.array(LEVELS)[None, :] - seen[:, None]) ** 2
    costs = {view: heavy * _cost(own - view * away, right, heavy) for view in VIEWS}
    best = min(costs.values(), key=lambda cost: float(cost.mean()))
    return max(view for view, cost in costs.items() if (cost - best).mean() <= (cost - best).std() / np.sqrt(len(best)))


def _cost(values: Array, right: Array, weights: Array) -> Array:
    """The log loss of each row, at the temperature at which all together cost least."""
    found = []
    for temperature in TEMPERATURES:
        cooled = values / temperature
        top = cooled.max(axis=1)
        found.append(top + np.log(np.exp(cooled - top[:, None]).sum(axis=1)) - (cooled * right).sum(axis=1))
    return min(found, key=lambda cost: float((weights * cost).mean()))


def level_shifts(view: float) -> Array:
    """What each output is to be shifted by, so that the patterns' view of recognition works as a bell around it.

    A level's logit takes -`view`·(level - seen)²; seen² is the same for all levels, and what hangs on it is in `fused`.
    """
    shifts = np.zeros(len(OUTPUTS), dtype=np.float32)
    for level in LEVELS:
        shifts[PLACE[f"recognition={level}"]] = -view * level**2
    return shifts


def _share(both: Array, holds: Array, weights: Array) -> float:
    """The pattern's weight beside the output's, at least 0."""
    output, pattern = LogisticRegression(C=1.0).fit(both, holds, sample_weight=weights).coef_[0]
    return float(max(pattern, 0.0) / output) if output > 0 else 0.0
