"""The command line. Each command is a file of its own, imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from heard.cli.failures import CODES, Failure, tell

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS = (
    "demo",
    "analyse",
    "show",
    "standards",
    "signals",
    "formats",
    "evaluate",
    "serve",
    "worker",
    "backup",
    "restore",
)
"""Every command, in the order of the help page; each is the module of that name with a function of that name."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click calls it so
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = "analyse" if cmd_name == "analyze" else cmd_name
        if name not in COMMANDS:
            if ctx.resilient_parsing:
                return None
            from heard.cli.nearest import unknown

            raise unknown("command", cmd_name, COMMANDS, "`heard --help` lists them all.")
        command: click.Command = getattr(import_module(f"heard.cli.{name}"), name)
        return command


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from heard import ENGINE, __version__

        click.echo(f"heard {__version__} ({ENGINE})")
        ctx.exit()


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\n" + "\n".join(["Exit codes:", *(f"  {code:<4} {meaning}" for code, meaning in CODES.items())]),
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and leave."
)
def cli() -> None:
    """Heard finds every moment in which a customer needed to be heard, and shows whether they were.

    Nothing leaves this machine. Begin with:

    \b
      heard demo
      heard analyse chats.csv --output report.html
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and leaves with one of the documented exit codes."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from heard.cli.terminal import prepare

    prepare()
    try:
        code = cli.main(args=given, prog_name="heard", standalone_mode=False)
    except click.ClickException as error:
        sys.exit(tell(error, as_json="--json" in given))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(tell(Failure("Stopped.", code=130), as_json="--json" in given))
    except BrokenPipeError:  # the reader of our output left, as in `heard signals | head`
        sys.stderr.close()
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
