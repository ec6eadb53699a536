"""`heard backup`: a whole installation in one file."""

from __future__ import annotations

from pathlib import Path

import click

from heard.cli.failures import Failure
from heard.cli.serve import data_option, web


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def backup(file: Path, data: Path | None) -> None:
    """Write a whole installation (database and uploads) into FILE, while it runs.

    \b
      heard backup heard-2026-11-22.tar.gz
    """
    from heard.cli.terminal import console

    web().prepare(data)
    from heard.web import keeping

    try:
        keeping.backup(file)
    except keeping.NotRestored as error:
        raise Failure(str(error)) from None
    console().print(f"Written: {file}  (it holds everything; keep it as safe as the installation)", soft_wrap=True)
