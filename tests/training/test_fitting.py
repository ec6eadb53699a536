"""Fitting learns, may be interrupted, and gives the same weights every time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from heard.training.fitting import ALONE, OF_SCALES, RAREST, Chosen, fit, loss_of, outputs_of, weights_of
from heard.training.material import OUTPUTS, PLACE, UNKNOWN
from heard.training.network import Network
from heard.training.runs import Checkpoint, Log, Plan
from tests.training.made import MARKS, network, pool

PLAN = Plan(epochs=2, rate=1e-3, head_rate=5e-3, seed=1, turns=24)


class Interrupting(Log):
    """A log at whose words "epoch 2" somebody presses Ctrl-C."""

    def say(self, text: str) -> None:
        super().say(text)
        if "epoch 2" in text:
            raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """So that sums are made in one order."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def fitted(folder: Path, plan: Plan = PLAN, log: type[Log] = Log, seed: int = 1) -> Network:
    return fit(network(seed), pool(8), plan, MARKS, log(folder / "log.txt"), Checkpoint(folder / "kept.pt", "the same"))


def test_loss_falls_and_what_was_shown_is_learnt(tmp_path: Path) -> None:
    plan = Plan(epochs=8, rate=1e-3, head_rate=5e-3, seed=1, turns=24)
    net = fitted(tmp_path, plan)
    losses = [float(line.rsplit(" ", 1)[1]) for line in (tmp_path / "log.txt").read_text().splitlines()]

    assert len(losses) == plan.epochs
    assert losses[-1] < 0.6 * losses[0]
    assert set(outputs_of(net, pool(2), MARKS).shape) == {sum(len(e.pieces) for e in pool(2)), len(OUTPUTS)}


def test_a_run_that_goes_on_after_an_interruption_gives_the_weights_of_one_that_ran_through(tmp_path: Path) -> None:
    through, broken = tmp_path / "through", tmp_path / "broken"
    through.mkdir()
    broken.mkdir()
    whole = fitted(through).state_dict()
    with pytest.raises(KeyboardInterrupt):
        fitted(broken, log=Interrupting)
    gone_on = fitted(broken, seed=99).state_dict()  # where it begins is in the file, not in what it is given

    assert "going on after epoch 1" in (broken / "log.txt").read_text()
    assert all(torch.equal(gone_on[name], values) for name, values in whole.items())


def test_a_run_that_was_finished_gives_the_same_again(tmp_path: Path) -> None:
    first = fitted(tmp_path).state_dict()
    again = fitted(tmp_path, seed=99).state_dict()

    assert all(torch.equal(again[name], values) for name, values in first.items())


def test_what_is_given_back_is_the_average_over_the_last_steps(tmp_path: Path) -> None:
    given = fitted(tmp_path).state_dict()
    kept = torch.load(tmp_path / "kept.pt", weights_only=True)

    assert all(torch.equal(given[name], kept["averaged"][f"module.{name}"]) for name in given)
    assert any(not torch.equal(given[name], values) for name, values in kept["net"].items())


def test_a_rare_label_weighs_more_and_within_bounds() -> None:
    weights = weights_of(pool(8))
    targets = np.concatenate([example.targets for example in pool(8)])
    never = [i for i in range(len(OUTPUTS)) if not (targets[:, i] == 1).any()]

    assert weights.min() >= 1
    assert weights.max() <= RAREST
    assert all(weights[place] == RAREST for place in never if (targets[:, place] == 0).sum() > RAREST**2)


def test_what_nobody_labelled_costs_nothing() -> None:
    found = torch.randn(2, len(OUTPUTS))
    target = torch.full((2, len(OUTPUTS)), UNKNOWN)
    target[0, PLACE["need"]] = 1.0
    before = loss_of(found, target, torch.ones(len(OUTPUTS)))
    found[1] = 50.0
    found[0, [i for i in range(len(OUTPUTS)) if i != PLACE["need"]]] = -50.0

    assert torch.equal(loss_of(found, target, torch.ones(len(OUTPUTS))), before)


def test_a_level_far_from_the_right_one_costs_more_than_a_near_one() -> None:
    target = torch.full((1, len(OUTPUTS)), UNKNOWN)
    places = OF_SCALES["recognition"]
    target[0, places] = torch.tensor([0.0, 0.0, 0.0, 0.0, 1.0])

    def cost(level: int) -> float:
        found = torch.zeros(1, len(OUTPUTS))
        found[0, places[level]] = 4.0
        return float(loss_of(found, target, torch.ones(len(OUTPUTS))))

    assert cost(0) > cost(2) > cost(3) > cost(4)


def test_every_output_is_fitted_alone_or_on_a_scale_and_none_twice() -> None:
    assert sorted([*ALONE, *(place for places in OF_SCALES.values() for place in places)]) == list(range(len(OUTPUTS)))


def test_a_turn_that_is_judged_otherwise_when_said_otherwise_costs() -> None:
    one = pool(1)[0]
    chosen = Chosen([(one, one)])
    turns = len(one.pieces)
    alike = torch.zeros(2 * turns, len(OUTPUTS))
    weights = torch.ones(len(OUTPUTS))
    other = alike.clone()
    other[:turns, ALONE], other[turns:, ALONE] = 1.0, -1.0

    apart = chosen.loss(other, weights) - loss_of(other, torch.from_numpy(one.targets).repeat(2, 1), weights)
    assert apart > 1
    assert torch.equal(chosen.loss(alike, weights), loss_of(alike, torch.from_numpy(one.targets).repeat(2, 1), weights))


def test_patterns_that_are_left_out_are_left_out_of_both_readings() -> None:
    one = pool(1)[0]
    turns = len(one.pieces)
    hidden = Chosen([(one, one)]).hidden(torch.ones(2 * turns, one.patterns.shape[1]))

    assert torch.equal(hidden[:turns], hidden[turns:])
    assert 0 < hidden.mean() < 1
