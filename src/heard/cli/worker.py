"""`heard worker`: the web application's background work, in a process of its own."""

from __future__ import annotations

from pathlib import Path

import click

from heard.cli.serve import data_option, web


@click.command()
@data_option
def worker(data: Path | None) -> None:
    """Do the imports and the daily work of an installation, beside `heard serve --no-worker`.

    \b
      heard worker --data heard-data
    """
    serving = web()
    serving.prepare(data)
    serving.work()
