"""What the charts draw: shares with their intervals, and the table of recognition and action."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import NamedTuple

from heard.overview import Overview, Share
from heard.report.words import ACTIONS, CAUSES, CHANNELS, RECOGNITIONS, label

__all__ = ["Cell", "Chart", "Figure", "MatrixRow", "cause_charts", "figure", "matrix", "need_charts"]

FEELINGS = ("frustration", "anxiety", "sadness", "confusion", "embarrassment")
_LARGEST = 22.0  # radius of the largest circle, in a cell of 48


class Figure(NamedTuple):
    """A share as a dot with its interval. Shares are 0…1."""

    name: str
    text: str  # "41 of 58 (58–81 %)"
    share: float | None
    low: float
    high: float
    want: str  # the filter that opens the moments behind it
    apart: bool = True  # False: may differ from all needs together by chance alone; drawn grey
    note: str = ""


class Chart(NamedTuple):
    """Figures under one another on one scale."""

    title: str
    of: str  # heads the names
    counted: str  # heads the shares
    figures: tuple[Figure, ...]


class Cell(NamedTuple):
    """How many first replies did the same on both scales."""

    replies: int
    radius: float
    want: str


class MatrixRow(NamedTuple):
    """The cells of one recognition."""

    recognition: int
    cells: tuple[Cell, ...]


def figure(name: str, share: Share, want: str, *, among: Share | None = None, note: str = "") -> Figure:
    """`share` as a figure. It stands apart from `among` when its interval leaves out that share's rate."""
    low, high = share.interval
    apart = among is None or among.rate is None or not low <= among.rate <= high
    return Figure(name, str(share), share.rate, low, high, want, apart, note)


def need_charts(overview: Overview) -> list[Chart]:
    """Met of needed by feeling, by circumstance and by channel."""
    needs = overview.by_need
    feelings = {name: share for name, share in needs.items() if name in FEELINGS}
    circumstances = {name: share for name, share in needs.items() if name not in FEELINGS}
    charts = (
        ("What they felt", "Feeling", "need", feelings),
        ("Where they spoke", "Channel", "channel", overview.by_channel),
        ("What they faced", "Circumstance", "need", circumstances),
    )
    return [
        Chart(title, of, "Met of needed", _figures(kind, shares, overview.score))
        for title, of, kind, shares in charts
        if shares
    ]


def cause_charts(overview: Overview) -> list[Chart]:
    """Unmet needs by cause: the agent's own apart from those that others own."""
    unmet = overview.score.missed
    own = [_cause("agent", overview.causes.get("agent", 0), unmet)]
    others = [_cause(name, count, unmet) for name, count in overview.causes.items() if name != "agent"]
    charts = [Chart("In the reply", "Cause", "Of all unmet", tuple(own))]
    return (
        [*charts, Chart("Around the reply", "Cause and who can change it", "Of all unmet", tuple(others))]
        if others
        else charts
    )


def matrix(overview: Overview) -> list[MatrixRow]:
    """Recognition, the deepest first, by action."""
    counts = overview.matrix
    most = max(counts.values(), default=1)
    return [
        MatrixRow(
            recognition,
            tuple(_cell(recognition, action, counts.get((recognition, action), 0), most) for action in ACTIONS),
        )
        for recognition in sorted(RECOGNITIONS, reverse=True)
    ]


def _figures(kind: str, shares: Mapping[str, Share], among: Share) -> tuple[Figure, ...]:
    return tuple(
        figure(CHANNELS.get(name) or label(name), share, f"{kind}:{name} judged:yes", among=among)
        for name, share in shares.items()
    )


def _cause(name: str, count: int, unmet: int) -> Figure:
    words, owner = CAUSES[name]
    return figure(words, Share(count, unmet), f"unmet:yes cause:{name}", note=owner)


def _cell(recognition: int, action: int, count: int, most: int) -> Cell:
    want = f"recognition:{recognition} action:{action}"
    return Cell(count, round(max(3.0, _LARGEST * sqrt(count / most)), 1), want)
