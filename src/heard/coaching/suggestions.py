"""One suggestion a moment: a thing to keep where the customer was heard, a thing to try where they were not.

A try is made of what this customer said and the playbook of their situation. A line to say is offered only where it
holds words of this customer's own and Heard's own test of canned and unkind lines has nothing against it; else the act
stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from heard.coaching.playbooks import Playbook, Try, playbook_for, tries_for
from heard.coaching.words import Phrase, phrase_around, thing_in
from heard.conversation import Conversation, Speaker
from heard.moments import Moment
from heard.moments.responses import DEEPENING, RECOGNISING
from heard.signals import Finding, TurnReading, read_turn
from heard.text import sentences

__all__ = ["Suggestion", "suggest"]


class Suggestion(NamedTuple):
    """Something to keep or something to try, for the person who wrote the reply."""

    kind: str  # "keep" or "try"
    moment: int  # index into the analysis's moments
    turn: int  # the turn it is about: the reply to keep, the reply that could have been; the need where nobody replied
    text: str  # what Heard says, in the second person; holds `say`, where there is one
    quote: str  # keep: the agent's words; try: the customer's words it builds on
    playbook: str  # the situation it comes from
    say: str | None = None  # try: one way to put it, in this customer's own words; None: no line would be theirs alone


def suggest(
    conversation: Conversation, readings: Sequence[TurnReading], moments: Sequence[Moment]
) -> tuple[Suggestion, ...]:
    """One suggestion for each moment that Heard is sure of, in order."""
    return tuple(
        _keep(conversation, readings, number, moment)
        if moment.met or (moment.recognition or 0) >= 2
        else _try(conversation, readings, number, moment)
        for number, moment in enumerate(moments)
        if not moment.abstained
    )


def _keep(conversation: Conversation, readings: Sequence[TurnReading], number: int, moment: Moment) -> Suggestion:
    turn = moment.response_turn if moment.response_turn is not None else moment.turn
    text = conversation.turns[turn].text
    own = [f for t, f in moment.evidence if t == turn]
    naming = next((f for f in own if f.label in RECOGNISING), own[0] if own else None)
    quote = _sentence(text, naming) if naming else _short(text)
    said = [f"You answered “{_need_words(conversation, readings[moment.turn], moment)}” with “{quote}”"]
    if naming and naming.label in RECOGNISING:
        process = next((f for f in readings[turn].findings if f.label in _BEFORE), None)
        if process and process.start > naming.start:
            said.append(f", before {_BEFORE[process.label]}")
    deeper = next((f for f in own if f.label in DEEPENING and moment.recognition == 3 and f is not naming), None)
    said.append(f", and {_DEEPER[deeper.label]}: keep that." if deeper else ": keep that.")
    if not moment.met:
        said.append(" What was still open is a step: what will be done, by whom and by when.")
    shown = _shown(readings[moment.turn])
    return Suggestion("keep", number, turn, "".join(said), quote, playbook_for(shown).situation)


def _try(conversation: Conversation, readings: Sequence[TurnReading], number: int, moment: Moment) -> Suggestion:
    shown = _shown(readings[moment.turn])
    book = playbook_for(shown)
    text = conversation.turns[moment.turn].text
    first = _telling(moment, book)
    phrase = phrase_around(text, first.start, first.end) if first else Phrase(_short(text), None)
    chosen, line = _line(book, shown, phrase, thing_in(text), crc32(f"{conversation.id}/{moment.turn}".encode()))
    said = [f"The customer said “{_short(phrase.quote)}” {_GOT[moment.recognition]}."]
    if moment.cause in _OTHERS:
        said.append(_OTHERS[moment.cause])
    if moment.repaired_turn is not None:
        said.append("Later in the conversation this was put right; it can come first.")
    said.append(chosen.act)
    if line:
        said.append(f"One way to say it: “{line}”")
    turn = moment.response_turn if moment.response_turn is not None else moment.turn
    return Suggestion("try", number, turn, " ".join(said), phrase.quote, book.situation, line)


def _line(
    book: Playbook, shown: dict[str, int], phrase: Phrase, thing: str | None, seed: int
) -> tuple[Try, str | None]:
    """The act to try and a line for it: the first of the playbook's that this customer's words fill, else no line.

    `seed` spreads the ways of putting it over conversations, and is the same on every run.
    """
    tries = tries_for(book, shown, seed >> 8)
    for one in tries:
        for way in _turned_by(one.say, seed):
            line = _filled(way, phrase.back, thing)
            if line and not any(f.label in _NEVER for f in read_turn(Speaker.AGENT, line)):
                return one, line
    return tries[0], None


def _filled(way: str, back: str | None, thing: str | None) -> str | None:
    if "{thing}" in way:
        return way.replace("{thing}", thing) if thing else None
    return way.replace("{Back}", back[:1].upper() + back[1:]).replace("{back}", back) if back else None


def _turned_by(ways: Sequence[str], seed: int) -> Iterator[str]:
    for step in range(len(ways)):
        yield ways[(seed + step) % len(ways)]


def _shown(reading: TurnReading) -> dict[str, int]:
    """What a customer's turn shows, each label with its strength."""
    shown: dict[str, int] = {}
    for finding in reading.findings:
        shown[finding.label] = max(finding.strength, shown.get(finding.label, 0))
    return shown


