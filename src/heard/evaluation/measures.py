"""What is measured of a judge, by the name that tables show: one function each, from counts to a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from heard.evaluation.counting import Counts
from heard.evaluation.labels import GROUPS
from heard.evaluation.metrics import Hits, exact_agreement, macro, quadratic_weighted_kappa
from heard.evaluation.tally import Weights

__all__ = ["FREQUENT", "MEASURES", "SLICED", "Measure", "label_hits"]

FREQUENT = 15  # what stands less often says little: such labels stay out of the macro means, such slices are not shown

Measure = Callable[[Counts, Weights], float | None]


def label_hits(label: str, counts: Counts, weights: Weights) -> Hits:
    """The hits of one label."""
    return counts.labels[label].hits(weights) if label in counts.labels else Hits(0, 0, 0)


def _macro_f1(group: str, counts: Counts, weights: Weights) -> float | None:
    """The macro-F1 over the labels of `group` that stand at least FREQUENT times in the whole file."""
    frequent = [name for name in GROUPS[group] if name in counts.labels and counts.labels[name].support >= FREQUENT]
    return macro(label_hits(name, counts, weights).f1 for name in frequent)


MEASURES: Mapping[str, Measure] = {
    "need: F1": lambda counts, w: counts.need.hits(w).f1,
    "need: precision": lambda counts, w: counts.need.hits(w).precision,
    "need: recall": lambda counts, w: counts.need.hits(w).recall,
    "recognition: weighted kappa": lambda counts, w: quadratic_weighted_kappa(counts.recognition.pairs(w)),
    "recognition: the same": lambda counts, w: exact_agreement(counts.recognition.pairs(w)),
    "action: weighted kappa": lambda counts, w: quadratic_weighted_kappa(counts.action.pairs(w)),
    "action: the same": lambda counts, w: exact_agreement(counts.action.pairs(w)),
    "intensity: weighted kappa": lambda counts, w: quadratic_weighted_kappa(counts.intensity.pairs(w)),
    "intensity: the same": lambda counts, w: exact_agreement(counts.intensity.pairs(w)),
    "feelings: macro-F1": partial(_macro_f1, "feelings"),
    "circumstances: macro-F1": partial(_macro_f1, "circumstances"),
    "stance: macro-F1": partial(_macro_f1, "stance"),
    "moves: macro-F1": partial(_macro_f1, "moves"),
    "dismiss: F1": lambda counts, w: label_hits("dismiss", counts, w).f1,
    "answering an open need: F1": lambda counts, w: counts.answers.hits(w).f1,
    "answering an open need: precision": lambda counts, w: counts.answers.hits(w).precision,
    "answering an open need: recall": lambda counts, w: counts.answers.hits(w).recall,
    "answering an open need: kappa": lambda counts, w: quadratic_weighted_kappa(counts.answers_pairs.pairs(w)),
}

SLICED = ("need: F1", "recognition: weighted kappa", "action: weighted kappa")
