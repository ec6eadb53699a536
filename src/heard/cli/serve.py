"""`heard serve`: the web application on this machine."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import click

from heard.cli.failures import Failure

__all__ = ["data_option", "serve", "web"]

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the installation; else HEARD_DATA, else ./heard-data.",
)
HOME = "http://{host}:{port}/"


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8321, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--demo", is_flag=True, help="Fill an empty installation with the demo organisation first.")
@click.option("--no-worker", "without", is_flag=True, help="Leave imports to `heard worker`.")
def serve(data: Path | None, host: str, port: int, demo: bool, without: bool) -> None:
    """Serve the web application: where a team works with Heard.

    \b
      heard serve
      heard serve --demo --data demo-data

    Nothing leaves this machine; other machines can reach it only with --host.
    """
    from heard.cli.terminal import console, messages

    serving = web()
    out, notes = console(), messages()
    serving.prepare(data)
    if demo:
        made = serving.demo(lambda what: notes.print(f"Making the demo: {what}", style="quiet"))
        if made:
            notes.print("The demo organisation is ready.", style="quiet")
    address = HOME.format(host="localhost" if host in ("127.0.0.1", "0.0.0.0") else host, port=port)  # noqa: S104 — compared, not bound
    out.print(f"\nHeard is at {address}  (Ctrl-C ends it)\n", highlight=False, soft_wrap=True)
    if demo:
        from heard.web.demo.people import PASSWORD, sign_ins

        for email, who in sign_ins():
            out.print(f"  {email:<32} {who}", highlight=False)
        out.print(f'\n  password for all of them: "{PASSWORD}"\n', highlight=False)
    try:
        serving.serve(host, port, worker=not without)
    except OSError as error:
        raise Failure(f"Can't listen on {host}:{port} ({error.strerror}): choose another --port.") from None


def web() -> ModuleType:
    """The module that starts the web; a Failure where its packages are not installed."""
    if not (find_spec("django") and find_spec("waitress")):
        raise Failure('The web application needs more packages: pip install "heard[web]"')
    from heard.web import serving

    return serving
