"""What an evaluation found: a value, its JSON, and its tables for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from heard.evaluation.resampling import Estimate
from heard.evaluation.tables import Table, figure, share
from heard.overview import counted

__all__ = ["LabelRow", "Report", "SliceRow", "SummaryRow"]

SCHEMA = "heard-evaluation/1"


class SummaryRow(NamedTuple):
    """One measure of every judge."""

    measure: str
    by_judge: Mapping[str, Estimate]  # a judge that says nothing of the kind has no value


class LabelRow(NamedTuple):
    """One label as Heard finds it."""

    group: str
    label: str
    support: int  # turns that carry it
    precision: float | None
    recall: float | None
    f1: Estimate


class SliceRow(NamedTuple):
    """Heard on a part of the turns."""

    by: str  # "channel", "industry", "length of the turn", "the customer shows" or "trait"
    name: str
    turns: int  # customer turns in it
    need_f1: Estimate
    replies: int  # replies to an open need in it
    recognition: Estimate  # weighted kappa
    action: Estimate  # weighted kappa


@dataclass(frozen=True, slots=True)
class Report:
    """How right Heard is on one labelled file."""

    file: str
    engine: str
    model: str | None  # version of the encoder; None: patterns alone
    conversations: int
    turns: int  # labelled customer turns
    replies: int  # staff turns labelled as answers to an open need
    seed: int
    resamples: int
    summary: tuple[SummaryRow, ...]
    labels: tuple[LabelRow, ...]
    slices: tuple[SliceRow, ...]

    def figure(self, measure: str, judge: str = "Heard") -> Estimate:
        """One figure of the summary. Raises KeyError for a measure or judge that is not in it."""
        return {row.measure: row for row in self.summary}[measure].by_judge[judge]

    def render(self) -> str:
        """The report as plain text, about 100 characters wide."""
        return "\n\n".join([self.heading, *(table.text() for table in self.tables()), self.notes]) + "\n"

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values, in the form ``heard-evaluation/1``; figures that are not defined are null."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "engine": self.engine,
            "model": self.model,
            "conversations": self.conversations,
            "turns": self.turns,
            "replies": self.replies,
            "seed": self.seed,
            "resamples": self.resamples,
            "summary": {
                row.measure: {judge: estimate._asdict() for judge, estimate in row.by_judge.items()}
                for row in self.summary
            },
            "labels": [row._asdict() | {"f1": row.f1._asdict()} for row in self.labels],
            "slices": [
                {key: value._asdict() if isinstance(value, Estimate) else value for key, value in row._asdict().items()}
                for row in self.slices
            ],
        }

    @property
    def heading(self) -> str:
        """The one sentence that says what was measured on what."""
        return (
            f"{self.file}: {counted(self.conversations, 'conversation')}, {counted(self.turns, 'customer turn')}, "
            f"{counted(self.replies, 'reply', 'replies')} to an open need. {self.engine}, {self.model or 'patterns alone'}."
        )

    @property
    def notes(self) -> str:
        """How to read the tables."""
        return (
            f"In brackets: 95 % intervals from {self.resamples:,} resamples of whole conversations (seed {self.seed}).\n"
            "Macro-F1: the mean over the labels that stand at least 15 times. Weighted kappa: agreement beyond chance,\n"
            "disagreement counted by its square. Recognition and action are compared on the replies that are labelled as\n"
            "answering an open need, each as an answer to the customer turn before it. –: not defined, or nothing said."
        )

    def tables(self) -> list[Table]:
        """The tables: the summary, the labels, the slices."""
        judges = list(self.summary[0].by_judge) if self.summary else []
        summary = [[row.measure, *(figure(e) for e in row.by_judge.values())] for row in self.summary]
        labels = [
            [row.group, row.label, f"{row.support:,}", share(row.precision), share(row.recall), figure(row.f1)]
            for row in self.labels
        ]
        slices = [
            [
                row.by,
                row.name,
                f"{row.turns:,}",
                figure(row.need_f1),
                f"{row.replies:,}",
                figure(row.recognition),
                figure(row.action),
            ]
            for row in self.slices
        ]
        return [
            Table("How right", ["", *judges], summary),
            Table("Label by label", ["", "label", "stands", "precision", "recall", "F1"], labels, grouped=True),
            Table(
                "Part by part",
                ["", "part", "turns", "need: F1", "replies", "recognition: kappa", "action: kappa"],
                slices,
                grouped=True,
            ),
        ]
