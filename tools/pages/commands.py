"""docs/reference/cli.md: every command with its help, as the terminal shows it."""

import click

from heard.cli import cli
from heard.cli.failures import CODES
from tools.pages.markdown import code, table
from tools.pages.markdown import page as whole_page

WIDTH = 100


def page() -> str:
    """The text of the page."""
    names = cli.context_settings.get("help_option_names")
    group = click.Context(
        cli, info_name="heard", terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=names
    )
    commands = {name: cli.get_command(group, name) for name in cli.list_commands(group)}
    return whole_page(
        "Command line",
        code(_help(cli, group), "text"),
        *(
            f"## heard {name}\n\n{code(_help(one, _below(group, one, name)), 'text')}"
            for name, one in commands.items()
            if one
        ),
        "## Exit codes\n\n" + table(["code", "means"], ([str(number), meaning] for number, meaning in CODES.items())),
    )


def _below(group: click.Context, command: click.Command, name: str) -> click.Context:
    """The context of one command; its help is as wide as the page on every terminal."""
    return click.Context(command, info_name=name, parent=group, terminal_width=WIDTH, max_content_width=WIDTH)


def _help(command: click.Command, context: click.Context) -> str:
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
