"""Text made comparable without losing its place: folding, sentences, words. Offsets always point at the original."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

__all__ = [
    "CONTENT_STOPWORDS",
    "STEERING",
    "Folded",
    "content_words",
    "fold",
    "is_english",
    "sentences",
    "showable",
    "words",
]

# One character for one, so that positions stay: typographic quotes, dashes and spaces become the typewriter's, and the
# only letter that str.lower makes longer (U+0130) becomes a plain i.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | {"–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u0130": "i"}
    | {"\t": " ", "\r": " ", "\v": " ", "\f": " ", "\u200b": " "}
)
_PLAIN_ASCII = bytes(ord(chr(code).translate(_PLAIN)) if code < 128 else 0 for code in range(256))  # the same, faster
_GAP = re.compile(r"[ \n]+")
_JOINER = "\u200d"  # makes one emoji of several; anywhere else it shows nothing
_UNSEEN = f"\u200c{_JOINER}\u2060\ufeff"  # take no room and part no words, so they are left out
_GAP_OR_UNSEEN = re.compile(rf"[ \n{_UNSEEN}]+")
# Three dots are a pause, not an end: what takes a word back often stands behind them ("great service... not").
# Runs are bounded, so that a turn of nothing but "!" takes no longer than its length.
# It begins with the marks an end can begin with: so `re` passes over all else quickly.
_SENTENCE_END = re.compile(
    r"[.!?\n](?:(?<=\n)|(?:(?<=[!?])[.!?…]{0,20}|(?<=\.)(?<!\.\.)(?!\.)[!?]{0,20})[\"')\]]*(?=\s|$))"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

# Control characters and turns of the reading direction: they steer what shows them.
STEERING = (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_MARKED = dict.fromkeys((code for code in STEERING if chr(code) not in "\t\n\r"), "\ufffd")


class Folded(NamedTuple):
    """Lower-case text with plain quotes and single spaces; a blank line is one ``\\n``."""

    text: str
    offsets: tuple[int, ...] | None  # offsets[i]: place of text[i] in the original; None: every place is the same

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's [start, end) for a span of the folded text."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """`text` in the form that patterns are written for."""
    if text.isascii():
        plain, gaps = text.encode().translate(_PLAIN_ASCII).decode().lower(), _GAP
    else:
        plain = text.translate(_PLAIN).lower()
        gaps = _GAP_OR_UNSEEN if any(mark in plain for mark in _UNSEEN) else _GAP
    if "  " not in plain and "\n" not in plain and gaps is _GAP:
        return Folded(plain, None)
    kept: list[str] = []
    offsets: list[int] = []
    at = 0
    for gap in gaps.finditer(plain):
        start, end = gap.span()
        kept.append(plain[at:start])
        offsets.extend(range(at, start))
        if gaps is _GAP:
            kept.append("\n" if gap.group().count("\n") > 1 else " ")
            offsets.append(start)
        elif stays := _stays(plain, start, end):
            kept.append(stays[0])
            offsets.append(stays[1])
        at = end
    kept.append(plain[at:])
    offsets.extend(range(at, len(plain)))
    return Folded("".join(kept), tuple(offsets))


def _stays(plain: str, start: int, end: int) -> tuple[str, int] | None:
    """What stays of a run of blanks and unseen marks, and its place; None where it has no blank and joins no emoji."""
    run = plain[start:end]
    blanks = run.lstrip(_UNSEEN)
    if blanks:
        return ("\n" if run.count("\n") > 1 else " "), end - len(blanks)
    beside = plain[max(start - 1, 0) : start] + plain[end : end + 1]
    if _JOINER in run and not any(char.isascii() or char.isalnum() for char in beside):
        return _JOINER, start + run.index(_JOINER)
    return None


def sentences(text: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence of folded or original text, end marks included, outer spaces not."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def words(text: str) -> list[str]:
    """Words and numbers in order, lower case; apostrophes and hyphens inside a word stay."""
    return _WORD.findall(text.lower())


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


CONTENT_STOPWORDS = frozenset(
    """a about after again all also am an and any are as at back be because been before being but by can can't could
    couldn't day did didn't do does doesn't doing don't down for from get getting go going got had has have haven't having he hello help
    her here hi him his how i i'd i'll i'm i've if in into is isn't it it's its just know let like make me more much my need no not now of
    off on once one only or other our out over please really said same say see she should so some still such sure take than thank thanks that that's the
    their them then there there's these they they're thing things this those through time to today too two up us use very want was wasn't way we we'll
    we're we've well were what what's when where which while who why will with won't would you you'd you'll you're you've your yours yes
    sorry hear understand apologise apologize inconvenience frustration frustrating""".split()
)


def content_words(text: str) -> frozenset[str]:
    """The words that carry the matter, roughly stemmed, for comparing what two people talk about."""
    return frozenset(_stem(w) for w in words(text) if len(w) > 2 and w not in CONTENT_STOPWORDS)


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ations", "ation", "ingly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e"):
        if len(word) - len(ending) >= 3 and word.endswith(ending):
            return word[: -len(ending)]
    return word


# The words that English can't do without. Other languages share a few of them ("in", "was", "so"), never many.
_ENGLISH = frozenset(
    """the to and i a you it is my of for on that in have this with not but was are me your we be so do can no at just
    what if will get has been from they am or an all had please how there when now would it's i'm don't out up any our
    about did he she her his as by yes hi hello thanks thank ok sorry need want""".split()
)
ENOUGH_WORDS = 8  # of fewer nothing is said about their language
ENGLISH_SHARE = 0.15  # of those words among all; English talk has 0.35 to 0.6, German about 0.06


def is_english(texts: Iterable[str]) -> bool:
    """Whether people speak English in `texts`, as far as the first words tell. Too few words count as English."""
    told: list[str] = []
    for text in texts:
        told += words(text[:2_000].replace("’", "'"))
        if len(told) >= 120:
            break
    told = [word for word in told if not word[0].isdigit()]
    return len(told) < ENOUGH_WORDS or sum(word in _ENGLISH for word in told) >= ENGLISH_SHARE * len(told)


def showable(text: str) -> str:
    """`text` with a mark for each character that would steer what shows it; tabs and ends of lines stay."""
    return text if text.isprintable() else text.translate(_MARKED)
