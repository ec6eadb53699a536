"""The transformer as an ONNX graph, in the operators that onnxruntime runs fastest, its weights in eight bits.

The graph is written out operator by operator: an exporter's graph of the same network is not recognised by
onnxruntime's fused attention, and runs at half the speed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

__all__ = ["graph", "write_quantised"]

Array = NDArray[np.float32]
_FUSED = "com.microsoft"  # onnxruntime's own operators
_EPSILON = 1e-12
POSITIONS = 128  # of a window; heard.inference.network.WINDOW and its two marks


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: Array) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values, dtype=np.float32), name))
        return name

    def node(self, operator: str, inputs: list[str], outputs: list[str], **attributes: float) -> None:
        domain = "" if operator == "MatMul" else _FUSED
        self.nodes.append(
            helper.make_node(operator, inputs, outputs, domain=domain, name=f"{operator}:{outputs[0]}", **attributes)
        )


def graph(weights: Mapping[str, Array], *, layers: int, heads: int) -> onnx.ModelProto:
    """(input_ids, mask: batch × tokens, int32) → hidden: batch × tokens × width. `weights` have BERT's names."""
    made = _Graph()
    words = weights["embeddings.word_embeddings.weight"]
    places = (
        weights["embeddings.position_embeddings.weight"][:POSITIONS]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    made.node(
        "EmbedLayerNormalization",
        [
            *("input_ids", "", made.weight("words", words), made.weight("places", places), ""),
            made.weight("norm", weights["embeddings.LayerNorm.weight"]),
            made.weight("norm_bias", weights["embeddings.LayerNorm.bias"]),
            "mask",
        ],
        ["hidden0", "lengths"],
        epsilon=_EPSILON,
    )
    for layer in range(layers):
        _layer(made, weights, layer, heads, "hidden" if layer == layers - 1 else f"hidden{layer + 1}")
    shape: list[str | int] = ["batch", "tokens"]
    return helper.make_model(
        helper.make_graph(
            made.nodes,
            "heard-encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT32, shape) for name in ("input_ids", "mask")],
            [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [*shape, words.shape[1]])],
            made.weights,
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)],
        ir_version=10,
    )


def _layer(made: _Graph, weights: Mapping[str, Array], layer: int, heads: int, out: str) -> None:
    """Attention, then the feed-forward part, each added to what came in and normalised."""
    at = f"encoder.layer.{layer}."
    own = f"{at}attention.self."
    parts = ("query", "key", "value")
    into, attended, mixed, between = f"hidden{layer}", f"attended{layer}", f"mixed{layer}", f"between{layer}"

    def of(name: str) -> str:
        values = weights[at + name]
        return made.weight(f"{layer}.{name}", values.T if values.ndim == 2 else values)

    made.node(
        "Attention",
        [
            into,
            made.weight(f"{layer}.attention", np.concatenate([weights[f"{own}{p}.weight"].T for p in parts], axis=1)),
            made.weight(f"{layer}.attention_bias", np.concatenate([weights[f"{own}{p}.bias"] for p in parts])),
            "lengths",
        ],
        [attended],
        num_heads=heads,
    )
    made.node("MatMul", [attended, of("attention.output.dense.weight")], [mixed])
    norm = ("attention.output.LayerNorm.weight", "attention.output.LayerNorm.bias", "attention.output.dense.bias")
    made.node("SkipLayerNormalization", [into, mixed, *map(of, norm)], [between], epsilon=_EPSILON)
    made.node("MatMul", [between, of("intermediate.dense.weight")], [f"wide{layer}"])
    made.node("BiasGelu", [f"wide{layer}", of("intermediate.dense.bias")], [f"active{layer}"])
    made.node("MatMul", [f"active{layer}", of("output.dense.weight")], [f"narrow{layer}"])
    norm = ("output.LayerNorm.weight", "output.LayerNorm.bias", "output.dense.bias")
    made.node("SkipLayerNormalization", [between, f"narrow{layer}", *map(of, norm)], [out], epsilon=_EPSILON)


def write_quantised(model: onnx.ModelProto, path: Path) -> None:
    """Writes `model` with its matrices in eight bits, each column by its own scale: one scale for all loses too much."""
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(model, whole)
        quantize_dynamic(
            whole,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
