"""Options that several commands share: what is read and how, who is who, which column is what."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from heard.cli.failures import Failure
from heard.cli.nearest import hint, unknown
from heard.conversation import CHANNELS, Speaker

__all__ = [
    "Mapped",
    "Reading",
    "apart",
    "encoder_bundle",
    "encoder_option",
    "existing",
    "mapped",
    "source_options",
    "standard_named",
]


class Mapped(NamedTuple):
    """What --map said."""

    columns: Mapping[str, str]  # our field → the table's column
    roles: Mapping[str, str]  # a speaker's name or id → who that is


class Reading(NamedTuple):
    """What was said about how the source is to be read."""

    format: str | None  # None: it is recognised
    channel: str | None  # None: what the source says
    columns: Mapping[str, str]  # our field → the table's column
    roles: Mapping[str, str]  # a speaker's name or id → who that is
    again: tuple[tuple[str, str], ...]  # the options that say the same once more, each with its value


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --format, --channel and --map; the command gets them as `reading`."""

    @functools.wraps(command)
    def called(*, format: str | None, channel: str | None, maps: tuple[str, ...], **others: Any) -> Any:
        return command(reading=_reading(format, channel, maps), **others)

    for option in (
        click.option(
            "--map",
            "maps",
            multiple=True,
            metavar="WHAT=WHICH",
            help="Which column is what, or who is who: --map speaker=author --map role:Anna=agent "
            "(role:*=customer for everyone else). May be given several times; @FILE holds one a line.",
        ),
        click.option(
            "--channel",
            type=click.Choice(CHANNELS),
            help="The channel, where the source does not say it or says another.",
        ),
        click.option("--format", "format", metavar="NAME", help="The format, where it should not be recognised."),
    ):
        called = option(called)
    return called


def encoder_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --no-encoder; the command gets the encoder's bundle as `bundle`, None for patterns alone."""

    @functools.wraps(command)
    def called(*, without: bool, **others: Any) -> Any:
        return command(bundle=None if without else encoder_bundle(), **others)

    option = click.option(
        "--no-encoder", "without", is_flag=True, help="Judge by patterns alone: several times quicker, and less right."
    )
    return option(called)


def encoder_bundle() -> Path | None:
    """The folder of the encoder that ships with Heard; None where it can't be used, which is said."""
    from heard.cli.terminal import messages
    from heard.inference import EncoderUnusable, load_encoder, shipped

    try:
        load_encoder(shipped())
    except EncoderUnusable as error:
        messages().print(f"Judged by patterns alone. {error}", style="quiet")
        return None
    return shipped()


def _reading(format: str | None, channel: str | None, maps: tuple[str, ...]) -> Reading:
    if format is not None:
        _check_format(format)
    columns, roles = mapped(maps)
    said = [("--format", format), ("--channel", channel), *(("--map", one) for one in maps)]
    again = tuple((option, value) for option, value in said if value is not None)
    return Reading(format, channel, columns, roles, again)


def _check_format(name: str) -> None:
    from heard.readers.recognising import format_named, formats

    try:
        format_named(name)
    except ValueError:
        raise unknown("format", name, [f.name for f in formats()], "`heard formats` lists them all.") from None


def mapped(maps: Iterable[str]) -> Mapped:
    """The columns and roles in what was given to --map. Raises Failure with the cure."""
    columns: dict[str, str] = {}
    roles: dict[str, str] = {}
    for one in _each(maps):
        what, equals, which = one.removeprefix("role:").rpartition("=")
        if not (what and equals and which):
            raise Failure(f"--map {one}: say what is what, as in --map speaker=author or --map role:Anna=agent.")
        if not one.startswith("role:"):
            what, _, which = one.partition("=")
            columns[_field(what.strip(), one)] = which.strip()
        elif which.strip() in Speaker.__members__.values():
            roles[what.strip()] = which.strip()
        else:
            role = which.strip()
            raise Failure(
                f"--map {one}: there is no role {role!r}. {hint(role, Speaker)}A role is one of {', '.join(Speaker)}."
            )
    return Mapped(columns, roles)


def _each(maps: Iterable[str]) -> Iterator[str]:
    """One mapping after the other; "@FILE" stands for the lines of a file. Blank lines and # comments say nothing."""
    for one in maps:
        if not one.startswith("@"):
            yield one
            continue
        try:
            lines = Path(one[1:]).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            raise Failure(
                f"--map {one}: {one[1:]} can't be read. Give a text file with one WHAT=WHICH a line."
            ) from None
        yield from (line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


def _field(name: str, one: str) -> str:
    from heard.readers.columns import FIELDS

    if name not in FIELDS:
        fields = ", ".join(FIELDS)
        raise Failure(f"--map {one}: a table has no field {name!r}. {hint(name, FIELDS)}The fields are {fields}.")
    return name


def existing(paths: Iterable[str]) -> list[str]:
    """`paths`, when each is there ("-" is standard input). Raises Failure naming the one that is not."""
    paths = list(paths)
    for path in paths:
        if path != "-" and not Path(path).exists():
            command = click.get_current_context().command_path
            raise Failure(f"{path} is not there. Check the name; `{command} --help` shows examples.")
    return paths


def apart(outputs: Iterable[str], paths: Iterable[str]) -> list[Path]:
    """`outputs`, when none of them would overwrite, hold or stand among what is read. Raises Failure naming the one that does."""
    read = [Path(path).resolve() for path in paths if path != "-"]
    for output in outputs:
        for source in read:
            if Path(output).resolve() == source:
                raise Failure(f"{output} is what is read and would be overwritten. Choose another name for the output.")
            if Path(output).resolve() in source.parents:
                raise Failure(f"{output} is a folder that holds what is read. Choose another name for the output.")
            if source in Path(output).resolve().parents:
                raise Failure(
                    f"{output} would lie inside {source.name}/, which is read as a whole, and be read the next time. "
                    "Choose a place outside it."
                )
    return [Path(output) for output in outputs]


def standard_named(name: str) -> Any:
    """The standard of that name or in that TOML file. Raises Failure."""
    from heard.standards import StandardError, builtin, load

    try:
        return load(name)
    except StandardError as error:
        if name.endswith(".toml"):
            raise Failure(str(error)) from None
    own = "`heard standards` lists them all; one of your own is a file whose name ends in .toml."
    raise unknown("standard", name, builtin(), own)
