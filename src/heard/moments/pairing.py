"""Each need of a conversation with the response to it.

A *stretch* of the customer's turns that no person answers in between is one need at most. A need that is still open
when the customer speaks again, and says nothing new about how they are, is the same need: it is counted once, and a
good answer that comes later is a repair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from heard.conversation import Conversation, Speaker
from heard.moments.outcomes import cause_of, outcome_of
from heard.moments.responses import PROCESS, RECOGNISING, Response, asks_something, judge_response
from heard.signals import Finding, TurnReading, confidence_of

__all__ = ["ABSTAIN_BELOW", "WEIGHTY", "Bar", "Moment", "find_moments", "has_need"]

WEIGHTY = frozenset({"bereavement", "health", "safety", "broken_promise", "effort"})
ABSTAIN_BELOW = 0.5  # a moment less sure than this is for a person to read; it counts neither as met nor as missed


class Bar(NamedTuple):
    """From where a need counts as met; a standard sets it."""

    recognition: int = 2
    action: int = 1


class Moment(NamedTuple):
    """A need, the response to it, and what came of it. Turns are indices into the conversation."""

    turn: int  # the customer's turn that shows the need first
    need: tuple[str, ...]  # the feelings and circumstances that make it one
    intensity: int
    response_turn: int | None  # the first reply by a person; None: nobody answered
    recognition: int | None  # of the first reply, -1…3; None: nobody answered
    action: int | None  # of the first reply, 0…2; where the next one completed what it had recognised, of both
    met: bool  # by the first reply, or recognised by the first and acted on by the next
    recognised_turn: int | None  # the reply that first recognised it (2 or more); None: never
    turns_to_recognition: int | None  # staff replies until then: 1 is at once
    seconds_to_recognition: float | None  # None also where the source gives no times
    process_first: bool  # process began before the situation was recognised
    repaired_turn: int | None  # a later reply that met it after the first did not
    outcome: str  # one of OUTCOMES
    ready: bool  # the customer's next words accept and let the work go on
    cause: str | None  # of an unmet need, one of CAUSES; None: met
    confidence: float  # 0…1
    abstained: bool
    evidence: tuple[tuple[int, Finding], ...]  # (turn, finding): need first, then response, then cause
    why: str
    would_change: str  # what would have made this judgement another


def has_need(reading: TurnReading) -> bool:
    """The guideline's rule: a clear feeling, a slight one with a circumstance, or a weighty circumstance alone.

    Where an encoder has judged it, its judgement holds.
    """
    if reading.need is not None:
        return bool(reading.need.value)
    if reading.intensity >= 2 or (reading.intensity == 1 and reading.circumstances):
        return True
    if WEIGHTY & set(reading.circumstances):
        return True
    return "own_mistake" in reading.circumstances and reading.intensity > 0


def find_moments(
    conversation: Conversation, readings: Sequence[TurnReading], bar: Bar | None = None
) -> tuple[Moment, ...]:
    """The moments of `conversation`, in order. `readings` holds one reading a turn."""
    bar = bar or Bar()
    stretches = _stretches(conversation)
    moments: list[Moment] = []
    open_need: _Need | None = None
    for number, (customer, replies) in enumerate(stretches):
        need = None if _closes(customer, replies, readings) else _need_in(customer, readings)
        if open_need is None or (need is not None and not open_need.covers(need)):
            if open_need:
                moments.append(_moment(conversation, readings, open_need))
            open_need, need = need, None
        if open_need:
            following = stretches[number + 1][0][0] if number + 1 < len(stretches) else None
            answer = _judge(conversation, readings, open_need.turn, replies)
            open_need.hear(replies, answer, following, bar, again=need is not None)
            if open_need.reached_turn is not None:
                moments.append(_moment(conversation, readings, open_need))
                open_need = None
    if open_need:
        moments.append(_moment(conversation, readings, open_need))
    return tuple(moments)


class _Need:
    """A need while it is open, and what the replies have done about it so far."""

    def __init__(self, turn: int, reading: TurnReading) -> None:
        self.turn = turn
        self.reading = reading
        self.labels = frozenset(_need_labels(reading))
        self.replies: list[int] = []
        self.answers: list[tuple[int, Response]] = []  # of each stretch of replies the telling one
        self.recognition = 0  # what the replies reach together; a denial takes recognition back
        self.action = 0
        self.met = False  # by the first reply, or recognised by the first and acted on by the next
        self.reached_turn: int | None = None  # the reply with which the bar was reached
        self.next_turn: int | None = None  # the customer's next turn after the first reply, or the one that met it

    def hear(
        self,
        replies: Sequence[int],
        answer: tuple[int, Response] | None,
        following: int | None,
        bar: Bar,
        *,
        again: bool,
    ) -> None:
        """Takes in the replies of one more stretch; `again`: the customer had just shown the need once more."""
        self.replies += replies
        if answer is None:
            return
        turn, response = answer
        first = not self.answers
        in_time = first or (len(self.answers) == 1 and self.recognition >= bar.recognition and not again)
        self.answers.append(answer)
        self.recognition = 0 if response.recognition < 0 else max(self.recognition, response.recognition)
        self.action = max(self.action, response.action)
        if self.recognition >= bar.recognition and self.action >= bar.action:
            self.reached_turn = turn
            self.met = in_time
        if first or self.met:
            self.next_turn = following

    def covers(self, other: _Need) -> bool:
        """True when `other` shows nothing that this need did not."""
        return other.labels <= self.labels and other.reading.intensity <= self.reading.intensity


def _need_labels(reading: TurnReading) -> tuple[str, ...]:
    return (*(f for f in reading.feelings if f not in ("gratitude", "pleased")), *reading.circumstances)


def _stretches(conversation: Conversation) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """(customer turns, staff turns that follow) in order; bots and the system answer nobody."""
    stretches: list[tuple[list[int], list[int]]] = []
    for index, turn in enumerate(conversation.turns):
        if turn.speaker is Speaker.CUSTOMER:
            if not stretches or stretches[-1][1]:
                stretches.append(([], []))
            stretches[-1][0].append(index)
        elif turn.speaker.is_staff and stretches:
            stretches[-1][1].append(index)
    return [(tuple(c), tuple(r)) for c, r in stretches]


def _need_in(customer: Sequence[int], readings: Sequence[TurnReading]) -> _Need | None:
    needing = [i for i in customer if has_need(readings[i])]
    if not needing:
        return None
    strongest = max(needing, key=lambda i: (readings[i].intensity, len(_need_labels(readings[i])), -i))
    return _Need(strongest, readings[strongest])


def _closes(customer: Sequence[int], replies: Sequence[int], readings: Sequence[TurnReading]) -> bool:
    """True for content last words that nobody had to answer: "He would have liked you. Thank you."."""
    content = ("gratitude", "pleased", "ready")
    return not replies and any(readings[i].shows(label) for i in customer for label in content)


def _judge(
    conversation: Conversation, readings: Sequence[TurnReading], need: int, replies: Sequence[int]
) -> tuple[int, Response] | None:
    """The reply of a stretch that does most, as (turn, response); a denial outweighs what stands beside it."""
    asked = asks_something(conversation.turns[need].text)
    judged = [(i, judge_response(readings[i], conversation.turns[i].text, asked=asked)) for i in replies]
    if not judged:
        return None
    denied = [(i, r) for i, r in judged if r.recognition < 0]
    best_turn, best = denied[0] if denied else max(judged, key=lambda item: (item[1].recognition, -item[0]))
    return best_turn, best._replace(action=max(r.action for _, r in judged))


def _moment(conversation: Conversation, readings: Sequence[TurnReading], need: _Need) -> Moment:
    replied, response = need.answers[0] if need.answers else (None, None)
    recognised = next((turn for turn, answer in need.answers if answer.recognition >= 2), None)
    outcome, ready = outcome_of(need.reading, readings[need.next_turn] if need.next_turn is not None else None)
    cause: str | None = None
    cause_words: tuple[Finding, ...] = ()
    if not need.met:
        reply = readings[replied] if replied is not None else None
        between = conversation.turns[need.turn + 1 : replied]
        cause, certain, cause_words = cause_of(reply, between, response.recognition if response else None)
        cause = cause if certain >= ABSTAIN_BELOW else "unclear"
    need_words = need.reading.of(*_need_labels(need.reading))
    judged = need.reading.need
    sure = (judged.confidence if judged else confidence_of(need_words)) * (response.confidence if response else 0.9)
    unsure = (judged is not None and not judged.sure) or (response is not None and not response.sure)
    counted = need.answers[: 2 if need.met else 1]
    return Moment(
        turn=need.turn,
        need=_need_labels(need.reading),
        intensity=need.reading.intensity,
        response_turn=replied,
        recognition=response.recognition if response else None,
        action=max((answer.action for _, answer in counted), default=None),
        met=need.met,
        recognised_turn=recognised,
        turns_to_recognition=_replies_until(conversation, need.turn, recognised),
        seconds_to_recognition=_seconds_until(conversation, need.turn, recognised),
        process_first=_process_first(readings, need, recognised),
        repaired_turn=None if need.met else need.reached_turn,
        outcome=outcome,
        ready=ready,
        cause=cause,
        confidence=round(sure, 3),
        abstained=unsure or sure < ABSTAIN_BELOW,
        evidence=(
            *((need.turn, f) for f in need_words),
            *((turn, f) for turn, answer in counted for f in answer.evidence),
            *((replied, f) for f in cause_words if replied is not None),
        ),
        why=response.why if response else "nobody answered",
        would_change=_would_change(need),
    )


def _replies_until(conversation: Conversation, need: int, recognised: int | None) -> int | None:
    if recognised is None:
        return None
    return sum(turn.speaker.is_staff for turn in conversation.turns[need + 1 : recognised + 1])


def _seconds_until(conversation: Conversation, need: int, recognised: int | None) -> float | None:
    if recognised is None:
        return None
    began, answered = conversation.turns[need], conversation.turns[recognised]
    if began.at is None or answered.at is None:
        return None
    return round(answered.at - (began.until if began.until is not None else began.at), 3)


def _process_first(readings: Sequence[TurnReading], need: _Need, recognised: int | None) -> bool:
    """True when a process move stands before the first recognising words, or there are no such words."""
    for index in need.replies:
        for finding in readings[index].findings:
            if finding.label in RECOGNISING and (recognised is None or index >= recognised):
                return False
            if finding.label in PROCESS:
                return True
    return False


def _would_change(need: _Need) -> str:
    if not need.answers:
        return "a reply by a person"
    if need.met:
        return "without the words quoted it would not count as met"
    if need.answers[0][1].recognition < 2:
        return "naming what this customer said they feel or face"
    return "a step with what will be done, by whom and when"
