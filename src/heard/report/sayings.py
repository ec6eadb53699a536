"""What the page says in sentences and short lists: numbers in words, lines said to many, promises without a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from heard.overview import CannedLine, Overview, Share
from heard.report.conversations import by_id
from heard.report.gathering import Gathered

__all__ = ["CannedView", "Line", "ToldView", "canned", "good", "timing", "told"]

_PLACES = 3  # conversations linked from a canned line
_PROMISES = 20  # listed word for word


class Line(NamedTuple):
    """A sentence with a number in it that opens the moments behind it."""

    text: str  # begins the sentence: "41 of 58 (58–81 %)"
    want: str
    after: str


class CannedView(NamedTuple):
    """A line that many customers got, with some of the conversations it stands in."""

    text: str
    customers: int
    places: list[tuple[str, str]]  # (conversation, anchor)


class ToldView(NamedTuple):
    """A promise that names no time."""

    who: str
    quote: str
    anchor: str
    conversation: str


def good(overview: Overview) -> list[Line]:
    """What went well, in numbers."""
    needed = overview.score.needed
    deep = sum(count for (recognition, _), count in overview.matrix.items() if recognition == 3)
    lines = (
        (overview.recognised["at once"], needed, "needs were recognised in the first reply", "recognised:first"),
        (deep, needed, "were recognised deeply: named, with what it means for this customer", "recognition:3"),
        (overview.outcomes["eased"], needed, "ended with the customer eased", "outcome:eased"),
        (
            overview.repaired,
            overview.score.missed,
            "needs that the first reply did not meet were repaired later",
            "state:repaired",
        ),
    )
    return [Line(str(Share(count, of)), f"{want} judged:yes", f"{words}.") for count, of, words, want in lines if count]


def timing(overview: Overview) -> list[Line]:
    """How late recognition came, in numbers."""
    needed = overview.score.needed
    lines = (
        (overview.recognised["late"], "were recognised late, after the first reply", "recognised:late"),
        (overview.process_first, "went through process before they were recognised", "process:first"),
        (overview.unanswered, "were answered by nobody", "recognition:no"),
    )
    return [Line(str(Share(count, needed)), f"{want} judged:yes", f"{words}.") for count, words, want in lines if count]


def canned(lines: Iterable[CannedLine], gathered: Gathered) -> list[CannedView]:
    """The lines said to most customers."""
    names = by_id(gathered)
    return [
        CannedView(
            line.text,
            line.customers,
            [(id, names[id]) for id in gathered.said_in[line.text] if id in names][:_PLACES],
        )
        for line in lines
    ]


def told(overview: Overview, gathered: Gathered) -> list[ToldView]:
    """The promises that name no time."""
    names = by_id(gathered)
    return [ToldView(p.who, p.quote, names.get(p.id, ""), p.id) for p in overview.promises.examples[:_PROMISES]]
