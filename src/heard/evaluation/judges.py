"""Who is measured: Heard itself, and the simple ways of judging that it has to be better than."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from heard.conversation import Conversation, Speaker
from heard.evaluation.gold import Gold
from heard.evaluation.labels import TurnLabels
from heard.moments import asks_something, find_moments, has_need, judge_response
from heard.signals import Encoder, TurnReading, read_conversation

__all__ = ["Judge", "commonest_of", "every_turn_needs", "heard_itself", "phrase_counter"]

Judge = Callable[[Conversation], Sequence[TurnLabels]]  # one TurnLabels a turn
_V = TypeVar("_V", bound=Hashable)


def heard_itself(encoder: Encoder | None = None) -> Judge:
    """Heard: its labels, the need they amount to, and each reply judged as an answer to the customer turn before it."""

    def judge(conversation: Conversation) -> Sequence[TurnLabels]:
        readings = read_conversation(conversation, encoder=encoder)
        answering = _answering(conversation, readings)
        judged: list[TurnLabels] = []
        asked: bool | None = None  # the customer's last turn put a question; None: no customer has spoken yet
        for index, (turn, reading) in enumerate(zip(conversation.turns, readings, strict=True)):
            labels = frozenset((*reading.feelings, *reading.circumstances, *reading.stance, *reading.moves))
            if turn.speaker is Speaker.CUSTOMER:
                asked = asks_something(turn.text)
                judged.append(TurnLabels(labels=labels, intensity=reading.intensity, need=has_need(reading)))
            elif turn.speaker.is_staff:
                response = judge_response(reading, turn.text, asked=bool(asked))
                judged.append(TurnLabels(labels, None, None, response.recognition, response.action, index in answering))
            else:
                judged.append(TurnLabels())
        return judged

    return judge


def _answering(conversation: Conversation, readings: Sequence[TurnReading]) -> set[int]:
    """The staff turns that stand where a need is open, from the customer turn that showed it to the reply that met it."""
    turns = conversation.turns
    moments = find_moments(conversation, readings)
    answering: set[int] = set()
    for number, moment in enumerate(moments):
        end = moments[number + 1].turn if number + 1 < len(moments) else len(turns)
        closed = moment.response_turn if moment.met else moment.repaired_turn
        if closed is not None:  # the whole stretch of staff turns around the reply that met it
            end = next((i for i in range(closed, end) if turns[i].speaker is Speaker.CUSTOMER), end)
        answering.update(i for i in range(moment.turn + 1, end) if turns[i].speaker.is_staff)
    return answering


def every_turn_needs(conversation: Conversation) -> Sequence[TurnLabels]:
    """Says of every customer turn that it shows a need, so that no need is ever missed."""
    return [TurnLabels(need=True if t.speaker is Speaker.CUSTOMER else None) for t in conversation.turns]


def commonest_of(gold: Iterable[Gold]) -> Judge:
    """Says of everything what is most often so in `gold`: no label at all, and the commonest value of each scale."""
    every = [labels for one in gold for labels in one.labels]
    need = _commonest(t.need for t in every)
    intensity = _commonest(t.intensity for t in every)
    recognition, action = _commonest(t.recognition for t in every), _commonest(t.action for t in every)
    customer = TurnLabels(intensity=intensity, need=need)
    staff = TurnLabels(recognition=recognition, action=action)
    return lambda conversation: [customer if t.speaker is Speaker.CUSTOMER else staff for t in conversation.turns]


def _commonest(values: Iterable[_V | None]) -> _V | None:
    counts = Counter(value for value in values if value is not None)
    return counts.most_common(1)[0][0] if counts else None


# The kind of list that phrase counters ship with: outright feeling words, stock phrases of sympathy, of coldness, of service.
_UPSET = re.compile(
    r"\b(?:angry|annoy(?:ed|ing)|frustrat(?:ed|ing|ion)|furious|upset|unhappy|disappoint(?:ed|ing|ment)|unacceptable|"
    r"ridiculous|terrible|horrible|awful|worst|disgusted|worried|anxious|stressed|confused|sad)\b",
    re.IGNORECASE,
)
_SYMPATHY = re.compile(
    r"\b(?:sorry|apologi[sz]e|apologies|i understand|we understand|i appreciate|we appreciate|your frustration|"
    r"i can imagine|we hear you|that must be|how you feel|thank you for your patience)\b",
    re.IGNORECASE,
)
_COLD = re.compile(
    r"\b(?:calm down|as (?:i|we) (?:already )?said|you should have|you need to|you must|you have to|your fault|"
    r"our policy|company policy|nothing (?:i|we) can do|not (?:our|my) (?:problem|fault|responsibility))\b",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\b(?:happy to help|glad to help|love to help|here to help|let me help|i will help|assist you|we can help)\b",
    re.IGNORECASE,
)


def phrase_counter(conversation: Conversation) -> Sequence[TurnLabels]:
    """Counts phrases, as is sold today: a need for each feeling word, and 100·(E-U)/(E+U) for a reply.

    E are phrases of sympathy, U cold ones. A score below 0 is taken for a denial; above it each phrase of sympathy is a
    level of recognition.
    """
    return [
        TurnLabels(need=_UPSET.search(turn.text) is not None)
        if turn.speaker is Speaker.CUSTOMER
        else TurnLabels(recognition=_by_phrases(turn.text), action=min(2, len(_SERVICE.findall(turn.text))))
        for turn in conversation.turns
    ]


def _by_phrases(text: str) -> int:
    empathic, cold = len(_SYMPATHY.findall(text)), len(_COLD.findall(text))
    score = 100 * (empathic - cold) / (empathic + cold) if empathic or cold else 0
    return -1 if score < 0 else min(3, empathic) if score > 0 else 0
