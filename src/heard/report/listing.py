"""The list of moments: its rows, and the filters that choose from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from heard.report.conversations import anchors
from heard.report.gathering import Gathered, Row
from heard.report.passages import Piece
from heard.report.words import CAUSES, CHANNELS, OUTCOMES, STATES, label, state_of

__all__ = ["Option", "RowView", "filters", "rows"]


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


class Option(NamedTuple):
    """One choice of a filter, with the listed moments it leaves."""

    token: str
    name: str
    moments: int


def rows(gathered: Gathered) -> list[RowView]:
    """The list of moments."""
    names = anchors(gathered)
    return [_row(row, names.get(row.place)) for row in gathered.rows]


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
