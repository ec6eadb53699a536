"""Counts that remember which conversation they came from, so that conversations can be drawn again and again.

The turns of a conversation depend on each other; to know how far a figure can be trusted, whole conversations are
resampled. Counting once and weighting the counts makes a thousand resamples a matter of a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from heard.evaluation.metrics import Hits

__all__ = ["LabelTally", "ScaleTally", "Weights"]

Weights = Sequence[int]  # how often each conversation counts, by its number
_K = TypeVar("_K", bound=Hashable)


class _Tally(Generic[_K]):
    def __init__(self) -> None:
        self._conversations: defaultdict[_K, list[int]] = defaultdict(list)  # the number of its conversation, each time

    def _counts(self, weights: Weights) -> dict[_K, int]:
        return {key: sum(map(weights.__getitem__, at)) for key, at in self._conversations.items()}


class LabelTally(_Tally[str]):
    """How often a label that stands or does not stand was found or not."""

    def add(self, conversation: int, *, gold: bool, found: bool) -> None:
        """Counts one turn of the conversation with that number."""
        if gold or found:
            self._conversations["right" if gold and found else "missed" if gold else "extra"].append(conversation)

    @property
    def support(self) -> int:
        """How often the label stands, over all conversations."""
        return len(self._conversations["right"]) + len(self._conversations["missed"])

    def hits(self, weights: Weights) -> Hits:
        """The counts, each conversation taken as often as `weights` says."""
        counts = self._counts(weights)
        return Hits(counts.get("right", 0), counts.get("extra", 0), counts.get("missed", 0))


class ScaleTally(_Tally[tuple[int, int]]):
    """How often a value of a scale met another."""

    def add(self, conversation: int, *, gold: int, found: int) -> None:
        """Counts one turn of the conversation with that number."""
        self._conversations[gold, found].append(conversation)

    def pairs(self, weights: Weights) -> dict[tuple[int, int], int]:
        """The counts of (gold, found), each conversation taken as often as `weights` says."""
        return self._counts(weights)
