"""A conversation held against a standard: one mark a criterion, with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from heard.conversation import Conversation
from heard.moments import Moment
from heard.signals import TurnReading
from heard.standards.judging import Case, Verdict, judge
from heard.standards.standard import Criterion, Standard
from heard.standards.talk import Evidence, Talk

__all__ = ["RESULTS", "Mark", "mark"]

RESULTS = ("met", "missed", "not_needed", "unsure")


class Mark(NamedTuple):
    """What a conversation shows of one criterion."""

    criterion: str
    result: str  # one of RESULTS
    confidence: float  # 0…1
    evidence: Evidence  # met: the words that meet it; missed: the customer's that asked, and those against it
    why: str


def mark(
    standard: Standard, conversation: Conversation, readings: Sequence[TurnReading], moments: Sequence[Moment]
) -> tuple[Mark, ...]:
    """One mark for each criterion of `standard`, in its order.

    A criterion is missed when one occasion misses it, met when all meet it, and not needed when nothing asked for it.
    """
    talk = Talk(conversation, readings, moments)
    return tuple(_mark(criterion, talk) for criterion in standard.criteria)


def _mark(criterion: Criterion, talk: Talk) -> Mark:
    verdicts = []
    for occasion in talk.occasions(criterion.rule.when):
        span = talk.span(criterion.rule.where, occasion)
        if span is not None:
            verdicts.append(judge(Case(criterion, talk, occasion, span)))
    verdict = _together(verdicts)
    return Mark(criterion.id, verdict.result, round(verdict.confidence, 3), verdict.evidence, verdict.why)


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict over all occasions: the surest miss, else what Heard is unsure of, else the least sure that is met."""
    if not verdicts:
        return _NOT_ASKED
    if len(verdicts) == 1:
        return verdicts[0]
    missed = [v for v in verdicts if v.result == "missed"]
    if missed:
        return max(missed, key=lambda v: v.confidence)
    for result in ("unsure", "met", "not_needed"):
        alike = [v for v in verdicts if v.result == result]
        if alike:
            least = min(alike, key=lambda v: v.confidence)
            return least._replace(evidence=tuple(dict.fromkeys(e for v in alike for e in v.evidence)))
    raise AssertionError("a verdict has one of four results")


_NOT_ASKED = Verdict("not_needed", 1.0, (), "nothing in this conversation asked for it")
