"""The second fit of the fusion: a pattern counts as far as held-out conversations bear it out."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn", reason="fitting the fusion needs the extra [train]")

import numpy as np

from heard.inference.features import pattern_names
from heard.training.fusing import LEVELS, VIEWS, even, fused, level_shifts, trusted_view
from heard.training.material import OUTPUTS, PLACE

PATTERNS = {name: place for place, name in enumerate(pattern_names())}
EVEN = np.ones(800)
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
    added = fused(*drawn(2.0), EVEN, 0.4)

    worth = [added[PATTERNS[label], PLACE[label]] for label in LABELS]
    assert np.mean(worth) == pytest.approx(2.0, abs=0.4)


def test_a_pattern_that_says_nothing_adds_next_to_nothing_and_none_takes_away() -> None:
    added = fused(*drawn(0.0), EVEN, 0.4)

    worth = np.array([added[PATTERNS[label], PLACE[label]] for label in LABELS])
    assert worth.min() >= 0
    assert worth.mean() < 0.3
    assert (
        fused(*drawn(-2.0), EVEN, 0.4)[[PATTERNS[label] for label in LABELS], [PLACE[label] for label in LABELS]] == 0
    ).all()


def test_the_view_of_recognition_is_a_bell_around_what_the_patterns_say() -> None:
    added, shifts = fused(*drawn(1.0), EVEN, 0.4), level_shifts(0.4)
    for view in LEVELS:
        pattern = np.zeros(len(PATTERNS))
        pattern[PATTERNS["recognition"]], pattern[PATTERNS["denied"]] = max(view, 0) / 3, float(view < 0)
        logits = pattern @ added + shifts

        found = [logits[PLACE[f"recognition={level}"]] for level in LEVELS]
        bell = [-0.4 * (level - view) ** 2 for level in LEVELS]
        assert np.allclose(np.diff(found), np.diff(bell), atol=1e-5)


@pytest.mark.parametrize("trust", [0.0, 0.3])
def test_the_patterns_view_is_trusted_as_far_as_held_out_replies_bear_it_out(trust: float) -> None:
    chance = np.random.default_rng(5)
    outputs, targets, patterns = drawn(1.0, 3000)
    seen = chance.integers(-1, 4, len(outputs))
    patterns[:, PATTERNS["recognition"]] = seen.clip(0) / 3
    patterns[:, PATTERNS["denied"]] = seen < 0
    levels = [PLACE[f"recognition={level}"] for level in LEVELS]
    truth = outputs[:, levels] - trust * (np.array(LEVELS)[None, :] - seen[:, None]) ** 2
    right = np.array([chance.choice(5, p=np.exp(row) / np.exp(row).sum()) for row in truth])
    targets[:, levels] = np.eye(5)[right]

    assert trusted_view(outputs, targets, patterns, np.ones(3000)) == pytest.approx(trust, abs=0.1)
    assert min(VIEWS) == 0  # it may be not trusted at all


def test_real_talk_and_the_corpus_weigh_the_same() -> None:
    weights = even(["real", "corpus", "corpus", "corpus"])

    assert weights[0] == pytest.approx(weights[1:].sum()) == pytest.approx(2.0)
