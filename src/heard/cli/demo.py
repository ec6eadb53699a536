"""`heard demo`: the idea in one conversation, then an archive at a glance."""

from __future__ import annotations

import click


@click.command()
@click.option("--output", "-o", metavar="FILE", help="Also write the report of the demo archive, as report.html.")
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
    from heard.demo import OPENING, archive
    from heard.overview import Overview
    from heard.signals import Repetition

    out = console()
    conversations = list(archive())
    repetition = Repetition.over(conversations)
    analyses = [analyse(c, repetition=repetition).to_json() for c in conversations]
    overview = Overview()
    for analysis in analyses:
        overview.add(analysis)
    out.print(page(next(a for a in analyses if a["id"] == OPENING), out))
    out.print()
    out.print(Text(EXPLAINED.format(beside="beside" if has_margin(out) else "beneath")))
    out.rule(style="quiet", characters="─")
    out.print(Text(f"And this is an archive of {overview.conversations} such conversations:", style="heading"))
    out.print(summary(overview, out))
