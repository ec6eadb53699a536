"""`heard formats`: what Heard reads."""

from __future__ import annotations

import click


@click.command()
def formats() -> None:
    """List the formats that Heard reads.

    \b
      heard formats
      heard analyse export.json --format zendesk
    """
    from rich.table import Table
    from rich.text import Text

    from heard.cli.terminal import console
    from heard.readers.recognising import formats as known

    out = console()
    table = Table.grid(padding=(0, 2, 0, 0))
    for format in known():
        endings = " ".join(getattr(format, "endings", ()))
        table.add_row(Text(format.name, style="heading"), format.title, Text(endings, style="quiet"))
    out.print(table)
    out.print(
        Text(
            "\nHeard recognises them by what is in the file, in folders, .zip and .gz, too; --format names one where it should not.",
            style="quiet",
        )
    )
