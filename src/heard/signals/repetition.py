"""Lines that stand under many different customers: canned lines found by their repetition, not by their sound.

Sentences are compared by the words they share: each is a set of hashed word pairs, near-duplicates are looked up by
MinHash bands (Broder 1997) and confirmed by the Jaccard index, so a changed name or number does not hide a template.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from heard.conversation import Conversation, Speaker
from heard.signals.matching import Finding
from heard.signals.reading import PRESENT, read_turn
from heard.text import sentences

__all__ = ["SYMPATHY", "Line", "Repetition", "kind_lines", "kind_sentences"]

SYMPATHY = frozenset({"apologise", "canned", "acknowledge", "validate", "reassure", "thank", "warmth"})
MIN_WORDS = 6  # shorter sentences ("Sorry for the delay.") are alike because language is, not because of a template
MIN_CUSTOMERS = 3  # a line under this many customers fits any customer
SAME = 0.7  # Jaccard index of word pairs from which two sentences are one line
_TELLING_WORDS = 12  # two customers do not say the same dozen words by chance: it is one conversation, held twice
_MOST_LINES = 120_000  # beyond it, lines seen once are forgotten (lossy counting: Manku and Motwani 2002)
_BANDS = ((0x9E3779B1, 0x85EBCA6B), (0xC2B2AE35, 0x27D4EB2F), (0x165667B1, 0xD3A2646C), (0xFD7046C5, 0xB55A4F09))
# No line of sympathy, thanks or reassurance is without one of these; other lines with them are sorted out when judging.
_KIND_WORD = re.compile(
    r"sorr|apolog|regret|understand|realis|realiz|appreciat|thank|grateful|valu|importan|priorit|hear|feel|frustrat|upset|"
    r"disappoint|inconvenien|concern|worr|assur|patien|hope|wish|glad|happy|pleas|welcom|care|help|delight|enjoy|wonderful|"
    r"experience|serious|lovely|great|best|difficult|hard|tough|imagine|must be|in good hands|bear with|trouble|sympath|condolence|loss",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\d+|@\w+|\S+@\S+|<\w+>|https?://\S+")
_WORD = re.compile(r"[a-z']+|0")


class Line(NamedTuple):
    """A sentence that was said again and again."""

    text: str  # as it was first said
    customers: int  # conversations it stands in


class KindLines(NamedTuple):
    """The kind sentences that one customer was told."""

    customer: int | None  # the same for the same words of a customer; None: too few words to tell customers apart
    lines: tuple[str, ...]


class _Seen:
    __slots__ = ("customers", "last", "pairs", "text")

    def __init__(self, text: str, pairs: array[int], conversation: int) -> None:
        self.text = text
        self.pairs = pairs
        self.customers = 1
        self.last = conversation


class Repetition:
    """The kind sentences of an archive's staff, counted by the number of customers they were said to."""

    def __init__(self) -> None:
        self._lines: list[_Seen] = []
        self._bands: dict[int, list[int]] = {}
        self._conversations = 0
        self._met: set[int] = set()  # customers whose conversation was counted: an archive may hold it twice

    @classmethod
    def over(cls, conversations: Iterable[Conversation]) -> Repetition:
        """The repetition in `conversations`, read once."""
        repetition = cls()
        for conversation in conversations:
            repetition.add(conversation)
        return repetition

    def add(self, conversation: Conversation) -> None:
        """Counts the kind sentences of one more conversation."""
        self.count(kind_lines(conversation))

    def count(self, said: KindLines) -> None:
        """Counts the `kind_lines` of one more conversation, where another process found them."""
        if not said.lines or said.customer in self._met:
            return
        if said.customer is not None:
            self._met.add(said.customer)
        self._conversations += 1
        for line in said.lines:
            self._count(line)
        if len(self._lines) > _MOST_LINES:
            self._forget_singles()

    def customers(self, sentence: str) -> int:
        """Under how many customers `sentence`, or one nearly the same, stands."""
        pairs = _pairs(sentence)
        line = self._find(pairs) if pairs else None
        return line.customers if line else 0

    def settled(self) -> Repetition:
        """The same with only the lines under at least MIN_CUSTOMERS customers: what judging needs, small to send."""
        settled = Repetition()
        settled._conversations = self._conversations
        for line in self._lines:
            if line.customers >= MIN_CUSTOMERS:
                settled._file(line)
        return settled

    def lines(self) -> list[Line]:
        """The lines under at least MIN_CUSTOMERS customers, the most repeated first."""
        repeated = [Line(s.text, s.customers) for s in self._lines if s.customers >= MIN_CUSTOMERS and _is_kind(s.text)]
        return sorted(repeated, key=lambda line: (-line.customers, line.text))

    def _count(self, sentence: str) -> None:
        pairs = _pairs(sentence)
        if not pairs:
            return
        line = self._find(pairs)
        if line is None:
            self._file(_Seen(sentence, pairs, self._conversations))
        elif line.last != self._conversations:
            line.customers += 1
            line.last = self._conversations

    def _file(self, line: _Seen) -> None:
        for band in _bands(line.pairs):
            self._bands.setdefault(band, []).append(len(self._lines))
        self._lines.append(line)

    def _find(self, pairs: array[int]) -> _Seen | None:
        mine = set(pairs)
        best: _Seen | None = None
        nearest = SAME
        for number in {n for band in _bands(pairs) for n in self._bands.get(band, ())}:
            line = self._lines[number]
            shared = len(mine.intersection(line.pairs))
            likeness = shared / (len(mine) + len(line.pairs) - shared)
            if likeness > nearest or (likeness == nearest and best is None):
                best, nearest = line, likeness
        return best

    def _forget_singles(self) -> None:
        kept = [line for line in self._lines if line.customers > 1]
        self._lines, self._bands = [], {}
        for line in kept:
            self._file(line)


