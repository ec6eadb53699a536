"""`heard worker`: the web application's background work, in a process of its own."""

from __future__ import annotations

from pathlib import Path

import click

from heard.cli.serve import web


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the installation; else HEARD_DATA, else ./heard-data.",
)
def worker(data: Path | None) -> None:
    """Do the imports and the daily work of an installation, beside `heard serve --no-worker`."""
    serving = web()
    serving.prepare(data)
    serving.work()
