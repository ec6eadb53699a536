"""A bundle small enough for a test: the shipped one's form and file names, a few hundred words, weights by chance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase, digits, punctuation
from typing import Any

import numpy as np
import pytest

from heard.evaluation.labels import GROUPS
from heard.inference.bundle import FORM, MANIFEST
from heard.inference.features import pattern_names

WIDTH = 32
WORDS = """a am an and are at be book by call came can day do face for four get have he i in is it me my name no not now
number of on once one order phone please pout pouting red refund ring said sent some someone sorry still tell thank that
the this third time to today we what when will with worry worried you your email link heart broken furious help""".split()
VOCABULARY = (
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
    *(*WORDS, *ascii_lowercase, *digits, *punctuation, *"“”‘’–—…é"),
    *(f"##{end}" for end in (*ascii_lowercase, *digits, "ing", "ed", "er", "less")),
)
OUTPUTS = (
    *(*GROUPS["feelings"], *GROUPS["circumstances"], *GROUPS["stance"]),
    *("intensity>=1", "intensity>=2", "intensity>=3", "need"),
    *GROUPS["moves"],
    *("recognition=-1", "recognition=0", "recognition=1", "recognition=2", "recognition=3"),
    *("action=0", "action=1", "action=2"),
)
PLACE = {name: place for place, name in enumerate(OUTPUTS)}


def calibration(**changes: Any) -> dict[str, Any]:
    """One that takes the numbers as they come, cuts in the middle and is sure from 0.8 on; but for `changes`."""
    labels = [label for names in GROUPS.values() for label in names]
    made = {
        "coverage": 0.9,
        "slope": [1.0] * len(OUTPUTS),
        "shift": [0.0] * len(OUTPUTS),
        "threshold": dict.fromkeys((*labels, "need"), 0.5),
        "scales": {
            "intensity": {">=1": 0.5, ">=2": 0.5, ">=3": 0.5},
            "recognition": {"levels": [-1, 0, 1, 2, 3], "temperature": 1.0},
            "action": {"levels": [0, 1, 2], "temperature": 1.0},
        },
        "conformal": {"need": 0.8, "recognition": 0.8, "action": 0.8},
    }
    return made | changes


def heads(seed: int = 1, width: int = WIDTH, hidden: int = 8) -> dict[str, np.ndarray]:
    """The heads' arrays by chance, strong enough that labels, sentences and contexts differ."""
    chance = np.random.default_rng(seed)
    outputs, patterns = len(OUTPUTS), len(pattern_names())
    seen = 4 * width + 4 * outputs + 2 * patterns + 4
    shapes: dict[str, tuple[int, ...]] = {
        "query": (width, outputs),
        "value": (width, outputs),
        "value_bias": (outputs,),
        "norm": (seen,),
        "norm_bias": (seen,),
        "hidden": (seen, hidden),
        "hidden_bias": (hidden,),
        "out": (hidden, outputs),
        "out_bias": (outputs,),
        "fused": (patterns, outputs),
    }
    return {name: chance.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}


def transformer(seed: int = 1, layers: int = 2, width: int = WIDTH, words: int = len(VOCABULARY)) -> dict[str, Any]:
    """A BERT's weights by chance, under BERT's names."""
    chance = np.random.default_rng(seed)
    made: dict[str, Any] = {}

    def put(name: str, *shape: int, mean: float = 0.0) -> None:
        made[name] = (mean + chance.normal(0, 0.15, shape)).astype(np.float32)

    def norm(name: str) -> None:
        put(f"{name}.weight", width, mean=1.0)
        put(f"{name}.bias", width)

    put("embeddings.word_embeddings.weight", words, width)
    put("embeddings.position_embeddings.weight", 512, width)
    put("embeddings.token_type_embeddings.weight", 2, width)
    norm("embeddings.LayerNorm")
    for layer in range(layers):
        at = f"encoder.layer.{layer}"
        for name, out, into in (
            *((f"attention.self.{part}", width, width) for part in ("query", "key", "value")),
            *(("attention.output.dense", width, width), ("intermediate.dense", 4 * width, width)),
            ("output.dense", width, 4 * width),
        ):
            put(f"{at}.{name}.weight", out, into)
            put(f"{at}.{name}.bias", out)
        norm(f"{at}.attention.output.LayerNorm")
        norm(f"{at}.output.LayerNorm")
    return made


def write_bundle(folder: Path, *, version: str = "tiny/1", **changes: Any) -> Path:
    """A whole bundle in `folder`; `changes` are the calibration's. Skips the test where a graph can't be written."""
    pytest.importorskip("onnx", reason="a test's bundle is written with onnx, from the extra [train]")
    from heard.training.onnx_graph import graph, write_quantised

    folder.mkdir(parents=True, exist_ok=True)
    write_quantised(graph(transformer(), layers=2, heads=4), folder / "encoder.onnx")
    np.savez(folder / "heads.npz", allow_pickle=False, **heads())
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), "utf-8")
    vouch(folder, version=version, calibration=calibration(**changes))
    return folder


def vouch(folder: Path, **facts: Any) -> None:
    """Writes the manifest anew for what lies in `folder`; `facts` change it."""
    sums = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.name != MANIFEST}
    told = {"form": FORM, "version": "tiny/1", "outputs": OUTPUTS, "patterns": pattern_names(), "sha256": sums}
    (folder / MANIFEST).write_text(json.dumps({"calibration": calibration()} | told | facts), "utf-8")


def rewrite(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """The manifest in `folder`, changed."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    change(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
