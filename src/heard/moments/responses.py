"""What a reply does about a need, on the guideline's two scales: recognition −1…3 and action 0…2."""

from __future__ import annotations

import re
from typing import NamedTuple

from heard.signals import Finding, Judged, TurnReading, confidence_of

__all__ = ["PROCESS", "RECOGNISING", "Response", "asks_something", "judge_response"]

RECOGNISING = ("acknowledge", "validate")  # what makes a reply this customer's and nobody else's
DEEPENING = ("validate", "own", "restate", "explore")  # what shows that its meaning for them was understood
TOKEN = ("canned", "apologise", "reassure")
DENYING = ("dismiss", "blame")
CONCRETE = ("act", "options")
ROUTINE = ("verify", "redirect", "explore", "handover")
SURE_DENIAL = 0.6  # from here on a denial takes back the naming that it follows ("sorry about the leak, but calm down")
PROCESS = ("verify", "redirect", "explain", "refuse_flat", "act", "options")
_WHY = {
    -1: "the feeling is contradicted or turned back on the customer",
    0: "goes straight to process",
    1: "kind words that would fit any customer",
    2: "names this customer's feeling or situation",
    3: "names this customer's situation and shows what it means for them",
}
_SHOWN_BY = {  # the labels whose words show a level, and what is said of it
    -1: (DENYING, _WHY[-1]),
    0: ((), _WHY[0]),
    1: (TOKEN, _WHY[1]),
    2: (RECOGNISING, _WHY[2]),
    3: ((*RECOGNISING, *DEEPENING[1:]), _WHY[3]),
}
_QUESTION = re.compile(
    r"\b(?<!why )(?:how (?:do|does|can i|could i|long|much|soon|many|far)|when|where|which|who (?:do|can|should)|"
    r"what (?:is|time|are|do i|happens|should)|(?:can|could|may|do|should|am|will) i|is (?:there|it|this|that|my)|"
    r"are there|does (?:it|this|that)|will it|any (?:idea|chance|update|news))\b[^?.!]*\?",
    re.IGNORECASE,
)
UNREAD_WORDS = 12  # a reply of more words in which nothing at all was found was not understood


class Response(NamedTuple):
    """A reply on the two scales, with the findings that put it there."""

    recognition: int  # -1 denied, 0 nothing, 1 token, 2 specific, 3 deep
    action: int  # 0 none, 1 routine, 2 concrete
    confidence: float  # 0…1, of the recognition
    evidence: tuple[Finding, ...]  # what decided; empty where there was nothing to find
    why: str
    sure: bool = True  # False: an encoder can't rule out the other side of the bar


def asks_something(text: str) -> bool:
    """True when a customer's words put a question that a fact can answer; "why do I bother?" is none."""
    return "?" in text and _QUESTION.search(text) is not None


def judge_response(reply: TurnReading, text: str, *, asked: bool = False) -> Response:
    """The reply with reading `reply` and words `text` to an open need. `asked`: the customer had put a question.

    Where an encoder has judged it, its judgement holds, with the words that were found for it.
    """
    if reply.recognition is not None and reply.action is not None:
        return _learned(reply, reply.recognition, reply.action)
    recognition, deciding, why = _recognition(reply)
    action, acting = _action(reply, asked)
    if deciding:
        confidence = confidence_of(deciding)
    else:
        unread = not reply.findings and len(text.split()) > UNREAD_WORDS
        confidence = 0.45 if unread else 0.8
    return Response(recognition, action, confidence, (*deciding, *acting), why)


def _learned(reply: TurnReading, recognition: Judged, action: Judged) -> Response:
    labels, why = _SHOWN_BY[recognition.value]
    acting = {2: reply.of(*CONCRETE) or reply.of("explain"), 1: reply.of(*ROUTINE)}.get(action.value, ())
    return Response(
        recognition.value, action.value, recognition.confidence, (*reply.of(*labels), *acting), why, recognition.sure
    )


def _recognition(reply: TurnReading) -> tuple[int, tuple[Finding, ...], str]:
    denying, specific = reply.of(*DENYING), reply.of("acknowledge")
    last_naming = max((f.start for f in specific), default=-1)
    if any(f.start > last_naming and (f.confidence >= SURE_DENIAL or not specific) for f in denying):
        return -1, denying, _WHY[-1]
    if specific:
        deepening = tuple(f for f in reply.of(*DEEPENING) if not _within(f, specific))
        if deepening and _is_deep(specific, deepening):
            return 3, (*specific, *deepening), _WHY[3]
        return 2, specific, _WHY[2]
    token, validating = reply.of(*TOKEN), reply.of("validate")
    if validating and not reply.shows("canned"):
        return 2, validating, "says that this customer's reaction makes sense"
    if token:
        return 1, token, _WHY[1]
    return 0, (), _WHY[0]


def _is_deep(specific: tuple[Finding, ...], deepening: tuple[Finding, ...]) -> bool:
    """Deep needs two different signs beyond the naming, or one beside a naming that says what it does to them.

    A question alone deepens nothing: it may as well be the first step of process.
    """
    kinds = {f.label for f in deepening}
    return len(kinds) >= 2 or (kinds != {"explore"} and max(f.strength for f in specific) >= 2)


def _within(finding: Finding, others: tuple[Finding, ...]) -> bool:
    return any(other.start <= finding.start and finding.end <= other.end for other in others)


def _action(reply: TurnReading, asked: bool) -> tuple[int, tuple[Finding, ...]]:
    concrete = reply.of(*CONCRETE)
    if concrete:
        return 2, concrete
    routine = reply.of(*ROUTINE)
    if routine:
        return 1, routine
    explained = reply.of("explain")
    if explained and asked and not reply.shows("refuse_flat"):
        return 1, explained  # whether the fact answers the question asked is not known: the weaker of the two
    return 0, ()
