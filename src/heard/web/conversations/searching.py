"""What somebody who searches asks for, and words in the one form in which both databases keep and compare them.

Folding is ours, not the database's, so that SQLite and PostgreSQL find the same: lower case, no accents, letters and
digits only. "Can't" is the two words "can t" on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from heard.report.passages import Piece, Span, passage

__all__ = ["LONGEST_QUERY", "Asked", "Hit", "Term", "hit_in", "words"]

LONGEST_QUERY = 200  # characters
_MOST_TERMS = 20
_LONGEST_WORD = 64  # characters; what is longer is no word, and PostgreSQL would leave it out
_MOST_READ = 20_000  # characters of a turn in which a hit is looked for, to show it
_AROUND = 170  # characters of a hit and what stands around it

_WORD = re.compile(r"[^\W_]+")
_MARKED_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")  # with accents that stand as characters of their own
_CHUNK = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


class Term(NamedTuple):
    """Words that must stand beside each other; the last may be a beginning."""

    words: tuple[str, ...]
    is_prefix: bool = False


class Asked(NamedTuple):
    """A search as it is understood: every term must be there."""

    terms: tuple[Term, ...]

    @classmethod
    def of(cls, typed: str) -> Asked:
        """What `typed` asks for; nothing in it can break a query. No terms: it has neither letters nor digits."""
        found = []
        for phrase, word in _CHUNK.findall(typed[:LONGEST_QUERY].translate(_QUOTES)):
            folded = tuple(words(phrase or word))
            if folded:
                found.append(Term(folded, is_prefix=word.endswith("*")))
        return cls(tuple(found[:_MOST_TERMS]))

    def fts5(self) -> str:
        """For SQLite's MATCH."""
        return " AND ".join(f'"{" ".join(t.words)}"{" *" if t.is_prefix else ""}' for t in self.terms)

    def tsquery(self) -> str:
        """For PostgreSQL's to_tsquery('simple', …)."""
        return " & ".join(
            "(" + " <-> ".join(f"'{w}'" for w in t.words) + (":*" if t.is_prefix else "") + ")" for t in self.terms
        )


class Hit(NamedTuple):
    """Where a conversation has the words, to be shown in a list."""

    turn: int
    pieces: tuple[Piece, ...]  # the hit in ink "found"


def words(text: str) -> Iterator[str]:
    """The words of `text`, folded."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in parts if unicodedata.category(c) != "Mn")
    return (w[:_LONGEST_WORD] for w in _WORD.findall(text.casefold()))


def hit_in(turns: Sequence[Mapping[str, Any]], asked: Asked) -> Hit | None:
    """The first of `turns` (of an analysis) that has one of the terms, with what stands around; None: none has."""
    for turn in turns:
        text = turn["text"][:_MOST_READ]
        if text.isascii() and not any(term.words[0] in text.casefold() for term in asked.terms):
            continue  # most turns, told apart quickly
        if spans := [Span(*place, "found", "") for place in _places(text, asked)]:
            return Hit(turn["index"], passage(text, spans[:3], limit=_AROUND))
    return None


def _places(text: str, asked: Asked) -> Iterator[tuple[int, int]]:
    said = [(" ".join(words(m.group())), m.span()) for m in _MARKED_WORD.finditer(text)]
    for at in range(len(said)):
        for term in asked.terms:
            stretch = [word for word, _ in said[at : at + len(term.words)]]
            *firm, last = term.words
            if len(stretch) == len(term.words) and stretch[:-1] == firm:
                ends = stretch[-1].startswith(last) if term.is_prefix else stretch[-1] == last
                if ends:
                    yield said[at][1][0], said[at + len(term.words) - 1][1][1]
