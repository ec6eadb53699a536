"""`heard restore`: an installation as a backup holds it."""

from __future__ import annotations

from pathlib import Path

import click

from heard.cli.failures import Failure
from heard.cli.serve import data_option, web


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also where the installation is in use; what it holds is lost.")
@data_option
def restore(file: Path, data: Path | None, replace: bool) -> None:
    """Make an installation what the backup FILE holds. Stop `heard serve` and `heard worker` first.

    \b
      heard restore heard-2026-11-22.tar.gz --data heard-data
    """
    from heard.cli.terminal import console

    web().prepare(data)
    from heard.web import keeping

    try:
        keeping.restore(file, replace=replace)
    except keeping.NotRestored as error:
        raise Failure(str(error)) from None
    console().print("Restored.")
