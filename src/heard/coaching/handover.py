"""The handover card: what the next person must know, so that the customer need not say it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill
from typing import NamedTuple

from heard.coaching.quoting import Quoted, quoted
from heard.coaching.summary import summarise
from heard.conversation import Conversation, Speaker, Turn
from heard.moments import Moment, Promise
from heard.signals import NEGATIVE, Finding, TurnReading
from heard.text import sentences

__all__ = ["HandoverCard", "handover"]

MOST = 6  # so much of one kind fits on a card; the latest count
_STRENGTH = {1: "slightly", 2: "clearly", 3: "strongly"}
# What a customer gives once and should not be asked for again.
_GIVEN = re.compile(
    r"\b[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.]{0,64}\w|[£$€]\s?\d[\d.,]{0,20}\d|\b\d[\d ]{5,30}\d\b|"
    r"\b(?=[A-Z0-9-]{0,40}\d[A-Z0-9-]{0,40}\d)[A-Z0-9][A-Z0-9-]{4,40}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
)
_TRIED = ("act", "options", "redirect", "explain")


class HandoverCard(NamedTuple):
    """A conversation on one card. Everything in it was said, and says where."""

    conversation: str  # its id
    happened: tuple[Quoted, ...]  # what it is about, in the customer's own words
    given: tuple[Quoted, ...]  # numbers and addresses they gave
    feelings: tuple[str, ...]  # what they showed last, as in "frustration, clearly"; empty: nothing that weighs
    weighs: tuple[str, ...]  # circumstances they told of, in the guideline's names
    shown_by: tuple[Quoted, ...]  # the words that showed these
    tried: tuple[Quoted, ...]  # what staff did, offered or explained
    promised: tuple[Promise, ...]  # what was promised; nothing here says whether it was kept
    open: tuple[Quoted, ...]  # what waits for an answer: needs not met, questions not answered

    def render(self, *, width: int = 78) -> str:
        """The card as plain text, at most `width` columns wide."""
        parts = [f"Handover of conversation {self.conversation}"]
        for title, lines in self._sections():
            parts.append("")
            parts.append(title)
            parts.extend(fill(line, width, initial_indent="  ", subsequent_indent="    ") for line in lines)
        return "\n".join(parts)

    def _state(self) -> Iterator[str]:
        if self.feelings:
            yield f"showed last: {'; '.join(self.feelings)}"
        if self.weighs:
            yield f"has told of: {', '.join(w.replace('_', ' ') for w in self.weighs)}"

    def _sections(self) -> Iterator[tuple[str, list[str]]]:
        yield "What happened, in their words", _lines(self.happened)
        if self.given:
            yield "Already given: don't ask again", _lines(self.given)
        yield "How they are", [*self._state(), *_lines(self.shown_by, "nothing that weighs on them was found")]
        yield "What was tried", _lines(self.tried, "nothing that was done or offered was found")
        yield "What was promised", [_promise(p) for p in self.promised] or ["no promise was found"]
        yield "Still open", _lines(self.open, "nothing that waits for an answer was found")


def handover(
    conversation: Conversation, readings: Sequence[TurnReading], moments: Sequence[Moment], promises: Sequence[Promise]
) -> HandoverCard:
    """The handover card of `conversation`."""
    customers = [i for i, turn in enumerate(conversation.turns) if turn.speaker is Speaker.CUSTOMER]
    feelings, felt = _feelings(conversation, readings, customers)
    weighs, told = _circumstances(conversation, readings, customers)
    return HandoverCard(
        conversation=conversation.id,
        happened=_happened(conversation, readings, moments),
        given=_once(
            quoted(i, conversation.turns[i], *match.span())
            for i in customers
            for match in _GIVEN.finditer(conversation.turns[i].text)
        )[:MOST],
        feelings=feelings,
        weighs=weighs,
        shown_by=_once((*felt, *told))[:MOST],
        tried=_tried(conversation, readings),
        promised=tuple(promises),
        open=_open(conversation, readings, moments, customers),
    )


def _happened(
    conversation: Conversation, readings: Sequence[TurnReading], moments: Sequence[Moment]
) -> tuple[Quoted, ...]:
    """The sentences of the customer's that carry the matter."""
    customers = [i for i, turn in enumerate(conversation.turns) if turn.speaker is Speaker.CUSTOMER]
    place = {old: new for new, old in enumerate(customers)}
    theirs = conversation.with_turns(conversation.turns[i] for i in customers)
    needs = [
        m._replace(turn=place[m.turn], evidence=tuple((place[t], f) for t, f in m.evidence if t == m.turn))
        for m in moments
    ]
    told = summarise(theirs, [readings[i] for i in customers], needs)
    return tuple(q._replace(turn=customers[q.turn]) for q in told)


