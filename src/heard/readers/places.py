"""Where in a source something stands, and what a record calls itself."""

from __future__ import annotations

from typing import Any

from heard.readers.fields import text

__all__ = ["below", "identity"]


def below(place: str, *path: str | int) -> str:
    """The place of `path` inside the record at `place`: "t.json#3" and ("comments", 2) give "t.json#3/comments/2"."""
    return f"{place}{'/' if '#' in place else '#'}{'/'.join(str(step) for step in path)}"


def identity(record: Any, place: str, *paths: tuple[str | int, ...]) -> str:
    """The record's own id, from the first of `paths` that holds one; its place in the source where none does."""
    return next((found for path in paths if (found := text(record, *path))), place)
