"""Passages: text cut into pieces that are marked or plain, so that a template only escapes and writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Piece", "Span", "passage"]

_A_WORD = 24  # characters within which a cut looks for a space
_SAID_FROM = 1_000  # from so many characters left out, the page says how many


class Span(NamedTuple):
    """Words to mark: [start, end) of the text."""

    start: int
    end: int
    ink: str  # "need", "response", "weak" (a token or a denial) or "cause"
    note: str  # id of the note that speaks of them


class Piece(NamedTuple):
    """A stretch of text in one ink."""

    text: str
    ink: str = ""  # as of Span; "" plain; "cut": `text` says how much is left out
    note: str = ""


def passage(text: str, spans: Iterable[Span], *, limit: int) -> tuple[Piece, ...]:
    """`text` in pieces, the words of `spans` marked.

    Where spans overlap, the one that starts first keeps the words. A text of more than `limit` characters is cut to its
    beginning and to what stands around its marks; what is left out is said in a piece of ink "cut".
    """
    marked = _apart(spans, len(text))
    pieces: list[Piece] = []
    at = 0
    for first, last in _windows(text, marked, limit):
        if first > at:
            pieces.append(_cut(first - at))
        at = first
        for span in marked:
            if first <= span.start < last:
                end = min(span.end, last)
                pieces += [Piece(text[at : span.start]), Piece(text[span.start : end], span.ink, span.note)]
                at = end
        pieces.append(Piece(text[at:last]))
        at = last
    if at < len(text):
        pieces.append(_cut(len(text) - at))
    return tuple(piece for piece in pieces if piece.text)


def _cut(characters: int) -> Piece:
    return Piece(f" … {characters:,} characters not shown … " if characters >= _SAID_FROM else " … ", "cut")


def _apart(spans: Iterable[Span], length: int) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans):
        start = max(span.start, kept[-1].end if kept else 0)
        end = min(span.end, length)
        if start < end:
            kept.append(span._replace(start=start, end=end))
    return kept


def _windows(text: str, marked: Sequence[Span], limit: int) -> list[tuple[int, int]]:
    """The [first, last) stretches of `text` to show, apart and in order; at most `limit` characters in all."""
    if len(text) <= limit:
        return [(0, len(text))]
    about = limit // 4
    wanted = [(max(0, s.start - about), min(len(text), s.end + about)) for s in marked] or [(0, limit)]
    windows: list[tuple[int, int]] = []
    left = limit
    for first, last in wanted:
        if windows and first <= windows[-1][1]:  # goes on with the window before it
            begun, ended = windows[-1]
            longer = min(max(0, last - ended), left)
            windows[-1] = (begun, ended + longer)
            left -= longer
        elif left > 0:
            windows.append((first, min(last, first + left)))
            left -= windows[-1][1] - first
    return [(_after_space(text, first), _before_space(text, last)) for first, last in windows]


def _after_space(text: str, place: int) -> int:
    """The beginning of the next word, so that no word is cut; `place` where none is near."""
    space = text.find(" ", place, place + _A_WORD) if place else -1
    return space + 1 if space >= 0 else place


def _before_space(text: str, place: int) -> int:
    space = text.rfind(" ", max(0, place - _A_WORD), place) if place < len(text) else -1
    return space if space >= 0 else place
