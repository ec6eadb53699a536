"""The fusion fitted a second time, on conversations that nothing else was fitted on.

While they are fitted together, the network learns the patterns' share on the corpus, whose people seldom use the phrases
that patterns know. Held-out conversations, real ones among them, say how far a pattern that fires is to be trusted beside
the network: for each label a logistic regression on the two, for a rare label the one that is pooled over all labels.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from heard.evaluation.labels import GROUPS
from heard.inference.features import pattern_names
from heard.training.material import OUTPUTS, PLACE

__all__ = ["fused", "level_shifts"]

Array = NDArray[np.floating[Any]]
VIEW = (
    0.4  # how far the patterns' view of recognition is trusted: best on the held-out conversations, of 0 to 1 in fifths
)
LEVELS = (-1, 0, 1, 2, 3)
ENOUGH = 150  # turns with a label, for it to have a share of its own


def fused(outputs: Array, targets: Array, patterns: Array) -> Array:
    """What a pattern's confidence is to add to each output: pattern features × OUTPUTS, nothing below zero."""
    places = {name: place for place, name in enumerate(pattern_names())}
    labels = [label for names in GROUPS.values() for label in names]
    seen: dict[str, tuple[Array, Array]] = {}
    for label in labels:
        known = targets[:, PLACE[label]] >= 0
        both = np.stack([outputs[known, PLACE[label]], patterns[known, places[label]]], axis=1)
        seen[label] = both, targets[known, PLACE[label]] == 1
    pooled = _share(np.concatenate([x for x, _ in seen.values()]), np.concatenate([y for _, y in seen.values()]))
    added = np.zeros((len(places), len(OUTPUTS)), dtype=np.float32)
    for label, (both, holds) in seen.items():
        added[places[label], PLACE[label]] = _share(both, holds) if holds.sum() >= ENOUGH else pooled
    for level in LEVELS:  # the view is 3 × "recognition" - "denied"
        added[places["recognition"], PLACE[f"recognition={level}"]] = VIEW * 2 * level * 3
        added[places["denied"], PLACE[f"recognition={level}"]] = -VIEW * 2 * level
    return added


def level_shifts() -> Array:
    """What each output is to be shifted by, so that the patterns' view of recognition works as a bell around it.

    A level's logit takes -VIEW·(level - view)²; view² is the same for all levels, and what hangs on it is in `fused`.
    """
    shifts = np.zeros(len(OUTPUTS), dtype=np.float32)
    for level in LEVELS:
        shifts[PLACE[f"recognition={level}"]] = -VIEW * level**2
    return shifts


def _share(both: Array, holds: Array) -> float:
    """The pattern's weight beside the output's, at least 0."""
    output, pattern = LogisticRegression(C=1.0).fit(both, holds).coef_[0]
    return float(max(pattern, 0.0) / output) if output > 0 else 0.0
