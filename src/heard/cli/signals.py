"""`heard signals`: every label, what it means and how it sounds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING

import click

from heard.cli.nearest import unknown

if TYPE_CHECKING:
    from rich.console import Console

    from heard.signals import Signal

_HEADINGS = {
    "feeling": "What a customer feels, as their words show it",
    "circumstance": "What a customer faces",
    "stance": "Where a customer stands",
    "move": "What a reply does",
    "cause": "What stands in the way",
    "observation": "What shows across turns",
}


@click.command()
@click.argument("label", required=False)
def signals(label: str | None) -> None:
    """List the signals that Heard looks for, or explain one with examples.

    \b
      heard signals
      heard signals broken_promise
    """
    from heard.cli.terminal import console
    from heard.signals import catalogue

    known = catalogue()
    if label is None:
        _list(known, console())
        return
    name = label.replace("-", "_").replace(" ", "_").lower()
    if name not in known:
        raise unknown("signal", label, known, "`heard signals` lists them all.")
    _explain(known[name], console())


def _list(known: Mapping[str, Signal], out: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    ranked = sorted(known.values(), key=lambda signal: list(_HEADINGS).index(signal.kind))
    for kind, group in groupby(ranked, key=lambda signal: signal.kind):
        out.print(Text(_HEADINGS[kind], style="heading"))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        for signal in group:
            table.add_row(f"  {signal.label}", Text(signal.meaning, style="quiet"))
        out.print(table)
        out.print()


def _explain(signal: Signal, out: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    out.print(Text.assemble((signal.label, "heading"), f"  {signal.kind}"))
    out.print(Text(signal.meaning))
    if signal.easily_mistaken:
        out.print(Text(f"Not: {signal.easily_mistaken}"))
    for title, style, texts in (
        ("Found in", "response", signal.examples),
        ("Not found in", "quiet", signal.counter_examples),
    ):
        if texts:
            out.print()
            out.print(Text(title, style="heading"))
        for text in texts:
            out.print(Padding(Text(f"“{text}”", style=style), (0, 0, 0, 2)))
