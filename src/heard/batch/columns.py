"""The one schema of a flat table, for .csv and .parquet: one row a moment.

A conversation in which nothing was needed has one row with its own columns filled and the moment's empty, so that no
conversation is lost and `COUNT(DISTINCT conversation)` is what was analysed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from heard.overview import sentence_at

__all__ = ["COLUMNS", "Column", "rows"]

_Value = str | int | float | bool | None


class Row(NamedTuple):
    """What a row is made from."""

    analysis: Mapping[str, Any]
    moment: Mapping[str, Any]  # empty: nothing was needed
    place: int | None  # of the moment


class Column(NamedTuple):
    """One column: how it is called, what it holds, and where it comes from."""

    name: str
    type: str  # "text", "integer", "number" or "yes/no"
    meaning: str
    value: Callable[[Row], _Value]


def _of_analysis(key: str) -> Callable[[Row], _Value]:
    return lambda row: row.analysis[key]


def _of_moment(key: str) -> Callable[[Row], _Value]:
    return lambda row: row.moment.get(key)


def _quote(key: str) -> Callable[[Row], _Value]:
    def quote(row: Row) -> _Value:
        own = [e for e in row.moment.get("evidence", ()) if e["turn"] == row.moment[key]]
        if not own:
            return None
        strongest = max(own, key=lambda e: (e["strength"], e["confidence"], -e["start"]))
        return sentence_at(row.analysis["turns"][strongest["turn"]]["text"], strongest["start"], strongest["end"])

    return quote


def _suggestion(row: Row) -> _Value:
    return next((s["text"] for s in row.analysis["suggestions"] if s["moment"] == row.place), None)


def _need(row: Row) -> _Value:
    return ";".join(row.moment["need"]) if row.moment else None


COLUMNS = (
    Column("conversation", "text", "the conversation's id", _of_analysis("id")),
    Column("channel", "text", "chat, email, social, call, in_person or other", _of_analysis("channel")),
    Column("started", "text", "when it began, ISO 8601; empty: unknown", _of_analysis("started")),
    Column("source", "text", "where it was read", _of_analysis("source")),
    Column("turns", "integer", "how many turns it has", lambda row: len(row.analysis["turns"])),
    Column("moment", "integer", "the moment's place in it, from 0; empty: nothing was needed", lambda row: row.place),
    Column("turn", "integer", "the customer's turn that shows the need", _of_moment("turn")),
    Column("need", "text", "the feelings and circumstances, joined by semicolons", _need),
    Column(
        "intensity", "integer", "of the strongest feeling: 0 none, 1 slight, 2 clear, 3 strong", _of_moment("intensity")
    ),
    Column("need_quote", "text", "the customer's sentence", _quote("turn")),
    Column("response_turn", "integer", "the first reply; empty: nobody answered", _of_moment("response_turn")),
    Column("recognition", "integer", "-1 denied, 0 nothing, 1 token, 2 specific, 3 deep", _of_moment("recognition")),
    Column("action", "integer", "0 none, 1 routine, 2 concrete", _of_moment("action")),
    Column("response_quote", "text", "the sentence of the reply that decided", _quote("response_turn")),
    Column("met", "yes/no", "the need was met by the first reply", _of_moment("met")),
    Column("recognised_turn", "integer", "the reply that first recognised it", _of_moment("recognised_turn")),
    Column("turns_to_recognition", "integer", "replies until then: 1 is at once", _of_moment("turns_to_recognition")),
    Column("seconds_to_recognition", "number", "seconds until then, where known", _of_moment("seconds_to_recognition")),
    Column("process_first", "yes/no", "process began before it was recognised", _of_moment("process_first")),
    Column(
        "repaired_turn", "integer", "a later reply that met it after the first did not", _of_moment("repaired_turn")
    ),
    Column("outcome", "text", "eased, same, worse or unknown", _of_moment("outcome")),
    Column("ready", "yes/no", "the customer's next words let the work go on", _of_moment("ready")),
    Column("cause", "text", "why it stayed unmet; only agent counts for an agent", _of_moment("cause")),
    Column("confidence", "number", "how sure Heard is, 0 to 1", _of_moment("confidence")),
    Column("abstained", "yes/no", "Heard is not sure: a person should read this", _of_moment("abstained")),
    Column("why", "text", "what decided the recognition", _of_moment("why")),
    Column("would_change", "text", "what would have made the judgement another", _of_moment("would_change")),
    Column("suggestion", "text", "one thing to keep or to try", _suggestion),
    Column("standard", "text", "the standard and its version", _of_analysis("standard")),
    Column("engine", "text", "the engine's version", _of_analysis("engine")),
    Column("model", "text", "the encoder's version; empty: patterns alone", _of_analysis("model")),
)


def rows(analysis: Mapping[str, Any]) -> Iterator[tuple[_Value, ...]]:
    """The rows of one analysis, each with one value a column."""
    own = [Row(analysis, moment, place) for place, moment in enumerate(analysis["moments"])]
    for row in own or [Row(analysis, {}, None)]:
        yield tuple(column.value(row) for column in COLUMNS)
