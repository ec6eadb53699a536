"""Canned lines by the number of customers they were said to, and promises by whether they name a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from heard.text import sentences, words

__all__ = ["CannedLine", "Lines", "OpenPromise", "Promises", "sentence_at"]

MOST_LINES = 50_000  # beyond it, lines under one customer are forgotten: memory stays flat over any archive
MOST_PROMISES = 50  # promises kept word for word, the first ones of the archive; all are counted
FEWEST = 3  # customers from whom on a line is worth showing: what two happened to get is no habit
SAME = 0.7  # share of words from which two lines are shown as one
_NUMBER = re.compile(r"\d+")


class CannedLine(NamedTuple):
    """A line that would fit any customer, as it was first said."""

    text: str
    customers: int  # conversations it stands in


class OpenPromise(NamedTuple):
    """A promise that names no time, so that nobody can see whether it was kept."""

    id: str  # the conversation
    turn: int
    who: str
    quote: str


class Lines:
    """Canned lines and the number of customers each was said to."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[str, int]] = {}  # comparable form → as first said, customers

    def add(self, analysis: Mapping[str, Any]) -> None:
        """Counts each canned line of one conversation once."""
        for key, text in dict(_canned(analysis)).items():
            self._count(key, text, 1)

    def merge(self, other: Lines) -> None:
        """Counts what `other` counted over other conversations."""
        for key, (text, customers) in other._lines.items():
            self._count(key, text, customers)

    def most_said(self, count: int) -> list[CannedLine]:
        """The lines under the most customers, FEWEST at least; near-duplicates stand as one, in the form said most."""
        ranked = sorted(self._lines.items(), key=lambda item: (-item[1][1], item[0]))[: 20 * count]
        shown: list[tuple[frozenset[str], str, int]] = []
        for key, (text, customers) in ranked:
            own = frozenset(key.split())
            for place, (theirs, first, so_far) in enumerate(shown):
                if len(own & theirs) >= SAME * len(own | theirs):
                    shown[place] = (theirs, first, so_far + customers)
                    break
            else:
                shown.append((own, text, customers))
        lines = [CannedLine(text, customers) for _, text, customers in shown if customers >= FEWEST]
        return sorted(lines, key=lambda line: (-line.customers, line.text))[:count]

    def _count(self, key: str, text: str, customers: int) -> None:
        first, so_far = self._lines.get(key, (text, 0))
        self._lines[key] = (min(first, text), so_far + customers)
        if len(self._lines) > MOST_LINES:
            self._lines = {k: line for k, line in self._lines.items() if line[1] > 1}


class Promises:
    """Promises made, and those that name no time."""

    def __init__(self) -> None:
        self.made = 0
        self.without_time = 0
        self.examples: list[OpenPromise] = []  # the first MOST_PROMISES without a time

    def add(self, analysis: Mapping[str, Any]) -> None:
        """Counts the promises of one conversation."""
        for promise in analysis["promises"]:
            self.made += 1
            if promise["until"] is None:
                self.without_time += 1
                if len(self.examples) < MOST_PROMISES:
                    self.examples.append(OpenPromise(analysis["id"], promise["turn"], promise["who"], promise["quote"]))

    def to_json(self) -> dict[str, Any]:
        """The numbers and examples as plain JSON values."""
        return {
            "made": self.made,
            "without_time": self.without_time,
            "examples": [promise._asdict() for promise in self.examples],
        }

    def merge(self, other: Promises) -> None:
        """Adds what `other` counted over conversations that come after these."""
        self.made += other.made
        self.without_time += other.without_time
        self.examples = [*self.examples, *other.examples][:MOST_PROMISES]


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence of `text` that holds the words at [start, end), on one line."""
    first, last = start, end
    for a, b in sentences(text):
        if a <= start < b:
            first = a
        if a < end <= b:
            last = b
    return " ".join(text[first : max(last, end)].split())


def _canned(analysis: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for turn in analysis["turns"]:
        for finding in turn["findings"] if "canned" in turn["moves"] else ():
            if finding["label"] == "canned":
                line = sentence_at(turn["text"], finding["start"], finding["end"])
                yield " ".join(words(_NUMBER.sub("0", line))), line
