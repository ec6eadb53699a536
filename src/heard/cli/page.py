"""A page with a margin: one conversation, and what Heard noticed beside each turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from heard.cli.notes import notes_of
from heard.cli.terminal import WIDEST, safe
from heard.overview import Share, counted, judges
from heard.standards import Standard

__all__ = ["explained", "page"]

COLUMN = 66  # characters of a transcript's line: what reads well in a book
MARGIN = 28  # from this width on there is a margin; a narrower terminal has the notes beneath the turns
_NUMBER, _GAP, _INDENT = 4, 4, 4

_EXPLAINED = (
    "This is a page with a margin: what was said, and {beside} each turn what Heard noticed in it.",
    "{inks}",
    (
        "The ring tells how far the need was recognised (⊗ denied, ○ nothing, ◔ token, ◑ specific, ● deep), and the arrow "
        "what was done about it (→ a routine step, ➔ concrete help)."
    ),
)


def explained(console: Console) -> RenderableType:
    """Three sentences that explain the page to whoever sees one for the first time."""
    beside = "beside" if _has_margin(console) else "beneath"
    sentences = (Text(sentence.format(beside=beside, inks=_inks(console))) for sentence in _EXPLAINED)
    return _column(Group(*sentences), console)


def _inks(console: Console) -> str:
    if not console.is_terminal:
        return "On a terminal, the words that show a need and the words that answer it are underlined."
    if console.no_color or console.color_system is None:
        return "Underlined words show a need where the customer speaks, and answer it where somebody replies."
    return "Words underlined in the warm ink show a need, and words underlined in the cool ink answer it."


def page(analysis: Mapping[str, Any], standard: Standard, console: Console) -> Group:
    """The page of one analysis (the mapping of schema ``heard-analysis/1``), held against `standard`."""
    foot = Group(*_score(analysis), *_marks(analysis, standard))
    return Group(_head(analysis), Text(), *_turns(analysis, console), _column(foot, console))


def _column(body: RenderableType, console: Console) -> Padding:
    return Padding(body, (0, max(0, console.width - WIDEST), 0, 0))


def _has_margin(console: Console) -> bool:
    """True when notes stand beside the turns, false when beneath."""
    return console.width >= _NUMBER + COLUMN + _GAP + MARGIN


def _head(analysis: Mapping[str, Any]) -> Text:
    channel = analysis["channel"]
    facts = ["channel unknown" if channel == "other" else channel.replace("_", " ")]
    if analysis["started"]:
        facts.append(f"{datetime.fromisoformat(analysis['started']):%d %B %Y}")
    if analysis["subject"]:
        facts.append(safe(analysis["subject"]))
    head = Text.assemble((safe(analysis["id"]), "heading"))
    return head.append("".join(f" · {fact}" for fact in facts), style="quiet")


def _turns(analysis: Mapping[str, Any], console: Console) -> Iterator[RenderableType]:
    notes, words = notes_of(analysis)
    beside, width = _has_margin(console), console.width
    column = COLUMN if beside else max(16, min(COLUMN, width - _NUMBER))
    for turn in analysis["turns"]:
        said = _said(turn, words.get(turn["index"], ()))
        staff = turn["speaker"] != "customer"
        own = notes.get(turn["index"], [])
        text = Padding(said, (0, 0, 0, _INDENT if staff else 0))
        if beside:
            yield _row(turn["index"], text, own, column, width)
        else:
            yield _row(turn["index"], Group(text, *(_beneath(note) for note in own)), [], column, width)
        yield Text()


def _row(index: int, text: RenderableType, notes: Sequence[Text], column: int, width: int) -> Table:
    row = Table.grid(padding=0)
    row.add_column(width=_NUMBER, style="quiet")
    row.add_column(width=column)
    cells: list[RenderableType] = [str(index + 1), text]  # people count from one
    if notes:
        row.add_column(width=_GAP, style="quiet")
        row.add_column(width=min(width - _NUMBER - column - _GAP, 52))
        cells += [" ── "[:_GAP], Group(*notes)]
    row.add_row(*cells)
    return row


def _beneath(note: Text) -> Table:
    under = Table.grid(padding=0)
    under.add_column(width=_INDENT, style="quiet")
    under.add_column()
    under.add_row(" └─", note)
    return under


def _said(turn: Mapping[str, Any], words: Sequence[tuple[int, int, str]]) -> Text:
    said = Text(safe(turn["text"]))
    for start, end, ink in words:
        said.stylize(ink, start, end)
    if not turn["text"].strip():
        said = Text("(nothing was said)", style="quiet")
    return Text.assemble((safe(turn.get("name") or turn["speaker"]), "quiet"), "\n", said)


def _score(analysis: Mapping[str, Any]) -> Iterator[Text]:
    score = analysis["score"]
    if not analysis["readable"]:
        yield Text("Heard reads English. It can't say anything about this conversation.")
        return
    if score["needed"]:
        yield Text.assemble(("Needs met  ", "heading"), str(Share(score["met"], score["needed"])))
    elif not score["abstained"]:
        yield Text.assemble(("Needs met  ", "heading"), "no empathy was needed here, and that is a right answer")
    if score["abstained"]:
        yield Text(f"Heard is not sure about {counted(score['abstained'], 'moment')}; a person should read this.")


def _marks(analysis: Mapping[str, Any], standard: Standard) -> Iterator[RenderableType]:
    """The criteria: met ones by name, missed ones with the reason."""
    titles = {criterion.id: criterion.title for criterion in standard.criteria}
    by_result: dict[str, list[str]] = {}
    for mark in analysis["marks"]:
        title = titles[mark["criterion"]]
        by_result.setdefault(mark["result"], []).append(title if mark["result"] == "met" else f"{title}: {mark['why']}")
    for result, word in (("met", "met"), ("missed", "missed"), ("unsure", "not sure")):
        if names := by_result.get(result):
            yield Text()
            yield Text(f"Criteria {word}", style="heading")
            said = ["; ".join(names)] if result == "met" else names
            yield from (Padding(Text(safe(line)), (0, 0, 0, 2)) for line in said)
    yield Text()
    by = judges(analysis["engine"], analysis["model"])
    yield Text(f"held against {analysis['standard']} by {by}", style="quiet")
