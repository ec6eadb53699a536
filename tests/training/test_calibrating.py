"""What is fitted on held-out numbers keeps its promises on fresh ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from heard.inference.bundle import Bundle
from heard.inference.calibration import Calibration
from heard.training.calibrating import (
    BOUNDS,
    COVERAGE,
    _kept_from,
    _platt,
    _temperature,
    _threshold,
    calibrate,
    uncalibrated,
)
from heard.training.material import OUTPUTS, PLACE

MANY = 4000


def drawn(seed: int, turns: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Outputs of a network that is twice as sure as it should be, with what is right for each."""
    chance = np.random.default_rng(seed)
    truth = chance.normal(-0.5, 1.5, (turns, len(OUTPUTS)))
    targets = (chance.random(truth.shape) < 1 / (1 + np.exp(-truth))).astype(np.float32)
    for name, levels in (("recognition", (-1, 0, 1, 2, 3)), ("action", (0, 1, 2))):
        places = [PLACE[f"{name}={level}"] for level in levels]
        own = np.exp(truth[:, places])
        edges = (own / own.sum(axis=1, keepdims=True)).cumsum(axis=1)
        right = (chance.random((turns, 1)) > edges).sum(axis=1).clip(max=len(levels) - 1)
        targets[:, places] = np.eye(len(levels))[right]
    return 2 * truth.astype(np.float32), targets


def applied(calibration: dict[str, object]) -> Calibration:
    return Calibration(Bundle(Path(), "tiny/1", OUTPUTS, (), calibration, {}, ()))


@pytest.fixture(scope="module")
def calibration() -> dict[str, object]:
    return calibrate(*drawn(1))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_coverage_that_is_stated_holds_on_fresh_numbers(seed: int) -> None:
    chance = np.random.default_rng(seed)
    p = chance.beta(0.8, 0.8, 2 * MANY)
    right = (chance.random(2 * MANY) < p).astype(float)
    kept = _kept_from(p[:MANY], right[:MANY])
    fresh, truth = p[MANY:], right[MANY:] == 1
    covered = np.where(truth, fresh >= kept, 1 - fresh >= kept).mean()

    # Four standard deviations: of what is fresh, and of the fifty-fifty that the promise was fitted on.
    assert abs(covered - COVERAGE) < 4 * np.sqrt(2 * COVERAGE * (1 - COVERAGE) / MANY)


@pytest.mark.parametrize("name", ["need", "recognition>=2", "action>=1"])
def test_the_coverage_holds_through_the_whole_calibration(calibration: dict[str, object], name: str) -> None:
    judge = applied(calibration)
    outputs, targets = drawn(2, 2000)
    kept = judge.keeps[1][name.partition(">")[0]]
    p = np.array([judge.by_name(row)[name] for row in outputs])
    reaching = {
        "need": ["need"],
        "recognition>=2": ["recognition=2", "recognition=3"],
        "action>=1": ["action=1", "action=2"],
    }
    truth = targets[:, [PLACE[output] for output in reaching[name]]].max(axis=1) == 1

    covered = np.where(truth, p >= kept, 1 - p >= kept).mean()
    assert covered > COVERAGE - 4 * np.sqrt(COVERAGE * (1 - COVERAGE) * (1 / 600 + 1 / 2000))


def test_probabilities_mean_what_they_say(calibration: dict[str, object]) -> None:
    outputs, targets = drawn(3, 3000)
    judge = applied(calibration)
    place = PLACE["need"]
    p = judge.probabilities(outputs)[:, place]
    off = [abs(p[part].mean() - targets[part, place].mean()) for part in np.array_split(np.argsort(p), 10)]
    raw = 1 / (1 + np.exp(-outputs[:, place]))
    off_raw = [abs(raw[part].mean() - targets[part, place].mean()) for part in np.array_split(np.argsort(raw), 10)]

    assert np.mean(off) < 0.05 < np.mean(off_raw)


def test_more_evidence_is_never_less_sure() -> None:
    outputs = np.linspace(-3, 3, 60)

    assert _platt(outputs, (outputs < 0).astype(float)) == (1.0, 0.0)  # upside down: left as it came
    assert _platt(outputs, (outputs > 0).astype(float))[0] > 1


@pytest.mark.parametrize("rare", [0.5, 1.5, 3.0])
def test_no_other_threshold_brings_much_more_f1_on_fresh_turns(rare: float) -> None:
    chance = np.random.default_rng(7)
    p = 1 / (1 + np.exp(rare - chance.normal(0, 1.5, 2 * MANY)))
    right = (chance.random(2 * MANY) < p).astype(float)

    def f1(cut: float) -> float:
        held, so = p[MANY:] >= cut, right[MANY:] == 1
        return float(2 * (held & so).sum() / (held.sum() + so.sum()))

    assert f1(_threshold(p[:MANY], right[:MANY])) > max(f1(cut) for cut in np.linspace(0.05, 0.95, 91)) - 0.01


def test_a_label_holds_neither_from_next_to_nothing_on_nor_only_from_more_than_one_half() -> None:
    hopeless, plain = np.full(100, 0.02), np.repeat([0.0, 1.0], 50)

    assert _threshold(hopeless, np.zeros(100)) == BOUNDS[0]
    assert _threshold(plain, plain) == BOUNDS[1]


def test_a_label_that_was_hardly_seen_is_calibrated_with_all_the_others() -> None:
    outputs, targets = drawn(6)
    targets[:, PLACE["loyalty"]] = 0
    calibration = calibrate(outputs, targets)

    assert calibration["slope"][PLACE["loyalty"]] == pytest.approx(0.5, abs=0.1)


def test_a_network_that_is_too_sure_is_cooled() -> None:
    outputs, targets = drawn(4, 1500)
    places = [PLACE[f"action={level}"] for level in (0, 1, 2)]

    assert _temperature(outputs[:, places], targets[:, places]) == pytest.approx(2.0, abs=0.35)


def test_a_calibration_before_any_is_fitted_changes_nothing() -> None:
    outputs, _ = drawn(5, 3)

    assert np.allclose(applied(uncalibrated()).probabilities(outputs), 1 / (1 + np.exp(-outputs)), atol=1e-6)


def test_what_is_written_says_every_label_and_scale(calibration: dict[str, object]) -> None:
    judge = applied(calibration)

    assert len(judge.labels) == 47
    assert judge.keeps[0] == COVERAGE
