"""`heard demo`: the idea in one conversation, then an archive at a glance."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heard.cli.failures import Failure

if TYPE_CHECKING:
    from rich.table import Table


@click.command()
@click.option(
    "--output", "-o", metavar="FILE", help="Also write the demo archive's report, as report.html, or any other output."
)
@click.option("--id", "id", metavar="ID", help="Show this conversation of the archive instead.")
def demo(output: str | None, id: str | None) -> None:
    """See Heard at work on the conversations that ship with it.

    \b
      heard demo
      heard demo --output report.html
      heard demo --id demo-banking-010
    """
    from rich.text import Text

    from heard.analysis import analyse
    from heard.cli.page import explained, page
    from heard.cli.progress import Bar
    from heard.cli.summary import summary
    from heard.cli.terminal import console, messages
    from heard.demo import OPENING, archive
    from heard.overview import Overview
    from heard.signals import Repetition
    from heard.standards import load

    out = console()
    standard = load("everyday")
    overview = Overview()
    pages = {}
    repetition = Repetition.over(archive())
    with Bar(messages()) as bar:
        for done, conversation in enumerate(archive(), 1):
            pages[conversation.id] = analyse(conversation, standard=standard, repetition=repetition).to_json()
            overview.add(pages[conversation.id])
            bar("reading the demo archive", done, None)
    if id is not None and id not in pages:
        raise Failure(f"There is no conversation {id!r} in the demo archive. `heard demo` names some to read.")
    out.print(page(pages[id or OPENING], standard, out))
    if id is not None:
        return
    out.print()
    out.print(explained(out))
    out.print()
    out.rule(style="quiet", characters="─")
    title = f"And this is an archive of {overview.conversations} such conversations, written for Heard."
    out.print(Text(title, style="heading"))
    out.print()
    out.print(summary(overview, out))
    out.print()
    out.print(Text("Next", style="heading"))
    if output is not None:
        out.print(Text(f"  {_write(output)} is written: open it"))
    out.print(_next(overview.read_first[0].id if overview.read_first else OPENING))


def _next(id: str) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    for command, what in (
        ("heard demo -o report.html", "this archive as a page for the browser"),
        (f"heard demo --id {id}", "another conversation of it"),
        ("heard analyse YOUR-FILE", "the same for conversations of your own"),
        ("heard formats", "what they may be: chats, calls, e-mail, exports"),
    ):
        table.add_row(f"  {command}", what)
    return table


def _write(output: str) -> Path:
    """Analyses the shipped files as an archive of anybody's, so that every kind of output works."""
    from importlib.resources import as_file, files

    from heard.batch.outputs import OutputError
    from heard.batch.run import run
    from heard.batch.spool import SpoolError
    from heard.report import write_report
    from heard.standards import load

    with as_file(files("heard.demo") / "archive") as folder:
        try:
            page = partial(write_report, title="Heard's demo archive")
            outcome = run([str(folder)], standard=load("everyday"), to=[Path(output)], report=page)
        except (OutputError, SpoolError) as error:
            raise Failure(str(error)) from None
    return outcome.written[0]
