"""Promises made to a customer: who will do what, until when."""

from __future__ import annotations

import re
from typing import NamedTuple

from heard.conversation import Conversation
from heard.text import fold, sentences

__all__ = ["Promise", "promises_in"]


class Promise(NamedTuple):
    """Something the company said it would do. Nothing here says whether it was kept."""

    turn: int
    who: str  # "I", "we", or who was named ("the engineer")
    what: str  # the commitment in the speaker's words
    until: str | None  # the time in the speaker's words; None: no time was given, and the ledger asks for one
    start: int
    end: int
    quote: str  # the whole sentence, text[start:end]


_WHO = (
    r"(?P<who>i|we|(?:my|our|the|a|your) (?:\w+ ){0,2}(?:team|manager|supervisor|colleague|engineer|technician|driver|"
    r"specialist|warehouse|department|office|nurse|pharmacist|crew|depot|branch|bank|courier))"
)
_DEEDS = (
    r"call|ring|phone|email|e-mail|text|write|message|send|refund|credit|replace|resend|book|rebook|arrange|order|check|chase|"
    r"get back|come back|follow up|look into|let you know|update you|keep you|make sure|see to|sort|fix|cancel|waive|pay|deliver|post|"
    r"be with you|be in touch|be there|contact|speak|talk|ask|find out|put|take|move|add|remove|change|transfer|escalate|raise|log|"
    r"stay|hold|keep|return|collect|pick|visit|confirm|report|pass|process|release|lift|prepare|set|give|have|bring|handle|reach out|go"
)
_PROMISE = re.compile(
    rf"\b{_WHO}(?:'ll| will| am going to|'m going to|are going to|'re going to| is going to| promise to)"
    rf"(?: (?:also|then|now|personally|myself|certainly|definitely|be sure to|make sure to|go ahead and|just))?"
    rf" (?P<what>(?:{_DEEDS})\b[^.!?\n]*)"
)
_TIME = (
    r"(?:today|tonight|tomorrow(?: (?:morning|afternoon|evening))?|this (?:morning|afternoon|evening|week)|"
    r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening))?|"
    r"(?:the )?(?:end|close) of (?:the )?(?:day|week|month|business)|noon|midday|midnight|lunchtime|"
    r"\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|o'clock)|\d{1,2}[:.]\d{2}|next week|"
    r"(?:\d+|an?|one|two|three|four|five|ten|a few|half an?|a couple of)(?: to \w+|-\d+)? (?:working |business )?(?:minutes?|mins?|hours?|days?|weeks?|hour))"
)
_UNTIL = re.compile(
    rf"\b(?:by|before|within|in|on|at|until|no later than|inside)? ?(?:the next )?{_TIME}(?:,? (?:(?:by|at|before|on|after) )?{_TIME})*"
)
_CONDITION = re.compile(
    r"\b(?:if|when|once|unless) (?:you|it|they)\b|\bi'll be happy to\b|\bas soon as (?:you|we have)\b"
)


def promises_in(conversation: Conversation) -> tuple[Promise, ...]:
    """The promises of agents and supervisors, in the order they were made. A promise on a condition is none yet."""
    return tuple(
        promise
        for index, turn in enumerate(conversation.turns)
        if turn.speaker.is_staff
        for promise in _promises_of(index, turn.text)
    )


def _promises_of(index: int, text: str) -> list[Promise]:
    lowered = text.lower()
    if "ll " not in lowered and "will " not in lowered and "going to " not in lowered and "promise" not in lowered:
        return []
    folded = fold(text)
    found = []
    for first, last in sentences(folded.text):
        match = _PROMISE.search(folded.text, first, last)
        if match is None or _CONDITION.search(folded.text, first, last):
            continue
        until = _UNTIL.search(folded.text, match.start("what"), last)
        what = folded.span(match.start("what"), until.start() if until else match.end("what"))
        if until and until.start() <= match.start("what") + 1:
            what = folded.span(*match.span("what"))
        start, end = folded.span(first, last)
        who = text[slice(*folded.span(*match.span("who")))]
        when = text[slice(*folded.span(*until.span()))].strip() if until else None
        found.append(Promise(index, who, text[slice(*what)].strip(" ,;-"), when, start, end, text[start:end]))
    return found
