"""What can go wrong, in sentences for people and as JSON for programs, and the exit codes."""

from __future__ import annotations

import json

import click

__all__ = ["CODES", "Failure", "tell"]

CODES = {
    0: "all is well",
    1: "finished, but some records were rejected (the rejects file says which and why)",
    2: "the command or its input can't be used",
    3: "nothing could be read",
    130: "stopped by you; with --output, what was done is kept and --resume goes on",
}
"""Exit codes and their meaning."""


class Failure(click.ClickException):
    """Ends a command: `message` says what happened, what was kept and what to do; `code` is one of CODES."""

    def __init__(self, message: str, *, code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = code  # type: ignore[misc]  # click reads it from the instance, whatever it declares


def tell(error: click.ClickException, *, as_json: bool) -> int:
    """Says `error` on standard error and returns the exit code that belongs to it."""
    message = error.format_message()
    if as_json:
        click.echo(json.dumps({"error": {"code": error.exit_code, "message": message}}, ensure_ascii=False), err=True)
        return error.exit_code
    click.echo(message, err=True)
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(f"See: {error.ctx.command_path} --help", err=True)
    return error.exit_code
