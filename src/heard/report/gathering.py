"""One pass over the analyses: what is chosen to stand in the page, in memory that does not grow with the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from heard.overview import Pick
from heard.report.margin import ink_of, is_whole
from heard.report.passages import Piece, Span, passage
from heard.report.shelf import Shelf
from heard.report.words import state_of

__all__ = ["Gathered", "Row", "gather", "is_of"]

MOST_CONVERSATIONS = 120  # whole transcripts in the page
MOST_MOMENTS = 1_200  # moments in the page's list
_A_CELL = 60  # moments kept of one state and need, so that every number in the page finds some behind it
_PLACES = 200  # conversations kept of one canned line; only those whole in the page are linked
_QUOTE = 280  # characters of a turn in the list of moments


class Row(NamedTuple):
    """A moment in the list of moments."""

    place: int  # of its conversation among those analysed
    conversation: str  # its conversation's id; a source may use one id twice
    number: int  # index into the conversation's moments
    moment: Mapping[str, Any]
    tokens: tuple[str, ...]  # what filters ask for: "need:anxiety", "state:missed", …
    asked: tuple[Piece, ...]  # the customer's words
    answered: tuple[Piece, ...]  # the reply's; empty: nobody answered


class Gathered(NamedTuple):
    """What the page shows of an archive besides its numbers."""

    conversations: dict[int, Mapping[str, Any]]  # whole analyses by their place, at most MOST_CONVERSATIONS
    rows: list[Row]  # at most MOST_MOMENTS, the most telling first
    moments: int  # how many there are in all
    said_in: dict[str, list[str]]  # a canned line → some of the conversations it stands in


def gather(analyses: Iterable[Mapping[str, Any]], *, wanted: Iterable[Pick], lines: Collection[str] = ()) -> Gathered:
    """What the page shows of `analyses`.

    The conversations of the picks `wanted` are among those kept whole; of each of `lines` it is kept where it was said.
    """
    pending = set(wanted)
    chosen: dict[int, Mapping[str, Any]] = {}
    telling: Shelf[tuple[int, Mapping[str, Any]]] = Shelf(MOST_CONVERSATIONS)
    cells: dict[tuple[str, str], Shelf[Row]] = defaultdict(lambda: Shelf(_A_CELL))
    every: list[Row] = []  # until there are too many
    said_in: dict[str, list[str]] = {line: [] for line in lines}
    moments = 0
    for place, analysis in enumerate(analyses):
        moments += len(analysis["moments"])
        found = {pick for pick in pending if is_of(pick, analysis)}
        if found:
            chosen[place] = analysis
            pending -= found
        telling.put(sum(_weight(m) for m in analysis["moments"]), (place, analysis))
        for line in _lines_of(analysis, lines):
            if len(said_in[line]) < _PLACES:
                said_in[line].append(analysis["id"])
        for number, moment in enumerate(analysis["moments"]):
            if len(every) < MOST_MOMENTS:
                every.append(_row(place, analysis, number))
            cell = cells[state_of(moment), next(iter(moment["need"]), "")]
            if cell.wants(_weight(moment)):
                cell.put(_weight(moment), _row(place, analysis, number))
    for place, analysis in telling:
        if len(chosen) < MOST_CONVERSATIONS:
            chosen.setdefault(place, analysis)
    rows = every if moments <= MOST_MOMENTS else _from_every_cell(cells.values())
    return Gathered(chosen, sorted(rows, key=lambda row: -_weight(row.moment)), moments, said_in)


def _weight(moment: Mapping[str, Any]) -> float:
    """How much a moment has to tell: misses more than needs met, strong needs more than slight ones, sure before unsure."""
    state = {"missed": 4.0, "unsure": 2.5, "repaired": 2.0, "met": 0.0}[state_of(moment)]
    outcome = {"worse": 2.0, "same": 1.0}.get(moment["outcome"], 0.0)
    denied = 2.0 if moment["recognition"] == -1 else 0.0
    deep = 1.0 if moment["recognition"] == 3 else 0.0
    return float(state + outcome + denied + deep + moment["intensity"] + moment["confidence"])


def _from_every_cell(cells: Iterable[Iterable[Row]]) -> list[Row]:
    ranked = [(rank, row) for cell in cells for rank, row in enumerate(cell)]
    return [row for _, row in sorted(ranked, key=lambda item: item[0])[:MOST_MOMENTS]]


def _lines_of(analysis: Mapping[str, Any], lines: Collection[str]) -> list[str]:
    """Those of `lines` that stand word for word in a reply of `analysis`."""
    replies = [" ".join(turn["text"].split()) for turn in analysis["turns"] if "canned" in turn["moves"]]
    return [line for line in lines if any(line in reply for reply in replies)]


def is_of(pick: Pick, analysis: Mapping[str, Any]) -> bool:
    """True when `pick` is a moment of `analysis`; the id alone does not say so where a source uses one id twice."""
    moments = analysis["moments"]
    return bool(pick.id == analysis["id"] and pick.moment < len(moments) and moments[pick.moment]["turn"] == pick.turn)


def _row(place: int, analysis: Mapping[str, Any], number: int) -> Row:
    moment = analysis["moments"][number]
    reply = moment["response_turn"]
    return Row(
        place=place,
        conversation=analysis["id"],
        number=number,
        moment=moment,
        tokens=_tokens(analysis, moment),
        asked=_quote(analysis, moment, moment["turn"]),
        answered=() if reply is None else _quote(analysis, moment, reply),
    )


def _tokens(analysis: Mapping[str, Any], moment: Mapping[str, Any]) -> tuple[str, ...]:
    """What filters may ask of a moment; the numbers of the page count the same things."""
    state = state_of(moment)
    told = [f"need:{n}" for n in moment["need"]]
    told += [f"state:{state}", f"outcome:{moment['outcome']}", f"channel:{analysis['channel']}"]
    if state == "unsure":
        return tuple(told)
    told.append("judged:yes")
    if state != "met":
        told += ["unmet:yes", f"cause:{moment['cause'] or 'unclear'}"]
    if moment["recognition"] is None:
        told.append("recognition:no")
    else:
        told += [f"recognition:{moment['recognition']}", f"action:{moment['action']}"]
    replies = moment["turns_to_recognition"]
    told.append(f"recognised:{'never' if replies is None else 'first' if replies <= 1 else 'late'}")
    if moment["process_first"]:
        told.append("process:first")
    return tuple(told)


def _quote(analysis: Mapping[str, Any], moment: Mapping[str, Any], turn: int) -> tuple[Piece, ...]:
    text = analysis["turns"][turn]["text"]
    spans = [
        Span(finding["start"], finding["end"], ink_of(finding, moment), "")
        for finding in moment["evidence"]
        if finding["turn"] == turn and not is_whole(finding, text)
    ]
    return passage(text, spans, limit=_QUOTE)
