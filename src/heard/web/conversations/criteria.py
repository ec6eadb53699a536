"""The marks of a conversation by its standard, and which criteria people agree on too little to hold a person to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from heard.standards import Standard
from heard.web.organisation.models import CriterionAgreement

__all__ = ["Marked", "Quote", "marks_of", "not_for_individuals", "without"]


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
