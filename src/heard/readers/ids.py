"""Ids that are unique within one run, for millions of conversations at a few bytes each."""

from __future__ import annotations

from array import array

__all__ = ["Ids"]


class Ids:
    """Keeps ids apart: the second "a" becomes "a~2".

    What was given is remembered as 64-bit hashes in one flat table (16 to 32 bytes an id). Two different ids of one
    hash, of which there are none among any number of conversations a team can have, would cost a needless "~2".
    """

    def __init__(self) -> None:
        self._slots = array("q", bytes(8 * 1024))  # 0: free; at most half are taken, so that a search is short
        self._taken = 0
        self._times: dict[str, int] = {}  # only of ids that came more than once

    def unique(self, id: str) -> str:
        """`id`, or "id~2", "id~3" … where it was given before."""
        name = id
        while not self._add(hash(name) or 1):
            self._times[id] = self._times.get(id, 1) + 1
            name = f"{id}~{self._times[id]}"
        if self._taken * 2 > len(self._slots):
            self._grow()
        return name

    def _add(self, key: int) -> bool:
        """Take a slot for `key`; False when it has one already."""
        slots = self._slots
        last = len(slots) - 1
        i = key & last
        while slots[i]:
            if slots[i] == key:
                return False
            i = (i + 1) & last
        slots[i] = key
        self._taken += 1
        return True

    def _grow(self) -> None:
        before = self._slots
        self._slots = array("q", bytes(8 * 2 * len(before)))
        self._taken = 0
        for key in before:
            if key:
                self._add(key)
