"""The report's section on the written pairs: what must not matter, and what must."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from heard.evaluation.resampling import Estimate
from heard.evaluation.tables import Table, figure
from heard.standards.scoring import wilson
from tools.evaluating.targets import DIFFERENT, SAME

__all__ = ["interval", "robustness"]


def robustness(found: Mapping[str, Any] | None) -> str:
    """How often what must not matter changed nothing, and what must matter changed what it must."""
    lines = ["## What must not matter, and what must"]
    if not found:
        return "\n\n".join([*lines, "`evaluation/robustness.jsonl` was not there, so nothing was measured."])
    lines.append(
        "Written pairs of conversations that differ in one thing; the last turn is judged. A change that must not matter "
        "holds when no label, no need and no level of the two scales changes; a change that must matter holds when what "
        "it is about changes. In brackets 95 % intervals (Wilson 1927)."
    )
    for kind, asked, title in (
        ("same", SAME, "A change that must not matter"),
        ("different", DIFFERENT, "A change that must matter"),
    ):
        pairs, held = (sum(of[key] for of in found[kind].values()) for key in ("pairs", "held"))
        rows = [
            [name, *_held(of["pairs"], of["held"])]
            for name, of in [("all", {"pairs": pairs, "held": held}), *found[kind].items()]
        ]
        lines.append(
            Table(
                f"{title}: asked {asked:.0%}".replace("%", " %"), ["change", "pairs", "held", "share"], rows
            ).markdown()
        )
        changed: Counter[str] = Counter()
        for of in found[kind].values():
            changed.update(of["changed"])
        if changed:
            most = ", ".join(
                f"{name} {times}" for name, times in sorted(changed.items(), key=lambda i: (-i[1], i[0]))[:10]
            )
            what = (
                "What changed most often though nothing should" if kind == "same" else "What most often did not change"
            )
            lines.append(f"{what}: {most}.")
    return "\n\n".join(lines)


def _held(pairs: int, held: int) -> tuple[str, str, str]:
    return f"{pairs:,}", f"{held:,}", figure(interval(held, pairs))


def interval(some: int, whole: int) -> Estimate:
    """A share with its 95 % interval (Wilson 1927)."""
    return Estimate(some / whole, *wilson(some, whole)) if whole else Estimate(None)
