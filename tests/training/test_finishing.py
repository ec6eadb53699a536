"""The heads are finished over the transformer as it runs: read once, and learnt from in every way it was said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from heard.inference.network import Network
from heard.training.finishing import Vectors, finish, read
from heard.training.material import OUTPUTS, Example
from heard.training.network import Heads
from heard.training.runs import Log, Plan
from tests.inference.bundles import WIDTH, write_bundle
from tests.training.made import MARKS, pool


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return Network(write_bundle(tmp_path_factory.mktemp("bundle")) / "encoder.onnx", *MARKS)


def heads(examples: list[Example]) -> Heads:
    torch.manual_seed(1)
    return Heads(WIDTH, len(OUTPUTS), examples[0].patterns.shape[1])


def test_every_distinct_turn_is_read_once_and_marks_are_read_with_it(network: Network) -> None:
    examples, known = pool(3), Vectors()
    read(network, examples, known)
    before = dict(known)
    read(network, [*examples, *pool(4)], known)

    assert {tuple(pieces) for example in pool(4) for pieces in example.pieces} == known.keys()
    assert all(known[pieces] is vectors for pieces, vectors in before.items())
    short = next(pieces for pieces in known if 0 < len(pieces) < 100)
    assert known[short].shape == (len(short) + 2, WIDTH)


def test_loss_falls_and_the_same_plan_gives_the_same_heads(network: Network, tmp_path: Path) -> None:
    examples, known = pool(6), Vectors()
    read(network, examples, known)
    plan = Plan(epochs=6, rate=0.0, head_rate=5e-3, seed=1, turns=24)
    others: list[Example | None] = [examples[0], *[None] * 5]
    made = [
        finish(heads(examples), examples, plan, known, Log(tmp_path / "log.txt"), lambda _: others).state_dict()
        for _ in range(2)
    ]
    losses = [float(line.rsplit(" ", 1)[1]) for line in (tmp_path / "log.txt").read_text().splitlines()[:6]]

    assert losses[-1] < 0.8 * losses[0]
    assert all(np.array_equal(made[0][name], values) for name, values in made[1].items())
