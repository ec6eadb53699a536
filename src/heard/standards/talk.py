"""One conversation laid out for marking: which turn shows what, and what in it asks for something.

Built once a conversation and asked by every criterion, so that a mark costs a few look-ups.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from heard.conversation import Conversation, Speaker
from heard.moments import Moment
from heard.moments.responses import CONCRETE
from heard.signals import Finding, TurnReading, confidence_of

__all__ = ["Evidence", "Occasion", "Talk"]

# A no: what can't be done for the customer. "I can't see it", "I can't imagine" and the like refuse nothing.
_NO = re.compile(
    r"\b(?:(?:i|we) (?:can['’]?t|cannot|can not|won['’]?t)|(?:i|we)(?:['’]|\s)(?:m|am|re|are) (?:unable|not able|not allowed) to)"
    r" (?!see|find|imagine|believe|say|tell|wait|thank|apologi[sz]e|promise|hear|think|stop|keep|let|leave)"
    r"|\b(?:isn['’]t|aren['’]t|not) (?:possible|allowed|permitted|eligible)\b",
    re.IGNORECASE,
)

Evidence = tuple[tuple[int, Finding], ...]  # (turn, finding)


class Occasion(NamedTuple):
    """Something in a conversation that asks for something."""

    turn: int  # the customer's turn; -1: the conversation as a whole
    evidence: Evidence  # the words that ask
    confidence: float  # 0…1, that they do
    moment: Moment | None = None


class Talk:
    """A conversation, its readings and its moments, by what is asked about them."""

    def __init__(self, conversation: Conversation, readings: Sequence[TurnReading], moments: Sequence[Moment]) -> None:
        self.conversation = conversation
        self.readings = readings
        self.staff = [i for i, turn in enumerate(conversation.turns) if turn.speaker.is_staff]
        self._moments = moments
        self._shown: dict[str, list[tuple[int, Finding]]] = {}
        for i, reading in enumerate(readings):
            for finding in reading.findings:
                self._shown.setdefault(finding.label, []).append((i, finding))
        self._occasions: dict[tuple[tuple[str, int], ...], tuple[Occasion, ...]] = {}

    def occasions(self, when: tuple[tuple[str, int], ...]) -> tuple[Occasion, ...]:
        """What asks for something: the conversation as a whole, each need, and the first turn with any label of `when`."""
        if when not in self._occasions:
            self._occasions[when] = tuple(self._find(when))
        return self._occasions[when]

    def shown(self, labels: frozenset[str], span: tuple[int, int]) -> list[tuple[int, Finding]]:
        """The findings of any of `labels` in turns [start, end), in order."""
        first, last = span
        found = [
            place
            for label in labels
            if label in self._shown
            for place in self._shown[label]
            if first <= place[0] < last
        ]
        if len(found) > 1:
            found.sort(key=_place)
        return found

    def span(self, where: str, occasion: Occasion) -> tuple[int, int] | None:
        """The turns [start, end) in which a rule looks; empty where nobody answered; None: nothing is asked there."""
        end = len(self.readings)
        if where == "staff":
            return 0, end
        if where == "first":
            return (self.staff[0], self.staff[0] + 1) if self.staff else (0, 0)
        if where == "last":
            return (self.staff[-1], self.staff[-1] + 1) if self.staff else (0, 0)
        if where == "response":
            return self._response(occasion.turn)
        if where == "after":
            return occasion.turn + 1, end
        return self._after_ready(occasion.turn)

    def answered(self, span: tuple[int, int]) -> bool:
        """True when staff speak in turns [start, end)."""
        return bisect_left(self.staff, span[0]) < bisect_left(self.staff, span[1])

    def _find(self, when: tuple[tuple[str, int], ...]) -> list[Occasion]:
        found: list[Occasion] = []
        labels = dict(when)
        need, whole = labels.pop("need", 0), bool(labels.pop("always", 0))
        whole |= bool(labels.pop("needed", 0) and self._moments)
        whole |= bool(labels.pop("refused", 0) and self._refused())
        places = [p for label, least in labels.items() for p in self._shown.get(label, ()) if p[1].strength >= least]
        turns = self.conversation.turns
        if whole or any(turns[i].speaker.is_staff for i, _ in places):
            found.append(Occasion(-1, (), 1.0))
        if need:
            found.extend(_of_moment(m) for m in self._moments)
        places = [p for p in places if not turns[p[0]].speaker.is_staff]
        if places:
            first = min(i for i, _ in places)
            if all(o.turn != first for o in found):
                asking = tuple(p for p in places if p[0] == first)
                found.append(Occasion(first, asking, confidence_of([f for _, f in asking])))
        return found

    def _refused(self) -> bool:
        """True when staff say no, flatly or with something else to offer."""
        return "refuse_flat" in self._shown or any(_NO.search(self.conversation.turns[i].text) for i in self.staff)

    def _response(self, turn: int) -> tuple[int, int]:
        """From the first reply after `turn` until the customer speaks again; the stretch may hold bots."""
        turns = self.conversation.turns
        following = bisect_right(self.staff, turn)
        if following == len(self.staff):
            return 0, 0
        start = self.staff[following]
        end = start + 1
        while end < len(turns) and turns[end].speaker is not Speaker.CUSTOMER:
            end += 1
        return start, end

    def _after_ready(self, turn: int) -> tuple[int, int] | None:
        ready = next((i for i, _ in self._shown.get("ready", ()) if i > turn), None)
        if ready is None or not self.answered((ready + 1, len(self.readings))):
            return None
        if self.shown(frozenset(CONCRETE), (turn + 1, ready)):
            return None
        return ready + 1, len(self.readings)


def _of_moment(moment: Moment) -> Occasion:
    asking = tuple(p for p in moment.evidence if p[0] == moment.turn and p[1].label in moment.need)
    return Occasion(moment.turn, asking, confidence_of([f for _, f in asking]), moment)


def _place(place: tuple[int, Finding]) -> tuple[int, int, int, str]:
    """Where a finding stands. Two in the same words go by their label: the order of a set changes between runs."""
    return place[0], place[1].start, place[1].end, place[1].label
