"""A moment told in a few words on a list: what the customer said, what was answered, one thing to keep or to try."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heard.web.conversations.models import Moment

__all__ = ["Told", "tell", "varied"]

LONGEST = 240  # characters of a turn where no finding names its words


@dataclass(frozen=True, slots=True)
class Told:
    """What a list shows of a moment."""

    moment: Moment
    need: Sequence[str]  # labels
    customer: str  # the customer's words that show the need
    reply: str  # the agent's words that answer it; "": none that can be quoted
    text: str  # what Heard says to the agent, in the second person; "": it is not sure, or a person ruled otherwise
    say: str  # one way to put it; "": no line would be theirs alone
    situation: str  # the playbook of it; "": none


def tell(moment: Moment) -> Told:
    """The moment in the words of its conversation's record, which has to be there (select_related)."""
    analysis: Mapping[str, Any] = moment.conversation.record.analysis
    found = analysis["moments"][moment.place]
    advice = next((s for s in analysis["suggestions"] if s["moment"] == moment.place), None)
    fits = advice is not None and (advice["kind"] == "keep") == (moment.result == "met")
    keep = advice if fits and advice and advice["kind"] == "keep" else None
    return Told(
        moment=moment,
        need=found["need"],
        customer=_words(analysis, found, found["turn"], ("feeling", "circumstance")),
        reply=keep["quote"] if keep else _words(analysis, found, found["response_turn"], ("move",)),
        text=advice["text"] if fits and advice else "",
        say=(advice["say"] or "") if fits and advice else "",
        situation=advice["playbook"] if advice else "",
    )


def varied(told: Iterable[Told], most: int) -> list[Told]:
    """At most `most` of `told` with something to quote: what was deeply recognised before the rest, and one of each
    situation before a second; else in their order."""
    situations: set[str] = set()
    quotes: set[str] = set()
    first: list[Told] = []
    more: list[Told] = []
    for one in sorted(told, key=lambda t: -(t.moment.recognition or 0)):
        if not one.reply or one.reply in quotes:
            continue
        (more if one.situation in situations else first).append(one)
        situations.add(one.situation)
        quotes.add(one.reply)
    return [*first, *more][:most]


def _words(analysis: Mapping[str, Any], found: Mapping[str, Any], turn: int | None, kinds: Sequence[str]) -> str:
    """The sentences of a turn around what was found in it, or its beginning; "" where there is no such turn."""
    if turn is None:
        return ""
    text: str = analysis["turns"][turn]["text"].strip()
    if len(text) <= LONGEST:
        return text
    starts = [e["start"] for e in found["evidence"] if e["turn"] == turn and e["kind"] in kinds]
    start = max(0, min(starts, default=0) - 40)
    cut = text[start : start + LONGEST]
    return f"{'…' if start else ''}{cut.strip()}{'…' if start + LONGEST < len(text) else ''}"
