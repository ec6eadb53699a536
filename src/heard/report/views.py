"""What the templates write, one value a piece of the page: examples, rows, conversations, promises, filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from heard.overview import CannedLine, Overview, Pick, Share
from heard.report.gathering import Gathered, Row
from heard.report.passages import Piece
from heard.report.spreads import MomentView, TurnView, excerpt, moment_view, spread
from heard.report.words import CAUSES, CHANNELS, OUTCOMES, STATES, day, label, state_of

__all__ = [
    "Line",
    "Option",
    "Shown",
    "Whole",
    "examples",
    "filters",
    "first",
    "good",
    "rows",
    "timing",
    "told",
    "wholes",
]

_PLACES = 3  # conversations linked from a canned line
_PROMISES = 20  # listed word for word
_QUOTE = 180  # characters of a customer's words in the list to read first
_TITLE = 80  # characters of a conversation's title


class Line(NamedTuple):
    """A sentence with a number in it that opens the moments behind it."""

    text: str  # begins the sentence: "41 of 58 (58–81 %)"
    want: str
    after: str


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


class RowView(NamedTuple):
    """A moment in the list of moments."""

    tokens: str
    asked: tuple[Piece, ...]
    answered: tuple[Piece, ...]
    recognition: int | None
    action: int | None
    state: str
    need: str
    cause: str
    outcome: str
    anchor: str  # empty: the conversation is not in the page
    conversation: str


class First(NamedTuple):
    """A conversation to read first."""

    anchor: str
    reason: str  # a clause
    quote: str  # the customer's words
    where: str


class ToldView(NamedTuple):
    """A promise that names no time."""

    who: str
    quote: str
    anchor: str
    conversation: str


class CannedView(NamedTuple):
    """A line that many customers got, with some of the conversations it stands in."""

    text: str
    customers: int
    places: list[tuple[str, str]]  # (conversation, anchor)


class Option(NamedTuple):
    """One choice of a filter, with the listed moments it leaves."""

    token: str
    name: str
    moments: int


def anchors(gathered: Gathered) -> dict[str, str]:
    """The page's name of each whole conversation: "c1", "c2", …"""
    return {id: f"c{number}" for number, id in enumerate(gathered.conversations, 1)}


def examples(picks: Iterable[Pick], gathered: Gathered, prefix: str) -> list[Shown]:
    """`picks` as examples, named `prefix`1, `prefix`2, …"""
    names, shown = anchors(gathered), []
    for number, pick in enumerate(picks, 1):
        analysis = gathered.conversations.get(pick.id)
        if analysis is not None:
            view = moment_view(analysis, pick.moment, f"{prefix}{number}")
            turns = spread(analysis, {pick.moment: view}, excerpt(analysis, pick.moment))
            shown.append(Shown(view, turns, pick.reason, _where(analysis), names[pick.id]))
    return shown


def wholes(gathered: Gathered) -> list[Whole]:
    """Every whole conversation with all its notes."""
    found = []
    for id, anchor in anchors(gathered).items():
        analysis = gathered.conversations[id]
        views = {n: moment_view(analysis, n, f"{anchor}-m{n + 1}") for n in range(len(analysis["moments"]))}
        found.append(Whole(anchor, _title(analysis), _where(analysis), spread(analysis, views)))
    return found


def rows(gathered: Gathered) -> list[RowView]:
    """The list of moments."""
    names = anchors(gathered)
    return [_row(row, names.get(row.conversation)) for row in gathered.rows]


def first(overview: Overview, gathered: Gathered) -> list[First]:
    """The conversations to read first."""
    names = anchors(gathered)
    return [
        First(names[pick.id], pick.reason, _short(pick.quote, _QUOTE), _where(analysis))
        for pick in overview.read_first
        if (analysis := gathered.conversations.get(pick.id)) is not None
    ]


def canned(lines: Iterable[CannedLine], gathered: Gathered) -> list[CannedView]:
    """The lines said to most customers."""
    names = anchors(gathered)
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
    names = anchors(gathered)
    return [ToldView(p.who, p.quote, names.get(p.id, ""), p.id) for p in overview.promises.examples[:_PROMISES]]


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


def filters(gathered: Gathered) -> list[tuple[str, str, list[Option]]]:
    """(kind, name, options) of what the list of moments can be narrowed by."""
    counts = Counter(token for row in gathered.rows for token in row.tokens)
    names: dict[str, tuple[str, Callable[[str], str]]] = {
        "need": ("Need", label),
        "state": ("Met or missed", STATES.__getitem__),
        "cause": ("Cause", lambda name: CAUSES[name][0]),
        "outcome": ("Outcome", lambda name: "the same" if name == "same" else name),
        "channel": ("Channel", CHANNELS.__getitem__),
    }
    return [
        (
            kind,
            name,
            [
                Option(token, words(token.removeprefix(f"{kind}:")), count)
                for token, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                if token.startswith(f"{kind}:")
            ],
        )
        for kind, (name, words) in names.items()
    ]


def _row(row: Row, anchor: str | None) -> RowView:
    moment, state = row.moment, state_of(row.moment)
    return RowView(
        tokens=" ".join(row.tokens),
        asked=row.asked,
        answered=row.answered,
        recognition=moment["recognition"],
        action=moment["action"],
        state=state,
        need=", ".join(label(n) for n in moment["need"]),
        cause=CAUSES[moment["cause"] or "unclear"][0] if state in ("missed", "repaired") else "",
        outcome=OUTCOMES[moment["outcome"]],
        anchor=f"{anchor}-m{row.number + 1}-need" if anchor else "",
        conversation=row.conversation,
    )


def _title(analysis: Mapping[str, Any]) -> str:
    """The subject, or the customer's first words."""
    said: Iterable[str] = (turn["text"] for turn in analysis["turns"] if turn["speaker"] == "customer")
    return _short(analysis["subject"] or next(iter(said), "") or analysis["id"], _TITLE)


def _short(text: str, most: int) -> str:
    """`text` on one line of at most about `most` characters."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def _where(analysis: Mapping[str, Any]) -> str:
    date = day(datetime.fromisoformat(analysis["started"])) if analysis["started"] else ""
    return ", ".join(part for part in (analysis["id"], CHANNELS[analysis["channel"]], date) if part)
