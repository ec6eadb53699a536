"""What was measured, and the page that it is recorded on: one section a part, each with its machine and its date."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

HEAD = """\
# How fast Heard is

Measured with `make bench`, which writes this page. Archives are made by putting sentences of the demo archive together
anew, about twenty words a turn. Where nothing else is said, turns a second are those of processor time on one core.
Importing Heard loads no engine: its modules follow when a name is first used (about 100 ms), its definitions with the
first turn that is read (one to two seconds a process).
"""


class Figure(NamedTuple):
    """One line of a table."""

    what: str
    target: str
    measured: str

    def said(self) -> str:
        """The line for the terminal."""
        return f"{self.what}: {self.measured}" + (f" (target: {self.target})" if self.target else "")


def section(meaning: str, facts: Sequence[str], figures: Iterable[Figure]) -> str:
    """The text of a section: what is measured there, on what, and the table."""
    rows = [f"| {figure.what} | {figure.target} | {figure.measured} |" for figure in figures]
    return "\n".join(
        [meaning, "", *(f"- {fact}" for fact in facts), "", "| what | target | measured |", "|---|---|---|", *rows, ""]
    )


def record(page: Path, measured: dict[str, str], order: Sequence[str]) -> None:
    """Writes the sections that were `measured` (title → text) into `page`; the others stay as they are, those of `order` first."""
    kept = page.read_text(encoding="utf-8").split("\n## ")[1:] if page.exists() else []
    texts = {title: text.strip("\n") for title, _, text in (part.partition("\n") for part in kept)}
    texts |= {title: text.strip("\n") for title, text in measured.items()}
    parts = [f"## {title}\n\n{texts[title]}\n" for title in dict.fromkeys((*order, *texts)) if title in texts]
    page.write_text("\n".join([HEAD, *parts]), encoding="utf-8")
