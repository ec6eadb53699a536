"""Text cut into the pieces that the encoder's vocabulary knows, each with its place in the text.

The vocabulary and the rule (the longest known piece first, "##" inside a word) are BERT's: Wu et al. 2016,
https://arxiv.org/abs/1609.08144. It is written out here because the package that offers it brings a network client with
it, and Heard has no use for one. What tells nothing about how somebody fares is made the same before: addresses,
handles, long numbers and references, letters held down, emoji (by their names), and words that say the same
(`heard.inference.folding`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from heard.inference.folding import SAME, mended

__all__ = ["Pieces", "Wordpiece"]

_TOKEN = re.compile(
    r"(?P<link>https?://\S+|www\.\S+|<link>|<url>)|(?P<someone>(?<!\w)@\w+)"
    # An address is bounded, so that a turn of nothing but "@" takes no longer than its length.
    r"|(?P<mail>[^\s@]{1,64}@[^\s@]{1,255}\.\w+)|(?P<number>\d[\d -]{3,}\d)"
    # An accent may come as a sign of its own: it parts no word.
    r"|(?P<reference>(?<!\w)[a-z]{1,4}-?\d{3,}(?!\w))"
    r"|(?P<word>[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*(?:['’ʼ](?:t|m|d|s|re|ve|ll|all)(?![^\W_]))?)|(?P<mark>\S)",
    re.IGNORECASE,
)
_SAME = {
    "link": ("link",),
    "someone": ("@", "someone"),
    "mail": ("email",),
    "number": ("number",),
    "reference": ("number",),
}
_HELD = re.compile(r"([^\W\d_])\1{2,}")
_LONGEST = 60  # letters of a word; what is longer is no word


class Pieces(NamedTuple):
    """The pieces of one text."""

    ids: list[int]
    starts: list[int]  # starts[i]: where in the text the word of piece i begins


class Wordpiece:
    """Cuts text by a vocabulary: one piece a line, its number is its line."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.first, self.last, self._unknown = self._ids["[CLS]"], self._ids["[SEP]"], self._ids["[UNK]"]
        self._known = frozenset(
            piece for piece in vocabulary if len(piece) >= 4 and piece.isascii() and piece.isalpha()
        )
        self._cut = lru_cache(maxsize=100_000)(self._cut_word)

    def pieces(self, text: str) -> Pieces:
        """The pieces of `text`, without marks of beginning and end."""
        ids: list[int] = []
        starts: list[int] = []
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup or "mark"
            for word in _SAME.get(kind) or (match.group(),):
                cut = self._cut(word)
                ids += cut
                starts += [match.start()] * len(cut)
        return Pieces(ids, starts)

    def _cut_word(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        if len(plain) == 1 and plain not in self._ids:
            return self._named(plain)
        plain = _HELD.sub(r"\1\1", plain).replace("’", "'").replace("ʼ", "'")
        if plain in SAME:
            return tuple(piece for said in SAME[plain].split() for piece in self._longest_first(said))
        if "'" in plain and len(plain) > 1:
            stem, _, ending = plain.partition("'")
            return (*self._cut(stem), *self._cut("'"), *self._cut(ending))
        if plain not in self._ids:
            plain = mended(plain, self._known) or plain
        return self._longest_first(plain)

    def _longest_first(self, plain: str) -> tuple[int, ...]:
        found: list[int] = []
        at = 0
        while at < len(plain):
            end = min(len(plain), at + _LONGEST)
            prefix = "##" if at else ""
            while end > at and prefix + plain[at:end] not in self._ids:
                end -= 1
            if end == at:
                return (self._unknown,)
            found.append(self._ids[prefix + plain[at:end]])
            at = end
        return tuple(found)

    def _named(self, mark: str) -> tuple[int, ...]:
        """The pieces of a symbol's name ("pouting face"); none for one that only joins or changes another."""
        if unicodedata.category(mark) not in ("So", "Sm", "Po"):
            return () if unicodedata.category(mark) in ("Sk", "Cf", "Mn", "Cc", "Me") else (self._unknown,)
        return tuple(piece for word in unicodedata.name(mark, "").lower().split() for piece in self._cut(word))
