"""From numbers to judgements: what is fitted on conversations that neither transformer nor heads were fitted on."""

from __future__ import annotations

from typing import Any

import numpy as np
from mapie.classification import SplitConformalClassifier
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

from heard.evaluation.labels import GROUPS
from heard.training.fitting import OF_SCALES, SCALES
from heard.training.material import OUTPUTS, PLACE

__all__ = ["COVERAGE", "calibrate", "uncalibrated"]

Array = NDArray[np.floating[Any]]
COVERAGE = 0.9  # of the sets that conformal prediction keeps
FEW = 12  # a label that holds more seldom is calibrated with all labels taken together
BOUNDS = 0.15, 0.5  # of the probability from which a label holds
BARS = {"need": 1, "recognition": 2, "action": 1}  # the decision that hangs on each


def calibrate(outputs: Array, targets: Array) -> dict[str, Any]:
    """What `heard.inference.calibration` reads, from turns × OUTPUTS as they came and as they should be."""
    slope, shift = np.ones(len(OUTPUTS)), np.zeros(len(OUTPUTS))
    labels = [label for names in GROUPS.values() for label in names]
    places = [PLACE[label] for label in labels]
    known = targets[:, places] >= 0
    slope[places], shift[places] = _platt(outputs[:, places][known], targets[:, places][known])
    for place in range(len(OUTPUTS)):
        rows = targets[:, place] >= 0
        if min((targets[rows, place] == 1).sum(), (targets[rows, place] == 0).sum()) >= FEW:
            slope[place], shift[place] = _platt(outputs[rows, place], targets[rows, place])
    sure = 1 / (1 + np.exp(-np.clip(outputs * slope + shift, -30, 30)))
    threshold = {name: _threshold(sure[:, PLACE[name]], targets[:, PLACE[name]]) for name in (*labels, "need")}
    # The level in the middle: from one half on it is likelier to be reached than not.
    scales: dict[str, Any] = {"intensity": {f">={level}": 0.5 for level in (1, 2, 3)}}
    reached = {"need": (sure[:, PLACE["need"]], targets[:, PLACE["need"]])}
    for name, levels in SCALES.items():
        places = OF_SCALES[name]
        rows = targets[:, places[0]] >= 0
        own, right = outputs[rows][:, places], targets[rows][:, places]
        temperature = _temperature(own, right)
        p = _softmax(own / temperature)
        scales[name] = {"levels": list(levels), "temperature": temperature}
        above = np.array(levels) >= BARS[name]
        reached[name] = p[:, above].sum(axis=1), right[:, above].sum(axis=1)
    return {
        "coverage": COVERAGE,
        "slope": [round(float(v), 5) for v in slope],
        "shift": [round(float(v), 5) for v in shift],
        "threshold": threshold,
        "scales": scales,
        "conformal": {name: _kept_from(p, right) for name, (p, right) in reached.items()},
    }


def uncalibrated() -> dict[str, Any]:
    """A calibration that changes nothing, to read a network's numbers with."""
    return {
        "coverage": COVERAGE,
        "slope": [1.0] * len(OUTPUTS),
        "shift": [0.0] * len(OUTPUTS),
        "threshold": {},
        "scales": {},
        "conformal": {},
    }


def _platt(outputs: Array, targets: Array) -> tuple[float, float]:
    """Slope and shift of Platt's sigmoid; the slope stays positive, so that more evidence is never less sure."""
    fitted = LogisticRegression(C=10.0).fit(outputs[:, None], targets == 1)
    slope = float(fitted.coef_[0, 0])
    return (slope, float(fitted.intercept_[0])) if slope > 0 else (1.0, 0.0)


def _threshold(sure: Array, targets: Array) -> float:
    """The probability from which a label holds, for the highest F1: half of the highest F1 that these probabilities let
    expect (Lipton, Elkan and Naryanaswamy 2014, arXiv:1402.1892).

    It rests on the probabilities of all turns, not on the few in which a rare label stands.
    """
    likeliest = np.sort(sure[targets >= 0])[::-1].astype(np.float64)
    holding = np.arange(1, len(likeliest) + 1)
    expected = 2 * likeliest.cumsum() / (holding + likeliest.sum())
    return round(float(np.clip(expected.max() / 2, *BOUNDS)), 4)


def _temperature(outputs: Array, targets: Array) -> float:
    """The temperature at which the right level is likeliest, on a grid."""
    grid = np.linspace(0.5, 3.0, 51)
    losses = [-(targets * np.log(_softmax(outputs / t) + 1e-9)).sum() for t in grid]
    return round(float(grid[int(np.argmin(losses))]), 4)


class _Given(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn publishes no types
    """Probabilities that are at hand already, in the form that MAPIE asks for."""

    def __init__(self) -> None:
        self.classes_ = np.array([0, 1])

    def fit(self, *_: object) -> _Given:
        return self

    def predict(self, p: Array) -> NDArray[np.int64]:
        found: NDArray[np.int64] = p.argmax(axis=1)
        return found

    def predict_proba(self, p: Array) -> Array:
        return p

    def __sklearn_is_fitted__(self) -> bool:
        return True


def _kept_from(p: Array, right: Array) -> float:
    """The probability from which split conformal prediction keeps a value at COVERAGE; by MAPIE."""
    known = right >= 0
    conformal = SplitConformalClassifier(_Given(), confidence_level=COVERAGE, prefit=True, conformity_score="lac")
    conformal.conformalize(np.stack([1 - p[known], p[known]], axis=1), (right[known] >= 0.5).astype(int))
    grid = np.linspace(0, 1, 1001)
    _, sets = conformal.predict_set(np.stack([1 - grid, grid], axis=1))
    return round(float(grid[sets[:, 1, 0]].min()), 4)


def _softmax(values: Array) -> Array:
    found = np.exp(values - values.max(axis=1, keepdims=True))
    shares: Array = found / found.sum(axis=1, keepdims=True)
    return shares
