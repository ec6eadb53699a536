"""The second fit of the fusion: a pattern counts as far as held-out conversations bear it out."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn", reason="fitting the fusion needs the extra [train]")

import numpy as np

from heard.inference.features import pattern_names
from heard.training.fusing import LEVELS, VIEW, fused, level_shifts
from heard.training.material import OUTPUTS, PLACE

PATTERNS = {name: place for place, name in enumerate(pattern_names())}
LABELS = [name for name in OUTPUTS if name in PATTERNS and name != "need"]


def drawn(trust: float, turns: int = 800) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outputs, targets and patterns where a pattern that fires is worth `trust` beside an output."""
    chance = np.random.default_rng(3)
    outputs = chance.normal(-0.5, 1.0, (turns, len(OUTPUTS))).astype(np.float32)
    patterns = (chance.random((turns, len(PATTERNS))) < 0.3).astype(np.float32)
    truth = outputs.copy()
    for label in LABELS:
        truth[:, PLACE[label]] += trust * patterns[:, PATTERNS[label]]
    targets = (chance.random(truth.shape) < 1 / (1 + np.exp(-truth))).astype(np.float32)
    return outputs, targets, patterns


def test_a_pattern_that_is_borne_out_adds_what_it_is_worth() -> None:
    added = fused(*drawn(2.0))

    worth = [added[PATTERNS[label], PLACE[label]] for label in LABELS]
    assert np.mean(worth) == pytest.approx(2.0, abs=0.4)


def test_a_pattern_that_says_nothing_adds_next_to_nothing_and_none_takes_away() -> None:
    added = fused(*drawn(0.0))

    worth = np.array([added[PATTERNS[label], PLACE[label]] for label in LABELS])
    assert worth.min() >= 0
    assert worth.mean() < 0.3
    assert (fused(*drawn(-2.0))[[PATTERNS[label] for label in LABELS], [PLACE[label] for label in LABELS]] == 0).all()


def test_the_view_of_recognition_is_a_bell_around_what_the_patterns_say() -> None:
    added, shifts = fused(*drawn(1.0)), level_shifts()
    for view in LEVELS:
        pattern = np.zeros(len(PATTERNS))
        pattern[PATTERNS["recognition"]], pattern[PATTERNS["denied"]] = max(view, 0) / 3, float(view < 0)
        logits = pattern @ added + shifts

        found = [logits[PLACE[f"recognition={level}"]] for level in LEVELS]
        bell = [-VIEW * (level - view) ** 2 for level in LEVELS]
        assert np.allclose(np.diff(found), np.diff(bell), atol=1e-5)
