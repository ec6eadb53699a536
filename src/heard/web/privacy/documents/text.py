"""A text as a value: headings with paragraphs, points and facts."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Document", "Part", "as_markdown"]


class Part(NamedTuple):
    """What stands below one heading, in this order."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()  # name, value
    to_fill_in: tuple[str, ...] = ()  # what the organisation itself has to write

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return "".join(c if c.isalnum() else "-" for c in self.heading.casefold()).strip("-")


class Document(NamedTuple):
    """One text."""

    name: str  # in addresses: "worker-notice"
    title: str
    purpose: str  # one sentence: for whom and when
    parts: tuple[Part, ...]


def as_markdown(document: Document) -> str:
    """The text as Markdown."""
    lines = [f"# {document.title}", "", document.purpose]
    for part in document.parts:
        lines += ["", f"## {part.heading}"]
        for paragraph in part.paragraphs:
            lines += ["", _plain(paragraph)]
        if part.facts:
            lines += ["", *(f"- **{_plain(name)}:** {_plain(value)}" for name, value in part.facts)]
        if part.points:
            lines += ["", *(f"- {_plain(point)}" for point in part.points)]
        for question in part.to_fill_in:
            lines += ["", f"> {_plain(question)}", ">", "> …"]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Text in which an organisation's own words can't become Markdown."""
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
