"""Whether the words Heard shows for a label are those that a reader marked, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb

from heard.evaluation.gold import Gold
from heard.signals import Encoder, Finding, read_conversation
from heard.text import sentences

__all__ = ["Overlap", "add_overlap", "overlaps"]


@dataclass(slots=True)
class Overlap:
    """How often a finding touched a sentence that the reader marked, and how often as many drawn ones would."""

    shown: int = 0  # labels that the reader marked words for and Heard shows
    hits: int = 0
    chance: float = 0.0  # hits expected of sentences drawn from the same turns
    several: int = 0  # as `shown`, of turns with more than one sentence
    hits_of_several: int = 0
    chance_of_several: float = 0.0


def overlaps(conversations: Sequence[Gold], encoder: Encoder | None) -> dict[str, Overlap]:
    """By label, over the turns whose reader marked words for it and where Heard shows it."""
    found: dict[str, Overlap] = {}
    for gold in conversations:
        if not any(gold.words):
            continue
        readings = read_conversation(gold.conversation, encoder=encoder)
        for turn, words, reading in zip(gold.conversation.turns, gold.words, readings, strict=True):
            for label, quote in words.items():
                shown = reading.of(label)
                if shown:
                    add_overlap(found.setdefault(label, Overlap()), turn.text, quote, shown)
    return found


def add_overlap(overlap: Overlap, text: str, quote: str, shown: Iterable[Finding]) -> None:
    """Counts one label of one turn: does any of `shown` touch a sentence that `quote` touches?"""
    spans = sentences(text) or [(0, len(text))]
    start = text.index(quote)
    marked = _touched(spans, start, start + len(quote))
    touched = set[int]().union(*(_touched(spans, finding.start, finding.end) for finding in shown))
    hit = bool(marked & touched)
    # As many sentences drawn at random miss all that are marked with this chance.
    missed = comb(len(spans) - len(marked), len(touched)) / comb(len(spans), len(touched))
    overlap.shown += 1
    overlap.hits += hit
    overlap.chance += 1 - missed
    if len(spans) > 1:
        overlap.several += 1
        overlap.hits_of_several += hit
        overlap.chance_of_several += 1 - missed


def _touched(spans: Sequence[tuple[int, int]], start: int, end: int) -> set[int]:
    """The sentences that [start, end) touches; one between two belongs to the one before."""
    touched = {i for i, (first, last) in enumerate(spans) if first < end and start < last}
    return touched or {max((i for i, (first, _) in enumerate(spans) if first <= start), default=0)}