def _feelings(
    conversation: Conversation, readings: Sequence[TurnReading], customers: Sequence[int]
) -> tuple[tuple[str, ...], tuple[Quoted, ...]]:
    """What the customer showed last: (feelings with their strength, the words)."""
    last = next((i for i in reversed(customers) if readings[i].feelings), None)
    if last is None:
        return (), ()
    reading = readings[last]
    findings = reading.of(*reading.feelings)
    names = []
    for label in reading.feelings:
        strongest = max(f.strength for f in findings if f.label == label)
        strength = (
            max(strongest, reading.intensity) if label in NEGATIVE and strongest == reading.intensity else strongest
        )
        names.append(f"{label}, {_STRENGTH[strength]}")
    words = _once(_sentence(last, conversation.turns[last], f.start) for f in findings)
    return tuple(names), words


def _circumstances(
    conversation: Conversation, readings: Sequence[TurnReading], customers: Sequence[int]
) -> tuple[tuple[str, ...], tuple[Quoted, ...]]:
    """What the customer told of, as (labels, the sentence of each that shows it most)."""
    best: dict[str, tuple[int, Finding]] = {}
    for i in customers:
        for finding in readings[i].of(*readings[i].circumstances):
            if finding.label not in best or _weight(finding) > _weight(best[finding.label][1]):
                best[finding.label] = (i, finding)
    words = _once(_sentence(i, conversation.turns[i], f.start) for i, f in sorted(best.values(), key=lambda p: p[0]))
    return tuple(best), words


def _weight(finding: Finding) -> tuple[int, float]:
    return finding.strength, finding.confidence


def _tried(conversation: Conversation, readings: Sequence[TurnReading]) -> tuple[Quoted, ...]:
    found = _once(
        _sentence(i, conversation.turns[i], f.start)
        for i, reading in enumerate(readings)
        if conversation.turns[i].speaker.is_staff
        for f in reading.of(*_TRIED)
    )
    return found[-MOST:]


def _open(
    conversation: Conversation, readings: Sequence[TurnReading], moments: Sequence[Moment], customers: Sequence[int]
) -> tuple[Quoted, ...]:
    """Needs that were neither met nor repaired, and what the customer asked last without a reply."""
    found = [
        _sentence(m.turn, conversation.turns[m.turn], next((f.start for t, f in m.evidence if t == m.turn), 0))
        for m in moments
        if not m.met and m.repaired_turn is None
    ]
    if customers and not any(turn.speaker.is_staff for turn in conversation.turns[customers[-1] :]):
        turn = conversation.turns[customers[-1]]
        asked = [s for s in sentences(turn.text) if turn.text[slice(*s)].endswith("?")]
        found.extend(quoted(customers[-1], turn, *s) for s in asked[-2:])
        if readings[customers[-1]].shows("escalation"):
            found.append(_sentence(customers[-1], turn, readings[customers[-1]].of("escalation")[0].start))
    return _once(found)[-MOST:]


def _sentence(index: int, turn: Turn, place: int) -> Quoted:
    for start, end in sentences(turn.text):
        if start <= place < end:
            return quoted(index, turn, start, end)
    return quoted(index, turn)


def _once(found: Iterable[Quoted]) -> tuple[Quoted, ...]:
    return tuple({(q.turn, q.text): q for q in found}.values())


def _lines(found: Sequence[Quoted], otherwise: str = "nothing was found") -> list[str]:
    return [str(q) for q in found] or [otherwise]


def _promise(promise: Promise) -> str:
    until = promise.until or "no time was given; ask for one"
    return f"{promise.who}: “{promise.what}” ({until}; turn {promise.turn + 1})"
