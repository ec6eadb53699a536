"""`heard demo`: the idea in one conversation, then an archive at a glance."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--output", "-o", metavar="FILE", help="Also write the demo archive's report, as report.html, or any other output."
)
def demo(output: str | None) -> None:
    """See Heard at work on the conversations that ship with it.

    \b
      heard demo
      heard demo --output report.html
    """
    from rich.text import Text

    from heard.analysis import analyse
    from heard.cli.page import EXPLAINED, has_margin, page
    from heard.cli.summary import summary
    from heard.cli.terminal import console
    from heard.demo import archive, opening
    from heard.overview import Overview
    from heard.signals import Repetition

    out = console()
    conversations = list(archive())
    repetition = Repetition.over(conversations)
    overview = Overview()
    for conversation in conversations:
        overview.add(analyse(conversation, repetition=repetition).to_json())
    out.print(page(analyse(opening(), repetition=repetition).to_json(), out))
    out.print()
    out.print(Text(EXPLAINED.format(beside="beside" if has_margin(out) else "beneath")))
    out.print()
    out.rule(style="quiet", characters="─")
    title = f"And this is an archive of {overview.conversations} such conversations, written for Heard."
    out.print(Text(title, style="heading"))
    out.print()
    out.print(summary(overview, out))
    out.print()
    out.print(Text("Next", style="heading"))
    out.print(Text("  heard analyse YOUR-FILE --output report.html    the same for conversations of your own"))
    out.print(Text("  heard formats                                   what it may be: chats, calls, e-mail, exports"))
    if output is None:
        out.print(Text("  heard demo --output report.html                 this archive as a page for the browser"))
    else:
        _write(output)


def _write(output: str) -> None:
    """Analyses the shipped files as an archive of anybody's, so that every kind of output works."""
    from importlib.resources import as_file, files
    from pathlib import Path

    from heard.batch.outputs import OutputError
    from heard.batch.run import run
    from heard.batch.spool import SpoolError
    from heard.cli.failures import Failure
    from heard.standards import load

    with as_file(files("heard.demo") / "archive") as folder:
        try:
            outcome = run([str(folder)], standard=load("everyday"), to=[Path(output)], title="Heard's demo archive")
        except (OutputError, SpoolError) as error:
            raise Failure(str(error)) from None
    click.echo(f"\nWritten: {outcome.written[0]}")
