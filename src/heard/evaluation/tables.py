"""Tables of figures, as plain text and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heard.evaluation.resampling import Estimate

__all__ = ["Table", "figure", "share"]


@dataclass(frozen=True, slots=True)
class Table:
    """A title, column heads and rows of text. With `grouped` the first column is written only where it changes."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    grouped: bool = False

    def text(self) -> str:
        """The table for a terminal: columns aligned, words to the left and figures to the right."""
        lines = [self.heads, *self._rows()]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.heads))]
        words = 2 if self.grouped else 1
        shown = [
            "  ".join(
                cell.ljust(width) if i < words else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        return "\n".join([self.title, "-" * len(self.title), *shown])

    def markdown(self) -> str:
        """The table for a page of the documentation, under a heading."""
        words = 2 if self.grouped else 1
        rule = ["---" if i < words else "---:" for i in range(len(self.heads))]
        lines = [f"| {' | '.join(line)} |" for line in (self.heads, rule, *self._rows())]
        return "\n".join([f"### {self.title}", "", *lines])

    def _rows(self) -> list[list[str]]:
        before = ""
        rows = []
        for row in self.rows:
            rows.append(["" if self.grouped and row[0] == before else row[0], *row[1:]])
            before = row[0]
        return rows


def share(value: float | None) -> str:
    """A share or kappa with two decimals; a dash where it is not defined."""
    return "–" if value is None else f"{value:.2f}".replace("-", "\u2212")


def figure(estimate: Estimate) -> str:
    """A figure with its interval: "0.74 (0.70–0.78)"."""
    if estimate.low is None or estimate.high is None:
        return share(estimate.value)
    return f"{share(estimate.value)} ({share(estimate.low)}–{share(estimate.high)})"
