"""Options that several commands share: which format, who is who, which column is what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from heard.cli.failures import Failure
from heard.conversation import Speaker

__all__ = ["Mapped", "apart", "existing", "mapped", "source_options", "standard_named"]


class Mapped(NamedTuple):
    """What --map said."""

    columns: Mapping[str, str]  # our field → the table's column
    roles: Mapping[str, str]  # a speaker's name or id → who that is


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --format and --map."""
    command = click.option(
        "--map",
        "maps",
        multiple=True,
        metavar="WHAT=WHICH",
        help="Which column is what, or who is who: --map speaker=author --map role:Anna=agent "
        "(role:*=customer for everyone else). May be given several times.",
    )(command)
    return click.option("--format", "format", metavar="NAME", help="The format, where it should not be recognised.")(
        command
    )


def mapped(maps: Iterable[str]) -> Mapped:
    """The columns and roles in what was given to --map. Raises Failure with the cure."""
    columns: dict[str, str] = {}
    roles: dict[str, str] = {}
    for one in maps:
        what, equals, which = one.removeprefix("role:").rpartition("=")
        if not (what and equals and which):
            raise Failure(f"--map {one}: say what is what, as in --map speaker=author or --map role:Anna=agent.")
        if not one.startswith("role:"):
            what, _, which = one.partition("=")
            columns[what.strip()] = which.strip()
        elif which.strip() in Speaker.__members__.values():
            roles[what.strip()] = which.strip()
        else:
            raise Failure(f"--map {one}: a role is one of {', '.join(Speaker)}.")
    return Mapped(columns, roles)


def existing(paths: Iterable[str]) -> list[str]:
    """`paths`, when each is there ("-" is standard input). Raises Failure naming the one that is not."""
    paths = list(paths)
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise Failure(f"{path} is not there. Check the name; `heard analyse --help` shows examples.")
    return paths


def apart(outputs: Iterable[str], paths: Iterable[str]) -> list[Path]:
    """`outputs`, when none of them would overwrite or stand among what is read. Raises Failure naming the one that does."""
    read = [Path(path).resolve() for path in paths if path != "-"]
    for output in outputs:
        for source in read:
            if Path(output).resolve() == source:
                raise Failure(f"{output} is what is read and would be overwritten. Choose another name for the output.")
            if source in Path(output).resolve().parents:
                raise Failure(
                    f"{output} would lie inside {source.name}/, which is read as a whole, and be read the next time. "
                    "Choose a place outside it."
                )
    return [Path(output) for output in outputs]


def standard_named(name: str) -> Any:
    """The standard of that name or in that TOML file. Raises Failure."""
    from heard.standards import StandardError, load

    try:
        return load(name)
    except StandardError as error:
        raise Failure(str(error)) from None
