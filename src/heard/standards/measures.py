"""Measures of the words that staff chose, for what no label says. Each gives a share from 0 to 1 with its words.

A measure looks at words that stand there and at nothing behind them. Each says where it comes from; the thresholds are
a standard's choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from heard.conversation import Conversation, Speaker
from heard.moments import promises_in
from heard.signals import Finding
from heard.text import CONTENT_STOPWORDS, words

__all__ = ["MEASURES", "Measure", "Measured"]

MIN_WORDS_COUNTED = 3  # a share of fewer words than this says nothing
MOST_SHOWN = 4  # so many findings are evidence enough

_I = re.compile(r"\b(?:i|i['’](?:m|ll|ve|d)|me|my|myself)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|we['’](?:re|ll|ve|d)|us|our|ours|ourselves)\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|you['’](?:re|ll|ve|d)|your|yours)\b", re.IGNORECASE)
_EXACT = re.compile(
    r"(?:[£$€]\s?)?\d[\d.,:]*|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|tonight|tomorrow|yesterday|noon)\b",
    re.IGNORECASE,
)
_EVERYBODYS = frozenset(CONTENT_STOPWORDS)
_NAME = re.compile(r"[^\W\d_]{3,}")
_VAGUE = frozenset(
    """issue issues matter matters concern concerns inconvenience experience experiences situation situations request requests query
    queries item items product products service services process processes procedure procedures details something thing things
    stuff soon shortly asap team teams department departments relevant appropriate case""".split()
)


class Measured(NamedTuple):
    """What a measure found. `value` is None where there is too little to go by."""

    value: float | None
    evidence: tuple[tuple[int, Finding], ...]  # (turn, words): those that count for it, then those against
    why: str


class Measure(NamedTuple):
    """A named way of counting words, with its source."""

    name: str
    meaning: str
    source: str
    of: Callable[[Conversation, Sequence[int]], Measured]  # (conversation, the staff turns looked at)


def _i_not_we(conversation: Conversation, staff: Sequence[int]) -> Measured:
    return _share_of(conversation, staff, "i_not_we", _I, _WE, '"I"', '"we"')


def _speaks_to_you(conversation: Conversation, staff: Sequence[int]) -> Measured:
    found = [(i, match) for i in staff if (match := _YOU.search(conversation.turns[i].text))]
    evidence = tuple(
        (i, _finding("speaks_to_you", m, "speaks to the customer directly")) for i, m in found[:MOST_SHOWN]
    )
    if not staff:
        return Measured(None, (), "nobody answered")
    return Measured(len(found) / len(staff), evidence, f'{len(found)} of {len(staff)} replies say "you" or "your"')


def _concrete_words(conversation: Conversation, staff: Sequence[int]) -> Measured:
    said = words(" ".join(t.text for t in conversation.turns if t.speaker is Speaker.CUSTOMER))
    theirs = {w for w in said if len(w) > 2} - _EVERYBODYS
    concrete: list[tuple[int, re.Match[str], str]] = []
    vague: list[tuple[int, re.Match[str], str]] = []
    for i in staff:
        text = conversation.turns[i].text
        concrete.extend((i, match, "a number or a time") for match in _EXACT.finditer(text))
        for match in _NAME.finditer(text):
            word = match.group().lower()
            if word in _VAGUE:
                vague.append((i, match, "a word that could stand for anything"))
            elif word in theirs:
                concrete.append((i, match, "the thing itself, in the customer's own word"))
    total = len(concrete) + len(vague)
    if total < MIN_WORDS_COUNTED:
        return Measured(None, (), "too few words to go by")
    shown = (*concrete[:MOST_SHOWN], *vague[:MOST_SHOWN])
    evidence = tuple((i, _finding("concrete_words", match, why)) for i, match, why in shown)
    why = (
        f"{len(concrete)} numbers, times and words of this customer's, {len(vague)} words that could stand for anything"
    )
    return Measured(len(concrete) / total, evidence, why)


def _as_long_as_theirs(conversation: Conversation, staff: Sequence[int]) -> Measured:
    turns = conversation.turns
    answers = [i for i in staff if i and turns[i - 1].speaker is Speaker.CUSTOMER]
    if len(answers) < 2:
        return Measured(None, (), "too few replies to go by")
    ours = sum(len(turns[i].text.split()) for i in answers) / len(answers)
    theirs = sum(len(turns[i - 1].text.split()) for i in answers) / len(answers)
    longest = max(answers, key=lambda i: len(turns[i].text))
    start = re.search(r"\S[^.!?\n]{0,80}", turns[longest].text)
    evidence = ((longest, _finding("as_long_as_theirs", start, "the longest reply")),) if start else ()
    why = f"replies of {ours:.0f} words on average to messages of {theirs:.0f}"
    return Measured(min(ours, theirs) / max(ours, theirs, 1.0), evidence, why)


def _promises_with_a_time(conversation: Conversation, staff: Sequence[int]) -> Measured:
    among = set(staff)
    made = [p for p in promises_in(conversation) if p.turn in among]
    if not made:
        return Measured(None, (), "nothing was promised")
    timed = [p for p in made if p.until]
    evidence = tuple(
        (p.turn, Finding("promises_with_a_time", "observation", p.start, p.end, p.quote, 1, 0.8, why, "across_turns"))
        for p in made[:MOST_SHOWN]
        for why in (f'says until when: "{p.until}"' if p.until else "says no time",)
    )
    return Measured(len(timed) / len(made), evidence, f"{len(timed)} of {len(made)} promises say until when")


def _share_of(
    conversation: Conversation,
    staff: Sequence[int],
    name: str,
    wanted: re.Pattern[str],
    other: re.Pattern[str],
    wanted_name: str,
    other_name: str,
) -> Measured:
    ours = [(i, m) for i in staff for m in wanted.finditer(conversation.turns[i].text)]
    others = [(i, m) for i in staff for m in other.finditer(conversation.turns[i].text)]
    total = len(ours) + len(others)
    if total < MIN_WORDS_COUNTED:
        return Measured(None, (), "too few words to go by")
    evidence = (
        *((i, _finding(name, m, f"says {wanted_name}")) for i, m in ours[:MOST_SHOWN]),
        *((i, _finding(name, m, f"says {other_name}")) for i, m in others[:MOST_SHOWN]),
    )
    return Measured(len(ours) / total, evidence, f"{wanted_name} {len(ours)} times, {other_name} {len(others)} times")


def _finding(name: str, match: re.Match[str], why: str) -> Finding:
    return Finding(name, "observation", match.start(), match.end(), match.group(), 1, 0.8, why, "across_turns")


MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure(
            "i_not_we",
            'The share of "I" among all the times that staff name themselves ("I", "my") or the company ("we", "our").',
            'Packard, Moore and McFerran 2018, Journal of Marketing Research: agents who say "I" rather than "we" are '
            "seen as acting for the customer, and customers are more satisfied and buy more.",
            _i_not_we,
        ),
        Measure(
            "speaks_to_you",
            'The share of replies that speak to the customer with "you" or "your".',
            'Brief of Heard: "you, your concern". Packard et al. 2018 found the gain in "I"; that a reply should also '
            "speak to the person is a choice of this standard.",
            _speaks_to_you,
        ),
        Measure(
            "concrete_words",
            "Numbers, times and the customer's own nouns and verbs, as a share of these and of words that could stand "
            'for anything ("issue", "item", "soon").',
            "Packard and Berger 2021, Journal of Consumer Research: concrete words raise satisfaction by about 9 %. They "
            "rate words on a scale of concreteness; this counts what can be counted without that list.",
            _concrete_words,
        ),
        Measure(
            "as_long_as_theirs",
            "The average length of replies against the customer's messages: 1 is as long, 0.5 is half or double.",
            "A choice: language style matching (Ireland and Pennebaker 2010) reduced to the part that can be seen "
            "without guessing.",
            _as_long_as_theirs,
        ),
        Measure(
            "promises_with_a_time",
            "The share of promises that say until when.",
            "Brief of Heard: a promise is what, by whom and until when.",
            _promises_with_a_time,
        ),
    )
}
