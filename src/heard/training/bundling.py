"""The bundle: what was fitted, as the files that `heard.inference` reads, each with its checksum."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from heard.inference.bundle import FORM, MANIFEST
from heard.inference.features import pattern_names
from heard.training.material import OUTPUTS
from heard.training.network import Heads, Network
from heard.training.onnx_graph import graph, write_quantised

__all__ = ["heads_of", "write_bundle", "write_heads", "write_network"]


def heads_of(heads: Heads) -> dict[str, np.ndarray]:
    """The heads' arrays by the names of `heard.inference.heads`, each to be multiplied from the right."""
    norm, hidden, _, _, out = heads.context
    arrays = {
        "query": heads.query.weight.T,
        "value": heads.value.weight.T,
        "value_bias": heads.value.bias,
        "norm": norm.weight,
        "norm_bias": norm.bias,
        "hidden": hidden.weight.T,
        "hidden_bias": hidden.bias,
        "out": out.weight.T,
        "out_bias": out.bias,
        "fused": heads.fused.weight.T,
    }
    return {name: np.ascontiguousarray(values.detach().numpy(), dtype=np.float32) for name, values in arrays.items()}


def write_network(net: Network, folder: Path) -> None:
    """Transformer and heads, as they were fitted together."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: values.detach().numpy() for name, values in net.transformer.state_dict().items()}
    config = net.transformer.config
    write_quantised(
        graph(weights, layers=len(net.transformer.encoder.layer), heads=config.num_attention_heads),
        folder / "encoder.onnx",
    )
    write_heads(net.heads, folder)


def write_heads(heads: Heads, folder: Path) -> None:
    """The heads alone; the transformer stays as it is."""
    np.savez(folder / "heads.npz", allow_pickle=False, **heads_of(heads))


def write_bundle(folder: Path, *, version: str, vocabulary: Path, calibration: dict[str, Any]) -> None:
    """Completes `folder`, in which the network lies already, and vouches for each file."""
    shutil.copyfile(vocabulary, folder / "vocab.txt")
    shutil.copyfile(Path(__file__).with_name("card.md"), folder / "CARD.md")
    sums = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }
    manifest = {
        "form": FORM,
        "version": version,
        "outputs": OUTPUTS,
        "patterns": pattern_names(),
        "calibration": calibration,
        "sha256": sums,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
