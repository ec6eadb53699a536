"""The transformer as an ONNX graph, in the operators that onnxruntime runs fastest, its weights in eight bits.

The graph is written out operator by operator: an exporter's graph of the same network is not recognised by
onnxruntime's fused attention, and runs at half the speed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

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
    """Writes `model`, as `graph` makes it, with its matrices in eight bits."""
    onnx.save(_Quantised(model).made(), path)


class _Quantised:
    """A graph with every matrix in eight bits, each column by its own scale, and every token by its own scale.

    onnxruntime's dynamic quantisation has one scale for a whole batch: what a text amounts to would hang on the texts
    that it happens to be read with. Here it never does, and the error is halved.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        self._model = model
        self._weights = {weight.name: weight for weight in model.graph.initializer}
        self._nodes: list[onnx.NodeProto] = []
        self._rows: dict[str, tuple[str, str]] = {}  # a tensor → its bytes, its scales
        for name, value in (("one_byte", np.float32(127)), ("one", np.float32(1)), ("least", np.float32(1e-6))):
            self._keep(name, np.array(value))
        self._keep("middle", np.array(128, dtype=np.uint8))
        self._keep("last_axis", np.array([-1], dtype=np.int64))

    def made(self) -> onnx.ModelProto:
        """The model."""
        graph = self._model.graph
        for node in graph.node:
            if node.op_type == "EmbedLayerNormalization":
                self._embed(node)
            elif node.op_type == "Attention":
                self._attend(node)
            elif node.op_type == "MatMul":
                self._multiply(node.input[0], node.input[1], node.output[0])
            else:
                self._nodes.append(node)
        made = helper.make_graph(self._nodes, graph.name, graph.input, graph.output, list(self._weights.values()))
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(made, opset_imports=opsets, ir_version=10)

    def _keep(self, name: str, values: NDArray[Any]) -> str:
        self._weights[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def _add(self, operator: str, inputs: list[str], outputs: list[str], **attributes: float) -> str:
        domain = _FUSED if operator == "MultiHeadAttention" else ""
        self._nodes.append(
            helper.make_node(operator, inputs, outputs, domain=domain, name=f"{operator}:{outputs[0]}", **attributes)
        )
        return outputs[0]

    def _embed(self, node: onnx.NodeProto) -> None:
        """Word vectors in bytes, each word by its own scale; places are added, and the sum is normalised."""
        ids, _, words, places, _, norm, bias, _ = node.input
        values = numpy_helper.to_array(self._weights.pop(words))
        scale = np.maximum(np.abs(values).max(axis=1, keepdims=True) / 127, 1e-9).astype(np.float32)
        self._keep("words_bytes", np.round(values / scale).astype(np.int8))
        self._keep("words_scale", scale)
        self._keep("begin", np.array([0], dtype=np.int64))
        self._add("Gather", ["words_bytes", ids], ["word_bytes"])
        self._add("Cast", ["word_bytes"], ["word_numbers"], to=TensorProto.FLOAT)
        self._add("Gather", ["words_scale", ids], ["word_scale"])
        self._add("Mul", ["word_numbers", "word_scale"], ["word"])
        self._add("Shape", [ids], ["tokens"], start=1, end=2)
        self._add("Slice", [places, "begin", "tokens", "begin"], ["place"])
        self._add("Add", ["word", "place"], ["placed"])
        self._add("LayerNormalization", ["placed", norm, bias], [node.output[0]], axis=-1, epsilon=_EPSILON)

    def _attend(self, node: onnx.NodeProto) -> None:
        into, matrix, bias, _ = node.input
        out = node.output[0]
        width = numpy_helper.to_array(self._weights[matrix]).shape[0]
        self._multiply(into, matrix, f"{out}.all")
        sizes = self._keep("thirds", np.array([width] * 3, dtype=np.int64))
        parts = [f"{out}.{part}" for part in ("query", "key", "value")]
        self._add("Split", [f"{out}.all", sizes], parts, axis=-1)
        heads = helper.get_node_attr_value(node, "num_heads")
        self._add("MultiHeadAttention", [*parts, bias, "mask"], [out], num_heads=heads)

    def _multiply(self, into: str, matrix: str, out: str) -> None:
        """`into` times `matrix`, both in bytes; the sum in whole numbers is scaled back."""
        values = numpy_helper.to_array(self._weights.pop(matrix))
        scale = np.maximum(np.abs(values).max(axis=0) / 127, 1e-9).astype(np.float32)
        columns = self._keep(f"{matrix}.bytes", np.round(values / scale).astype(np.int8))
        by_column = self._keep(f"{matrix}.scale", scale)
        bytes_, by_row = self._quantise(into)
        self._add("MatMulInteger", [bytes_, columns, "middle"], [f"{out}.sum"])
        self._add("Cast", [f"{out}.sum"], [f"{out}.number"], to=TensorProto.FLOAT)
        self._add("Mul", [f"{out}.number", by_column], [f"{out}.part"])
        self._add("Mul", [f"{out}.part", by_row], [out])

    def _quantise(self, tensor: str) -> tuple[str, str]:
        if tensor not in self._rows:
            self._add("Abs", [tensor], [f"{tensor}.size"])
            self._add("ReduceMax", [f"{tensor}.size", "last_axis"], [f"{tensor}.highest"], keepdims=1)
            self._add("Max", [f"{tensor}.highest", "least"], [f"{tensor}.bound"])
            self._add("Div", [f"{tensor}.bound", "one_byte"], [f"{tensor}.scale"])
            self._add("Div", [tensor, f"{tensor}.scale"], [f"{tensor}.scaled"])
            self._add("QuantizeLinear", [f"{tensor}.scaled", "one", "middle"], [f"{tensor}.bytes"])
            self._rows[tensor] = f"{tensor}.bytes", f"{tensor}.scale"
        return self._rows[tensor]
