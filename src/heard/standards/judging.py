"""One criterion held against one occasion: what its rule demands, and the words that show whether it is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from heard.moments import ABSTAIN_BELOW
from heard.moments.responses import UNREAD_WORDS
from heard.signals import Finding, confidence_of
from heard.standards.measures import MEASURES
from heard.standards.standard import Criterion
from heard.standards.talk import Evidence, Occasion, Talk

__all__ = ["Case", "Verdict", "judge"]

NOTHING_FOUND = 0.8  # how sure it is that what was not found is not there …
NOT_UNDERSTOOD = 0.45  # … and where the replies are long and nothing at all was found in them


class Case(NamedTuple):
    """What is judged: a criterion, what asks for it, and the turns [start, end) in which its rule looks."""

    criterion: Criterion
    talk: Talk
    occasion: Occasion
    span: tuple[int, int]


class Verdict(NamedTuple):
    """What one occasion shows of a criterion."""

    result: str  # one of heard.standards.RESULTS
    confidence: float  # 0…1
    evidence: Evidence
    why: str


def judge(case: Case) -> Verdict:
    """The verdict on `case`: met when every demand of the rule holds; unsure below ABSTAIN_BELOW."""
    occasion = case.occasion
    if occasion.moment is not None and occasion.moment.abstained:
        why = "Heard is not sure that something was needed here, or what the reply does about it; a person should read this"
        return Verdict("unsure", occasion.moment.confidence, occasion.evidence, why)
    if not case.talk.answered(case.span):
        if occasion.turn < 0:
            return Verdict("not_needed", 1.0, (), "no agent speaks in this conversation")
        return Verdict("missed", 0.9 * occasion.confidence, occasion.evidence, f"{_after(occasion)}nobody answered")
    held: list[Verdict] = []
    for demand in (_scales, _show, _avoid, _measure):
        verdict = demand(case)
        if verdict is None:
            continue
        if verdict.result != "met":
            return _sure(verdict)
        held.append(verdict)
    least = held[0] if len(held) == 1 else min(held, key=lambda v: v.confidence)
    return _sure(least._replace(evidence=tuple(dict.fromkeys(e for v in held for e in v.evidence)), why=held[0].why))


def _sure(verdict: Verdict) -> Verdict:
    if verdict.result in ("met", "missed") and verdict.confidence < ABSTAIN_BELOW:
        return verdict._replace(result="unsure", why=f"Heard is not sure; a person should read this: {verdict.why}")
    return verdict


def _scales(case: Case) -> Verdict | None:
    """The least recognition and action of the first reply."""
    rule, moment = case.criterion.rule, case.occasion.moment
    if moment is None or (rule.recognition is None and rule.action is None):
        return None
    recognised = rule.recognition is None or (moment.recognition or 0) >= rule.recognition
    acted = rule.action is None or (moment.action or 0) >= rule.action
    if recognised and acted:
        reply = tuple(e for e in moment.evidence if e[0] == moment.response_turn) or moment.evidence
        return Verdict("met", moment.confidence, reply, _found(reply))
    why = "no step was taken or offered" if recognised else moment.why
    asked = case.occasion.evidence
    words = f"after “{_short(asked[0][1].quote)}”: {why}" if asked else why
    return Verdict("missed", moment.confidence, moment.evidence, words)


def _show(case: Case) -> Verdict | None:
    """Something that must be there, in its place and in time."""
    rule, occasion = case.criterion.rule, case.occasion
    if not rule.show:
        return None
    shown = case.talk.shown(rule.show, case.span)
    if not shown:
        why = f"{_after(occasion)}not found in {_PLACE[rule.where]}: {case.criterion.evidence}"
        return Verdict("missed", _absence(case) * occasion.confidence, occasion.evidence, why)
    others = case.talk.shown(rule.before, case.span) if rule.before else []
    if others and _place(others[0]) < _place(shown[0]):
        why = f"“{_short(others[0][1].quote)}” came before {case.criterion.evidence}"
        sure = min(others[0][1].confidence, occasion.confidence)
        return Verdict("missed", sure, (*occasion.evidence, others[0], shown[0]), why)
    late = _too_late(case, shown[0][0])
    if late:
        result, why = late
        return Verdict(result, occasion.confidence * 0.9, (*occasion.evidence, shown[0]), why)
    return Verdict("met", _presence(shown), tuple(shown), _found(tuple(shown)))


def _avoid(case: Case) -> Verdict | None:
    """Something that may not be there."""
    if not case.criterion.rule.avoid:
        return None
    evidence = case.occasion.evidence
    against = case.talk.shown(case.criterion.rule.avoid, case.span)
    if against:
        return Verdict("missed", _presence(against), (*evidence, *against), _found(tuple(against)))
    return Verdict("met", NOTHING_FOUND, evidence, f"not found, as it should be: {case.criterion.evidence}")


def _measure(case: Case) -> Verdict | None:
    """A measure of the words that staff chose."""
    rule = case.criterion.rule
    if rule.measure is None:
        return None
    first, end = case.span
    measured = MEASURES[rule.measure].of(case.talk.conversation, [i for i in case.talk.staff if first <= i < end])
    if measured.value is None:
        return Verdict("not_needed", 1.0, (), measured.why)
    result = "met" if measured.value >= rule.at_least else "missed"
    why = f"{measured.why}: {measured.value:.0%}, and the standard asks for {rule.at_least:.0%}"
    return Verdict(result, 0.8 * case.occasion.confidence, measured.evidence or case.occasion.evidence, why)


def _too_late(case: Case, turn: int) -> tuple[str, str] | None:
    """("missed" or "unsure", why) when what is shown in `turn` came later than the rule allows, or may have."""
    rule, asking, talk = case.criterion.rule, case.occasion.turn, case.talk
    if asking < 0:
        return None
    if rule.within_replies is not None:
        replies = sum(asking < i <= turn for i in talk.staff)
        if replies > rule.within_replies:
            return "missed", f"it came in reply {replies}, and the standard asks for it within {rule.within_replies}"
    if rule.within_seconds is not None:
        asked, answered = talk.conversation.turns[asking], talk.conversation.turns[turn]
        began = asked.until if asked.until is not None else asked.at
        if began is None or answered.at is None:
            return "unsure", "the source gives no times, and the standard asks how soon; a person should read this"
        waited = answered.at - began
        if waited > rule.within_seconds:
            allowed = rule.within_seconds
            return "missed", f"it came after {waited:.0f} seconds, and the standard asks for it within {allowed:.0f}"
    return None


def _absence(case: Case) -> float:
    """How sure it is that something is not there: less so in a long reply in which nothing at all was found."""
    turns, readings = case.talk.conversation.turns, case.talk.readings
    staff = [i for i in range(*case.span) if turns[i].speaker.is_staff]
    if any(readings[i].findings for i in staff):
        return NOTHING_FOUND
    return NOT_UNDERSTOOD if sum(len(turns[i].text.split()) for i in staff) > UNREAD_WORDS else NOTHING_FOUND


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
    """The first of the words found, with their label and the finding's own reason."""
    if not evidence:
        return "nothing speaks against it"
    finding = evidence[0][1]
    return f"“{_short(finding.quote)}” ({finding.label.replace('_', ' ')}: {finding.why})"


def _short(quote: str, most: int = 70) -> str:
    quote = " ".join(quote.split())
    return quote if len(quote) <= most else quote[: quote.rfind(" ", 0, most) or most].rstrip(" ,;") + " …"


def _place(place: tuple[int, Finding]) -> tuple[int, int]:
    return place[0], place[1].start