def kind_lines(conversation: Conversation) -> KindLines:
    """The staff's sentences that may be kind ones, and a mark of the customer they were said to.

    They are told by their words, not by patterns: an archive is gone through once only for this.
    """
    lines = tuple(
        turn.text[start:end]
        for turn in conversation.turns
        if turn.speaker.is_staff and _KIND_WORD.search(turn.text)
        for start, end in sentences(turn.text)
        if _KIND_WORD.search(turn.text, start, end)
    )
    return KindLines(_customer(conversation) if lines else None, lines)


def _customer(conversation: Conversation) -> int | None:
    said = " ".join(turn.text for turn in conversation.turns if turn.speaker is Speaker.CUSTOMER)
    if len(said.split()) < _TELLING_WORDS:
        return None
    return int.from_bytes(blake2b(said.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _is_kind(line: str) -> bool:
    return next(kind_sentences(line, read_turn(Speaker.AGENT, line)), None) is not None


def kind_sentences(text: str, findings: Iterable[Finding]) -> Iterator[tuple[int, int]]:
    """[start, end) of the sentences of `text` that hold sympathy, thanks or reassurance."""
    places = [f.start for f in findings if f.label in SYMPATHY and f.confidence >= PRESENT]
    if places:
        for start, end in sentences(text):
            if any(start <= place < end for place in places):
                yield start, end


def _pairs(sentence: str) -> array[int]:
    """Hashed pairs of neighbouring words, each once; empty for a sentence too short to be a template."""
    words = _WORD.findall(_PLACEHOLDER.sub("0", sentence.lower().replace("’", "'")))
    if len(words) < MIN_WORDS:
        return array("I")
    return array("I", sorted({crc32(f"{a} {b}".encode()) for a, b in pairwise(words)}))


def _bands(pairs: array[int]) -> list[int]:
    return [
        hash((i, min((p * one) & 0xFFFFFFFF for p in pairs), min((p * two) & 0xFFFFFFFF for p in pairs)))
        for i, (one, two) in enumerate(_BANDS)
    ]
