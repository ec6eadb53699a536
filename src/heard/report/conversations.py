"""The conversations that stand in the page: whole ones, examples cut out of them, and those to read first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from heard.overview import Pick
from heard.report.gathering import Gathered, is_of
from heard.report.margin import MomentView, moment_view
from heard.report.spreads import TurnView, excerpt, spread
from heard.report.words import CHANNELS, day

__all__ = ["First", "Shown", "Whole", "anchors", "by_id", "examples", "first", "wholes"]

_TITLE = 80  # characters of a conversation's title
_QUOTE = 180  # characters of a customer's words in the list to read first


class Shown(NamedTuple):
    """A moment as an example, with the turns that tell it."""

    view: MomentView
    turns: Sequence[TurnView]
    reason: str  # why it was picked, a clause
    where: str
    anchor: str


class Whole(NamedTuple):
    """A conversation that is whole in the page."""

    anchor: str
    title: str
    where: str
    turns: Sequence[TurnView]


class First(NamedTuple):
    """A conversation to read first."""

    anchor: str
    reason: str  # a clause
    quote: str  # the customer's words
    where: str


def anchors(gathered: Gathered) -> dict[int, str]:
    """The page's name of each whole conversation by its place: "c1", "c2", …"""
    return {place: f"c{number}" for number, place in enumerate(gathered.conversations, 1)}


def by_id(gathered: Gathered) -> dict[str, str]:
    """The page's name of each whole conversation by its id."""
    return {gathered.conversations[place]["id"]: anchor for place, anchor in anchors(gathered).items()}


def examples(picks: Iterable[Pick], gathered: Gathered, prefix: str) -> list[Shown]:
    """`picks` as examples, named `prefix`1, `prefix`2, …"""
    shown = []
    for number, (pick, anchor, analysis) in enumerate(_found(picks, gathered), 1):
        view = moment_view(analysis, pick.moment, f"{prefix}{number}")
        turns = spread(analysis, {pick.moment: view}, excerpt(analysis, pick.moment))
        shown.append(Shown(view, turns, pick.reason, _where(analysis), anchor))
    return shown


def wholes(gathered: Gathered) -> list[Whole]:
    """Every whole conversation with all its notes."""
    found = []
    for place, anchor in anchors(gathered).items():
        analysis = gathered.conversations[place]
        views = {n: moment_view(analysis, n, f"{anchor}-m{n + 1}") for n in range(len(analysis["moments"]))}
        found.append(Whole(anchor, _title(analysis), _where(analysis), spread(analysis, views)))
    return found


def first(picks: Iterable[Pick], gathered: Gathered) -> list[First]:
    """The conversations to read first."""
    return [
        First(anchor, pick.reason, _short(pick.quote, _QUOTE), _where(analysis))
        for pick, anchor, analysis in _found(picks, gathered)
    ]


def _found(picks: Iterable[Pick], gathered: Gathered) -> Iterator[tuple[Pick, str, Mapping[str, Any]]]:
    names = anchors(gathered)
    for pick in picks:
        for place, analysis in gathered.conversations.items():
            if is_of(pick, analysis):
                yield pick, names[place], analysis
                break


def _title(analysis: Mapping[str, Any]) -> str:
    """The subject, or the customer's first words."""
    said: Iterable[str] = (turn["text"] for turn in analysis["turns"] if turn["speaker"] == "customer")
    return _short(analysis["subject"] or next(iter(said), "") or analysis["id"], _TITLE)


def _where(analysis: Mapping[str, Any]) -> str:
    date = day(datetime.fromisoformat(analysis["started"])) if analysis["started"] else ""
    return ", ".join(part for part in (analysis["id"], CHANNELS[analysis["channel"]], date) if part)


def _short(text: str, most: int) -> str:
    """`text` on one line of at most about `most` characters."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"
