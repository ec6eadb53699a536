"""Small pieces of Markdown that the reference pages are made of."""

from collections.abc import Iterable, Sequence

GENERATED = "*This page is written from the code by `make docs`.*"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars and line breaks inside cells are made harmless."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def page(title: str, *parts: str) -> str:
    """A whole page: its title, where it comes from, and its parts with a blank line between."""
    return "\n\n".join([f"# {title}", GENERATED, *(part.strip("\n") for part in parts if part.strip())]) + "\n"


def quotes(lines: Iterable[str]) -> str:
    """A list of things people say."""
    return "\n".join(f"- “{' '.join(line.split())}”" for line in lines)


def code(text: str, language: str = "") -> str:
    """A block of code or of plain text."""
    return f"```{language}\n{text.strip()}\n```"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
