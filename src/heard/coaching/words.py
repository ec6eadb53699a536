"""The words of this customer's to build on: the clause that carries the matter, and the thing it is about."""

from __future__ import annotations

import re
from typing import NamedTuple

from heard.coaching.turning import MOST_WORDS, OPENING, turned
from heard.text import sentences

__all__ = ["Phrase", "phrase_around", "thing_in"]

SHORT, LONG = 24, 140  # characters: a quote shorter than this takes its neighbours in, a longer one is cut
NEAR = 2  # so many sentences around the finding are looked at
READ = 1_000  # so many characters around the finding are read, and from the beginning for a thing of theirs

_CLAUSE = re.compile(
    r"\s*(?:[,;:](?=\s)|[()…]|\s[-–—]+\s)\s*|\s+(?=(?:but|because|cos|so|and (?:i|i'm|i've|my|we|nobody|no one|now|then|it|you|your|the))\s)",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:my|our) ((?:(?:late|new|old|little|elderly|youngest|eldest|own|whole|first|second|broken|missing|wedding|birthday) )*"
    r"[a-z]{3,}(?:['’]s [a-z]{3,})?)",
    re.IGNORECASE,
)
_MISSPELT = re.compile(  # "my daughters wedding"
    r"\b(daughter|son|mum|mom|dad|wife|husband|sister|brother|mother|father|nan|gran|partner)s (wedding|birthday|funeral|party|school|"
    r"graduation|appointment|operation|medication|prescription|medicine|room|flat|house|present|phone|account|flight|visa|passport)\b",
    re.IGNORECASE,
)
_ANYBODYS = frozenset(
    """order account number name email address phone details card bill money time case problem issue question booking reference life
    own first second whole new old fault bad apologies god experience query complaint understanding opinion turn view mind way part
    side end calls call emails email messages message previous last next patience point""".split()
)
_NOUNS = frozenset(
    "wedding evening morning meeting building heating washing ring bed family belongings earrings hearing".split()
)
_OWN = re.compile(r"\byou|\d")  # what a neighbouring clause must hold to stand for the need
_VERBAL = ("ing", "ed", "ly")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Phrase(NamedTuple):
    """Words of the customer's that carry the matter."""

    quote: str  # as they stand in the turn
    back: str | None  # the same, said back to them; None: it can't be turned surely


def phrase_around(text: str, start: int, end: int) -> Phrase:
    """The clause of `text` around [start, end), and that clause said back; another clause where that one won't turn."""
    whole = sentences(text)
    at = next((n for n, (first, last) in enumerate(whole) if first <= start < last), 0)
    spans = [
        span
        for first, last in whole[max(0, at - NEAR) : at + NEAR + 1]
        if last > start - READ and first < end + READ
        for span in _clauses(text, max(first, start - READ), min(last, end + READ))
    ]
    here = next((s for s in spans if s[0] <= start < s[1]), (start, end))
    back = turned(text[slice(*here)])
    if back is not None:
        return Phrase(_trimmed(text[slice(*here)]), back)
    place = spans.index(here) if here in spans else 0
    for other in (*spans[place + 1 : place + 3], *reversed(spans[max(0, place - 2) : place])):
        back = turned(text[slice(*other)])
        if back is not None and _OWN.search(back):
            return Phrase(_trimmed(text[slice(*other)]), back)
    return Phrase(_readable(text, here, spans, (start, end)), None)


def _readable(text: str, here: tuple[int, int], spans: list[tuple[int, int]], finding: tuple[int, int]) -> str:
    """The clause `here`, with the one before or after it where it is too short to be understood alone."""
    first, last = here
    if last - first < SHORT and here in spans:
        place = spans.index(here)
        first = spans[max(0, place - 1)][0]
        last = spans[min(place + 1, len(spans) - 1)][1] if last - first < SHORT else last
    return _trimmed(text[first:last] if last - first <= LONG else text[slice(*finding)])


def _trimmed(quote: str) -> str:
    """`quote` without the "and so" that leads into it."""
    opening = OPENING.match(quote)
    return quote[opening.end() :] if opening and len(quote) - opening.end() >= SHORT // 2 else quote


def thing_in(text: str) -> str | None:
    """What the customer calls theirs ("your daughter's wedding"), where it is not what everybody has ("my order")."""
    best: str | None = None
    for match in _THING.finditer(_MISSPELT.sub(r"\1's \2", text[:READ].replace("’", "'"))):
        last = match[1].lower().split()[-1]
        if last in _ANYBODYS or (last.endswith(_VERBAL) and last not in _NOUNS):
            continue
        thing = f"your {match[1].lower()}"
        if best is None or ("'s" in thing and "'s" not in best):
            best = thing
    return best


def _clauses(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """[start, end) of the sentence [first, last) if it is short enough to say back, else of its clauses."""
    if len(_WORD.findall(text, first, last)) <= MOST_WORDS - 4:
        return [(first, last)]
    spans, start = [], first
    for match in _CLAUSE.finditer(text, first, last):
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < last:
        spans.append((start, last))
    return spans
