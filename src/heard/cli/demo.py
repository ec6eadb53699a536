"""`heard demo`: the idea in one conversation, then an archive at a glance."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heard.cli.choices import encoder_option
from heard.cli.failures import Failure

if TYPE_CHECKING:
    from rich.console import RenderableType


@click.command()
@click.option(
    "--output", "-o", metavar="FILE", help="Also write the demo archive's report, as report.html, or any other output."
)
@click.option("--id", "id", metavar="ID", help="Show this conversation of the archive instead.")
@encoder_option
def demo(output: str | None, id: str | None, bundle: Path | None) -> None:
    """See Heard at work on the conversations that ship with it.

    \b
      heard demo
      heard demo --output report.html
      heard demo --id demo-banking-010
    """
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    from heard.analysis import analyse
    from heard.cli.page import explained, page
    from heard.cli.progress import Bar
    from heard.cli.summary import glance
    from heard.cli.terminal import console, messages
    from heard.demo import OPENING, archive
    from heard.inference import load_encoder
    from heard.overview import Overview
    from heard.signals import Repetition
    from heard.standards import load

    out = console()
    standard = load("everyday")
    overview = Overview()
    pages = {}
    repetition = Repetition.over(archive())
    encoder = load_encoder(bundle) if bundle else None
    if encoder:
        encoder.prepare(turn.text for conversation in archive() for turn in conversation.turns)
    with Bar(messages()) as bar:
        for done, conversation in enumerate(archive(), 1):
            pages[conversation.id] = analyse(
                conversation, standard=standard, repetition=repetition, encoder=encoder
            ).to_json()
            overview.add(pages[conversation.id])
            bar("reading the demo archive", done, None)
    if id is not None and id not in pages:
        raise Failure(f"There is no conversation {id!r} in the demo archive. `heard demo` names some to read.")
    shown = page(pages[id or OPENING], standard, out)
    written = _write(output, bundle) if output is not None else None
    if id is not None:
        out.print(shown)
        if written:
            out.print(Text(f"\nWritten: {written}"))
        return
    parts: list[RenderableType] = [
        shown,
        Text(),
        explained(out),
        Text(),
        Rule(style="quiet", characters="─"),
        Text(f"And this is an archive of {overview.conversations} such conversations, written for Heard.", "heading"),
        Text(),
        glance(overview, out),
        Text(),
        Text("Next", "heading"),
    ]
    shown_next = overview.read_first[0].id if overview.read_first else OPENING
    steps = _next(shown_next, written, out.width, alone=bundle is None)
    if out.is_terminal and len(out.render_lines(Group(*parts, steps))) >= out.height:
        parts.append(Text("  The conversation stands above: scroll up to where it begins."))
    out.print(Group(*parts, steps))


def _next(id: str, written: Path | None, width: int, *, alone: bool) -> RenderableType:
    """What to try next; `alone`: the encoder was declined, and is in what is shown, too."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table

    flag = " --no-encoder" if alone else ""
    steps = (
        (str(written), "is written" + (": open it in a browser" if written.suffix == ".html" else ""))
        if written
        else (f"heard demo{flag} -o report.html", "this archive as a page for the browser"),
        (f"heard demo{flag} --id {id}", "another conversation of it"),
        (f"heard analyse{flag} YOUR-FILE", "the same for conversations of your own"),
        ("heard formats", "what they may be: chats, calls, e-mail, exports"),
    )
    if width < 72:
        return Group(*(Padding(part, (0, 0, 0, 2 + 2 * place)) for step in steps for place, part in enumerate(step)))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    for command, what in steps:
        table.add_row(f"  {command}", what)
    return table


def _write(output: str, bundle: Path | None) -> Path:
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
            outcome = run([str(folder)], standard=load("everyday"), to=[Path(output)], bundle=bundle, report=page)
        except (OutputError, SpoolError) as error:
            raise Failure(str(error)) from None
    return outcome.written[0]
