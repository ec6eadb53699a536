"""The report's section on how far two readers agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from heard.evaluation.resampling import Estimate
from heard.evaluation.tables import Table, figure, share

__all__ = ["readers"]


def readers(rows: Sequence[Mapping[str, Any]] | None) -> str:
    """How far two readers agree."""
    lines = ["## How far two readers agree"]
    if not rows:
        return "\n\n".join([*lines, "`corpus/twice.jsonl` was not there, so nothing was measured."])
    lines.append(
        "Conversations of the corpus that were labelled twice, the second time without sight of the first. Cohen's kappa; of "
        "intensity, recognition and action weighted by the square of the distance, on the turns to which both gave a value. "
        "A label on which readers do not agree can't be learned from them much better than they agree."
    )
    shown = [
        [
            *(row["name"], f"{row['turns']:,}", f"{row['first']:,}", f"{row['second']:,}", share(row["same"])),
            figure(Estimate(**row["kappa"])),
        ]
        for row in rows
    ]
    heads = ["label", "turns", "first reader", "second reader", "the same", "kappa"]
    return "\n\n".join([*lines, Table("Label by label, twice", heads, shown).markdown()])
