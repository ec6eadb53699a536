"""A shelf keeps the few things of highest rank of however many are put on it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import count
from typing import Generic, TypeVar

__all__ = ["Shelf"]

Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """The `size` things of highest rank put on it; of equals the earlier ones stay."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._heap: list[tuple[float, int, Kept]] = []
        self._order = count(0, -1)

    def wants(self, rank: float) -> bool:
        """True when something of `rank` would stay."""
        return len(self._heap) < self._size or rank > self._heap[0][0]

    def put(self, rank: float, thing: Kept) -> None:
        """Puts `thing` on the shelf; when it is full, the lowest falls off."""
        if self.wants(rank):
            entry = (rank, next(self._order), thing)
            (heapq.heappush if len(self._heap) < self._size else heapq.heapreplace)(self._heap, entry)

    def __iter__(self) -> Iterator[Kept]:
        """What is there, the highest rank first."""
        return (thing for _, _, thing in sorted(self._heap, key=lambda entry: entry[:2], reverse=True))
