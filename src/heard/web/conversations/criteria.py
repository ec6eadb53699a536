"""The standard of a conversation's day, and which of its criteria people agree on too little to hold a person to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from heard.standards import Standard, StandardError, builtin
from heard.standards.loading import read_standard
from heard.web.organisation.models import CriterionAgreement, StandardVersion

__all__ = ["Marked", "Quote", "marks_of", "not_for_individuals", "standard_of", "without"]


class Quote(NamedTuple):
    """Words that a mark rests on."""

    turn: int
    text: str


class Marked(NamedTuple):
    """One criterion with what the conversation shows of it."""

    criterion: str
    title: str
    meaning: str
    result: str  # met, missed, not_needed or unsure
    why: str
    confidence: float
    quotes: Sequence[Quote]
    for_individuals: bool  # False: people agree on it too little


def standard_of(organisation: int, reference: str) -> Standard | None:
    """The standard "name@version" as the organisation keeps it, else as it ships; None: it is kept nowhere."""
    name, _, version = reference.partition("@")
    kept = StandardVersion.objects.filter(organisation=organisation, name=name)
    text = kept.filter(version=int(version)).values_list("text", flat=True).first() if version.isdigit() else None
    if text is not None:
        try:
            return _read(text, reference)
        except StandardError:  # a text from before a check became stricter: its marks are shown by their ids
            return None
    shipped = builtin().get(name)
    return shipped if shipped and shipped.reference == reference else None


def not_for_individuals(organisation: int) -> frozenset[tuple[str, str]]:
    """(standard's name, criterion) of those that nobody is held to."""
    off = CriterionAgreement.objects.filter(organisation=organisation, for_individuals=False)
    return frozenset(off.values_list("standard", "criterion"))


def marks_of(
    analysis: Mapping[str, Any], standard: Standard | None, off: frozenset[tuple[str, str]]
) -> Sequence[Marked]:
    """The marks of `analysis` in the order of its standard."""
    told = {c.id: (c.title, c.meaning) for c in standard.criteria} if standard else {}
    name = analysis["standard"].partition("@")[0]
    marks = []
    for mark in analysis["marks"]:
        title, meaning = told.get(mark["criterion"], (mark["criterion"], ""))
        quotes = [Quote(e["turn"], e["quote"]) for e in mark["evidence"]]
        agreed = (name, mark["criterion"]) not in off
        marks.append(
            Marked(mark["criterion"], title, meaning, mark["result"], mark["why"], mark["confidence"], quotes, agreed)
        )
    return marks


def without(analysis: Mapping[str, Any], off: frozenset[tuple[str, str]]) -> Mapping[str, Any]:
    """`analysis` without the marks that nobody is held to: for whom they are about."""
    name = analysis["standard"].partition("@")[0]
    return {**analysis, "marks": [m for m in analysis["marks"] if (name, m["criterion"]) not in off]}


@lru_cache(maxsize=64)
def _read(text: str, reference: str) -> Standard:
    return read_standard(text, reference)
