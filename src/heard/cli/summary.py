"""An archive at a glance: what a team lead wants to know, what went well first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from heard.cli.terminal import ABSTAINED, ACTION, RECOGNITION, WIDEST, safe
from heard.overview import Overview, Pick, Share, counted, not_english

__all__ = ["glance", "summary"]

_OWNERS = {
    "policy": "a policy",
    "product": "the product",
    "waiting": "waiting",
    "handover": "a handover",
    "bot": "a bot",
    "authority": "missing authority",
}


def summary(overview: Overview, console: Console) -> RenderableType:
    """The overview as terminal pages, at most 100 characters wide."""
    width = min(console.width, WIDEST)
    parts: list[RenderableType] = [_opening(overview)]
    if overview.score.needed:
        for title, rows in (
            ("What went well", _well(overview)),
            ("What was missed most", _missed(overview, width)),
            ("Why needs stayed unmet", _why(overview)),
            ("First replies: how far recognised, and what was done", [_matrix(overview, width)]),
        ):
            parts += _section(title, rows)
    parts += _section("Lines that would fit anyone", _canned(overview, 5))
    if overview.promises.made:
        parts += _section("Promises", _promises(overview))
    if overview.read_first:
        parts += _section("Read these first", (_pick(pick) for pick in overview.read_first[:5]))
    return Padding(Group(*parts), (0, max(0, console.width - width), 0, 0))


def glance(overview: Overview, console: Console) -> RenderableType:
    """The overview in a dozen lines: the score, what was missed most, and lines that would fit anyone."""
    width = min(console.width, WIDEST)
    parts: list[RenderableType] = [_opening(overview)]
    parts += _section("What was missed most", _missed(overview, width, most=3))
    parts += _section("Lines that would fit anyone", _canned(overview, 2))
    return Padding(Group(*parts), (0, max(0, console.width - width), 0, 0))


def _section(title: str, rows: Iterable[RenderableType]) -> list[RenderableType]:
    body = list(rows)
    return [Text(), Text(title, style="heading"), *(Padding(row, (0, 0, 0, 2)) for row in body)] if body else []


def _opening(overview: Overview) -> Group:
    lines = []
    if not overview.unreadable or overview.unreadable < overview.conversations:
        lines.append(Text.assemble(("Needs met  ", "heading"), str(overview.score)))
    read = f"{counted(overview.conversations, 'conversation')}, {counted(overview.turns, 'turn')}"
    if overview.first and overview.last:
        first, last = f"{overview.first:%b %Y}", f"{overview.last:%b %Y}"
        read += f", {first}" if first == last else f", {first} to {last}"
    if overview.without_need:
        read += f"; in {overview.without_need:,} of them no empathy was needed"
    lines.append(Text(read, style="quiet"))
    if overview.judged_by:
        lines.append(Text(f"judged by {safe(overview.judged_by)}", style="quiet"))
    if overview.unreadable:
        lines.append(Text(not_english(overview.unreadable), style="quiet"))
    if overview.abstained:
        unsure = counted(overview.abstained, "moment")
        lines.append(Text(f"{ABSTAINED}: {unsure} that Heard is not sure about", style="quiet"))
    return Group(*lines)


def _well(overview: Overview) -> Iterator[RenderableType]:
    facts = _facts()
    facts.add_row("recognised in the first reply", str(Share(overview.recognised["at once"], overview.score.needed)))
    if overview.outcomes["eased"]:
        facts.add_row("eased afterwards", str(Share(overview.outcomes["eased"], overview.score.needed)))
    if overview.repaired:
        facts.add_row("missed at first, repaired later", f"{overview.repaired:,}")
    yield facts
    for pick in overview.best[:2]:
        yield _pick(pick)


def _facts() -> Table:
    """A table of facts and figures; a figure is never broken."""
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column()
    facts.add_column(no_wrap=True)
    return facts


def _missed(overview: Overview, width: int, most: int = 6) -> Iterator[RenderableType]:
    missed = overview.missed_most(most)
    if not missed:
        return
    track = 24 if width >= 72 else 0
    rows = _facts()
    for label, share in missed:
        dot = [_dot(share, track)] if track else []
        rows.add_row(label.replace("_", " "), *dot, str(share))
    yield rows
    if track:
        yield Text("● met of needed, from 0 to 100 %; the line is its 95 % interval", style="quiet")


def _dot(share: Share, track: int) -> Text:
    """A dot with its interval on a track from 0 to 100 %."""
    low, high = (round(end * (track - 1)) for end in share.interval)
    dot = round((share.rate or 0.0) * (track - 1))
    marks = ["·" if not low <= place <= high else "─" for place in range(track)]
    marks[dot] = "●"
    line = Text()
    for place, mark in enumerate(marks):
        line.append(mark, style="response" if low <= place <= high else "quiet")
    return line


def _why(overview: Overview) -> Iterator[RenderableType]:
    causes = overview.causes
    if causes.get("agent"):
        yield Text(f"{causes['agent']:,} in the reply itself: the words were the agent's to choose")
    others = [f"{_OWNERS[cause]} {count:,}" for cause, count in causes.items() if cause in _OWNERS]
    if others:
        yield Text("not the agent's: " + ", ".join(others))
    if causes.get("unclear"):
        yield Text(f"not clear: {causes['unclear']:,}")
    if others or causes.get("unclear"):
        yield Text(f"of what was in agents' hands, met {overview.in_agents_hands}", style="quiet")


def _matrix(overview: Overview, width: int) -> Table:
    short = width < 56
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column()
    heads = [name.split()[0] if short else name for name in ACTION.values()]
    for _ in heads:
        grid.add_column(justify="right")
    grid.add_row("", *(Text(head, style="response") for head in heads))
    for recognition, name in RECOGNITION.items():
        counts = [overview.matrix.get((recognition, action), 0) for action in ACTION]
        grid.add_row(Text(name, style="response"), *(f"{n:,}" if n else "·" for n in counts))
    if overview.unanswered:
        grid.add_row("nobody answered", f"{overview.unanswered:,}")
    return grid


def _promises(overview: Overview) -> Iterator[RenderableType]:
    promises = overview.promises
    made, without = promises.made, promises.without_time
    if not without:
        times = "with a time" if made == 1 else "each with a time"
    else:
        times = "without a time" if made == 1 else f"{without:,} of them without a time"
    yield Text(f"{made:,} made, {times}")
    for promise in promises.examples[:2]:
        yield Text.assemble(f"“{safe(promise.quote)}”  ", (safe(promise.id), "quiet"))


def _canned(overview: Overview, most: int) -> Iterator[Text]:
    for text, customers in overview.canned(most):
        yield Text.assemble((f"{counted(customers, 'customer')}  ", "quiet"), f"“{safe(text)}”")


def _pick(pick: Pick) -> Group:
    quotes = [Text.assemble("“", (safe(_short(pick.quote)), "need.words"), "”")]
    if pick.reply:
        quotes.append(Text.assemble("“", (safe(_short(pick.reply)), "response.words"), "”"))
    head = Text.assemble((safe(pick.id), "heading"), f"  {pick.reason}")
    return Group(head, *(Padding(quote, (0, 0, 0, 2)) for quote in quotes))


def _short(text: str, most: int = 180) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
