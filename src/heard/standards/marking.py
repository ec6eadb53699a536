"""A conversation held against a standard: one mark a criterion, with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from heard.conversation import Conversation
from heard.moments import ABSTAIN_BELOW, Moment
from heard.moments.responses import UNREAD_WORDS
from heard.signals import Finding, TurnReading, confidence_of
from heard.standards.measures import MEASURES
from heard.standards.standard import Criterion, Rule, Standard
from heard.standards.talk import Evidence, Occasion, Talk

__all__ = ["RESULTS", "Mark", "mark"]

RESULTS = ("met", "missed", "not_needed", "unsure")
NOTHING_FOUND = 0.8  # how sure it is that what was not found is not there …
NOT_UNDERSTOOD = 0.45  # … and where the replies are long and nothing at all was found in them


class Mark(NamedTuple):
    """What a conversation shows of one criterion."""

    criterion: str
    result: str  # one of RESULTS
    confidence: float  # 0…1
    evidence: Evidence  # met: the words that meet it; missed: the customer's that asked, and those against it
    why: str


class _Verdict(NamedTuple):
    """What one occasion shows."""

    result: str
    confidence: float
    evidence: Evidence
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
            verdicts.append(_judge(criterion, talk, occasion, span))
    verdict = _together(verdicts)
    return Mark(criterion.id, verdict.result, round(verdict.confidence, 3), verdict.evidence, verdict.why)


def _together(verdicts: Sequence[_Verdict]) -> _Verdict:
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


_NOT_ASKED = _Verdict("not_needed", 1.0, (), "nothing in this conversation asked for it")


def _judge(criterion: Criterion, talk: Talk, occasion: Occasion, span: tuple[int, int]) -> _Verdict:
    rule = criterion.rule
    if occasion.moment is not None and occasion.moment.abstained:
        why = "Heard is not sure that something was needed here, or what the reply does about it; a person should read this"
        return _Verdict("unsure", occasion.moment.confidence, occasion.evidence, why)
    if not talk.answered(span):
        if occasion.turn < 0:
            return _Verdict("not_needed", 1.0, (), "no agent speaks in this conversation")
        return _Verdict("missed", 0.9 * occasion.confidence, occasion.evidence, f"{_after(occasion)}nobody answered")
    met: list[_Verdict] = []
    for demand in (_scales, _show, _avoid, _measure):
        verdict = demand(criterion, rule, talk, occasion, span)
        if verdict is None:
            continue
        if verdict.result != "met":
            return _sure(verdict)
        met.append(verdict)
    if len(met) == 1:
        return _sure(met[0])
    least = min(met, key=lambda v: v.confidence)
    return _sure(least._replace(evidence=tuple(dict.fromkeys(e for v in met for e in v.evidence)), why=met[0].why))


def _sure(verdict: _Verdict) -> _Verdict:
    if verdict.result in ("met", "missed") and verdict.confidence < ABSTAIN_BELOW:
        return verdict._replace(result="unsure", why=f"Heard is not sure; a person should read this: {verdict.why}")
    return verdict


def _scales(
    criterion: Criterion, rule: Rule, talk: Talk, occasion: Occasion, span: tuple[int, int]  # noqa: ARG001 (one form for all demands)
) -> _Verdict | None:
    moment = occasion.moment
    if moment is None or (rule.recognition is None and rule.action is None):
        return None
    recognised = rule.recognition is None or (moment.recognition or 0) >= rule.recognition
    acted = rule.action is None or (moment.action or 0) >= rule.action
    if not (recognised and acted):
        why = moment.why if not recognised else "no step was taken or offered"
        return _Verdict("missed", moment.confidence, moment.evidence, f"{_after(occasion)}the reply {_as_verb(why)}")
    reply = tuple(e for e in moment.evidence if e[0] == moment.response_turn) or moment.evidence
    return _Verdict("met", moment.confidence, reply, _found(reply))


def _show(
    criterion: Criterion, rule: Rule, talk: Talk, occasion: Occasion, span: tuple[int, int]
) -> _Verdict | None:
    if not rule.show:
        return None
    shown = talk.shown(rule.show, span)
    if not shown:
        why = f"{_after(occasion)}not found in {_PLACE[rule.where]}: {criterion.evidence}"
        return _Verdict("missed", _absence(talk, span) * occasion.confidence, occasion.evidence, why)
    if rule.before:
        others = talk.shown(rule.before, span)
        if others and _place(others[0]) < _place(shown[0]):
            why = f"“{_short(others[0][1].quote)}” came before {criterion.evidence}"
            sure = min(others[0][1].confidence, occasion.confidence)
            return _Verdict("missed", sure, (*occasion.evidence, others[0], shown[0]), why)
    late = _too_late(rule, talk, occasion, shown[0][0])
    if late:
        result, why = late
        return _Verdict(result, occasion.confidence * 0.9, (*occasion.evidence, shown[0]), why)
    return _Verdict("met", _presence(shown), tuple(shown), _found(tuple(shown)))


def _avoid(
    criterion: Criterion, rule: Rule, talk: Talk, occasion: Occasion, span: tuple[int, int]
) -> _Verdict | None:
    if not rule.avoid:
        return None
    against = talk.shown(rule.avoid, span)
    if against:
        first = against[0][1]
        why = f"“{_short(first.quote)}” {_copula(first)}"
        return _Verdict("missed", _presence(against), (*occasion.evidence, *against), why)
    return _Verdict("met", NOTHING_FOUND, occasion.evidence, f"nothing found that speaks against it: {criterion.evidence}")


def _measure(
    criterion: Criterion, rule: Rule, talk: Talk, occasion: Occasion, span: tuple[int, int]  # noqa: ARG001 (one form for all demands)
) -> _Verdict | None:
    if rule.measure is None:
        return None
    measured = MEASURES[rule.measure].of(talk.conversation, [i for i in talk.staff if span[0] <= i < span[1]])
    if measured.value is None:
        return _Verdict("not_needed", 1.0, (), measured.why)
    result = "met" if measured.value >= rule.at_least else "missed"
    why = f"{measured.why}: {measured.value:.0%}, and the standard asks for {rule.at_least:.0%}"
    return _Verdict(result, 0.8 * occasion.confidence, measured.evidence or occasion.evidence, why)


def _too_late(rule: Rule, talk: Talk, occasion: Occasion, turn: int) -> tuple[str, str] | None:
    """("missed" or "unsure", why) when what is shown in `turn` came later than the rule allows, or may have."""
    if occasion.turn < 0:
        return None
    if rule.within_replies is not None:
        replies = sum(occasion.turn < i <= turn for i in talk.staff)
        if replies > rule.within_replies:
            return "missed", f"it came in reply {replies}, and the standard asks for it within {rule.within_replies}"
    if rule.within_seconds is not None:
        asked, answered = talk.conversation.turns[occasion.turn], talk.conversation.turns[turn]
        began = asked.until if asked.until is not None else asked.at
        if began is None or answered.at is None:
            return "unsure", "the source gives no times, and the standard asks how soon; a person should read this"
        if answered.at - began > rule.within_seconds:
            waited, allowed = answered.at - began, rule.within_seconds
            return "missed", f"it came after {waited:.0f} seconds, and the standard asks for it within {allowed:.0f}"
    return None


def _absence(talk: Talk, span: tuple[int, int]) -> float:
    """How sure it is that something is not there: less so in a long reply in which nothing at all was found."""
    for i in range(*span):
        if talk.conversation.turns[i].speaker.is_staff and talk.readings[i].findings:
            return NOTHING_FOUND
    words = sum(len(talk.conversation.turns[i].text.split()) for i in range(*span))
    return NOT_UNDERSTOOD if words > UNREAD_WORDS else NOTHING_FOUND


def _presence(found: Sequence[tuple[int, Finding]]) -> float:
    return found[0][1].confidence if len(found) == 1 else confidence_of([f for _, f in found])


_PLACE = {
    "response": "the reply",
    "after": "the replies",
    "staff": "the replies",
    "first": "the first reply",
    "last": "the last reply",
    "after_ready": "the replies once they were ready",
}


def _after(occasion: Occasion) -> str:
    """ "after “third call this week”, ", or nothing where no words of the customer's asked."""
    return f"after “{_short(occasion.evidence[0][1].quote)}”, " if occasion.evidence else ""


def _found(evidence: Evidence) -> str:
    """What the first of the words that meet a criterion is."""
    if not evidence:
        return "nothing speaks against it"
    finding = evidence[0][1]
    return f"“{_short(finding.quote)}” {_copula(finding)}"


def _copula(finding: Finding) -> str:
    """The finding's own reason, as it follows its quote."""
    return f"({finding.label.replace('_', ' ')}: {finding.why})"


def _as_verb(why: str) -> str:
    return why if why.split()[0].endswith("s") else f"is read so: {why}"


def _short(quote: str, most: int = 70) -> str:
    quote = " ".join(quote.split())
    return quote if len(quote) <= most else quote[: quote.rfind(" ", 0, most) or most].rstrip(" ,;") + " …"


def _place(place: tuple[int, Finding]) -> tuple[int, int]:
    return place[0], place[1].start
