"""Where something stands that is to be blacked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

__all__ = ["Span", "cut"]


class Span(NamedTuple):
    """[start, end) of a text, and of which kind it is."""

    start: int
    end: int
    kind: str

    def overlaps(self, other: Span) -> bool:
        """True where both hold the same character."""
        return self.start < other.end and other.start < self.end


def cut(text: str, spans: Iterable[Span], instead: Mapping[str, str]) -> str:
    """`text` with what stands `instead` of its kind for each of the `spans`, which don't overlap."""
    parts, last = [], 0
    for span in sorted(spans):
        parts += [text[last : span.start], instead[span.kind]]
        last = span.end
    return "".join([*parts, text[last:]])
