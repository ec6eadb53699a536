"""The heads: from a turn's vectors, its place and its patterns to one number for each output. As trained, in numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heard.inference.features import Context

__all__ = ["Heads", "Said"]

Array = NDArray[np.floating[Any]]


class Said(NamedTuple):
    """What a text says by itself, whoever says it and whatever came before."""

    outputs: Array  # one number an output
    mean: Array  # the text's mean vector
    sentences: Array  # sentences × outputs: how much of `outputs` each sentence brings


class Heads:
    """The arrays of ``heads.npz``, applied. Shapes are those of `heard.training.network.Heads`."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._asked = np.concatenate([arrays["query"], arrays["value"]], axis=1)  # one product for both
        self._bias = arrays["value_bias"]
        self._hidden = arrays["norm"][:, None] * arrays["hidden"]  # the norm's scale and shift, taken up once
        self._hidden_bias = arrays["norm_bias"] @ arrays["hidden"] + arrays["hidden_bias"]
        self._out, self._out_bias = arrays["out"], arrays["out_bias"]
        self._fused = arrays["fused"]

    def read(self, tokens: Array, sentence_of: Sequence[int], sentences: int) -> Said:
        """What `tokens` say; sentence_of[i] is the sentence of token i, -1 for the marks around a window."""
        scores, values = np.split(tokens @ self._asked, 2, axis=1)
        weights = np.exp(scores - scores.max(axis=0))
        weights /= weights.sum(axis=0)
        shares = weights * values
        belongs = np.arange(sentences)[:, None] == np.asarray(sentence_of)  # the marks belong to none
        return Said(shares.sum(axis=0) + self._bias, tokens.mean(axis=0), belongs.astype(np.float32) @ shares)

    def weigh(
        self, said: Sequence[Said], places: Sequence[Context], customer: Sequence[bool], patterns: Array
    ) -> Array:
        """Turns × outputs: each turn of one conversation in its context."""
        outputs = np.stack([s.outputs for s in said])
        mean = np.stack([s.mean for s in said])
        opposite = np.array([p.opposite for p in places])
        before = np.array([p.before for p in places])
        other = _beside(mean, opposite)
        own = _sigmoid(outputs)
        place = np.array(
            [
                (float(c), min(p.depth, 8) / 8, float(p.opposite < 0), float(p.before < 0))
                for c, p in zip(customer, places, strict=True)
            ],
            dtype=np.float32,
        )
        seen = np.concatenate(
            [
                *(mean, other, _beside(mean, before), mean * other * 8),
                *(own, _beside(own, opposite), _beside(own, before), _told(own, customer)),
                *(patterns, _beside(patterns, opposite), place),
            ],
            axis=1,
        )
        seen -= seen.mean(axis=1, keepdims=True)
        seen /= np.sqrt((seen * seen).mean(axis=1, keepdims=True) + 1e-5)
        hidden = _gelu(seen @ self._hidden + self._hidden_bias)
        weighed: Array = outputs + hidden @ self._out + self._out_bias + patterns @ self._fused
        return weighed


def _told(own: Array, customer: Sequence[bool]) -> Array:
    """The most that any earlier turn of the customer's says for each output."""
    of_customers = own[:-1] * np.array(customer[:-1], dtype=np.float32)[:, None]
    told: Array = np.concatenate([np.zeros_like(own[:1]), np.maximum.accumulate(of_customers, axis=0)])
    return told


def _beside(values: Array, index: NDArray[np.int64]) -> Array:
    """The rows of `values` at `index`; zeros where it is -1."""
    rows: Array = values[index] * (index >= 0)[:, None]
    return rows


def _sigmoid(values: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return found


def _gelu(values: Array) -> Array:
    """GELU in its tanh form, which the network is trained with (Hendrycks and Gimpel 2016, arXiv:1606.08415)."""
    found: Array = 0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values * values * values)))
    return found
