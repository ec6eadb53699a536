"""A standard of service: its bar for a met need and its criteria, read from one TOML file."""

from __future__ import annotations

from dataclasses import dataclass

from heard.moments import Bar


class StandardError(ValueError):
    """A standard that can't be used. The message names file, key and cure."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that good service does."""

    id: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Standard:
    """What good looks like."""

    name: str
    version: int
    title: str
    meaning: str
    bar: Bar
    criteria: tuple[Criterion, ...]

    @property
    def reference(self) -> str:
        """Name and version, as written beside every judgement: "everyday@1"."""
        return f"{self.name}@{self.version}"


def builtin() -> dict[str, Standard]:
    """The standards that ship, by name."""
    return {"everyday": Standard("everyday", 1, "Everyday service", "…", Bar(), ())}


def load(source: str) -> Standard:
    """The built-in standard of that name, or the one in that TOML file. Raises StandardError."""
    return builtin()[source]
