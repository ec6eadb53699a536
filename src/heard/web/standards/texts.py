"""A standard's text: where it comes from, what is wrong with it, its next version."""

from __future__ import annotations

import re
from typing import NamedTuple

from heard.standards import Standard, StandardError, builtin, builtin_text, read_standard, wrong_examples
from heard.web.organisation.models import Organisation, StandardVersion

__all__ = ["LONGEST", "Checked", "check", "named_text", "next_text", "text_of"]

LONGEST = 200_000  # characters
_NAME = re.compile(r"^name\s*=\s*\S.*$", re.MULTILINE)
_VERSION = re.compile(r"^version\s*=\s*\d+", re.MULTILINE)


class Checked(NamedTuple):
    """A text that was looked at."""

    standard: Standard | None  # None: it can't be read
    problems: tuple[str, ...]  # each with its place and its cure; an example that does not come out is one


def check(text: str, *, name: str, version: int) -> Checked:
    """Whether `text` is a standard of that name and version whose own examples come out as they should."""
    if len(text) > LONGEST:
        return Checked(None, (f"It has {len(text):,} characters; a standard has at most {LONGEST:,}.",))
    try:
        standard = read_standard(text, name)
    except StandardError as error:
        return Checked(None, tuple(line.removeprefix(f"{name}: ") for line in str(error).splitlines()))
    problems: list[str] = []
    if standard.name != name:
        problems.append(f'name: must stay "{name}"; begin a new standard for another name.')
    if standard.version != version:
        problems.append(f"version: must be {version}, one more than the last; write version = {version}.")
    problems.extend(wrong_examples(standard))
    return Checked(standard, tuple(problems))


def text_of(organisation: Organisation, name: str, version: int) -> StandardVersion | None:
    """That version: the organisation's own, else one that ships; None: there is none."""
    own = organisation.standards.filter(name=name, version=version).first()
    if own is not None:
        return own
    shipped = builtin().get(name)
    if shipped is None or shipped.version != version:
        return None
    return StandardVersion(organisation=organisation, name=name, version=version, text=builtin_text(name))


def named_text(text: str, name: str, version: int) -> str:
    """`text` under another name and version."""
    return next_text(_NAME.sub(f'name = "{name}"', text, count=1), version)


def next_text(text: str, version: int) -> str:
    """`text` with another version, to go on from."""
    return _VERSION.sub(f"version = {version}", text, count=1)