def _telling(moment: Moment, book: Playbook) -> Finding | None:
    """The words of the need to build on: what the playbook is about, then a fact of life before a feeling."""
    about = {label for label, _ in book.applies}
    own = [f for t, f in moment.evidence if t == moment.turn and f.label in moment.need]
    return max(
        own,
        key=lambda f: (f.label in about, f.kind == "circumstance", f.strength, f.confidence, -f.start),
        default=None,
    )


def _need_words(conversation: Conversation, reading: TurnReading, moment: Moment) -> str:
    first = _telling(moment, playbook_for(_shown(reading)))
    text = conversation.turns[moment.turn].text
    return _short(_sentence(text, first) if first else text)


def _sentence(text: str, finding: Finding) -> str:
    """The sentence that holds a finding, or the finding's own words where that sentence is long."""
    for start, end in sentences(text):
        if start <= finding.start < end:
            return text[start:end] if end - start <= 140 else _short(text[max(start, finding.start) : end])
    return finding.quote


def _short(quote: str, most: int = 110) -> str:
    quote = " ".join(quote.split())
    return quote if len(quote) <= most else quote[: quote.rfind(" ", 0, most) if " " in quote[:most] else most] + " …"


_NEVER = frozenset(
    {"canned", "dismiss", "blame", "pressure", "refuse_flat", "self_focus"}
)  # in no line that is offered
_GOT = {
    None: "and nobody answered",
    -1: "and got words that speak against it",
    0: "and the reply went on to the next step",
    1: "and got words that would fit any customer",
}
_BEFORE = {
    "verify": "asking for details",
    "redirect": "sending them on",
    "explain": "explaining",
    "refuse_flat": "saying no",
}
_DEEPER = {
    "validate": "you said that it makes sense",
    "own": "you took it on yourself",
    "restate": "you said it back to check it",
    "explore": "you asked what it means for them",
}
# A cause that is not the agent's is said to be another's, with what was in the agent's hands all the same.
_OTHERS = {
    "policy": "The policy was in the way, not you; naming what it costs them, its reason and another way were in your hands.",
    "product": "What failed is the product, not you; naming what it stops them from doing was in your hands.",
    "waiting": "The wait was in the way, not you; saying how long it was, and that you know it, was in your hands.",
    "handover": "The handover was in the way, not you; saying what you already know and who has it now was in your hands.",
    "bot": "A bot stood here, not you; the first words by a person can still take it up.",
    "authority": "You were not free to decide it; saying who is, and asking them on the customer's behalf, was in your hands.",
}
