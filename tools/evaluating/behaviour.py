"""The sections of the report beyond the labelled files: pairs, readers, the learning curve, what goes wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from heard.evaluation.resampling import Estimate
from heard.evaluation.tables import Table, figure, share
from tools.evaluating.targets import DIFFERENT, SAME

__all__ = ["CURVE", "interval", "learning", "readers", "robustness", "wrong"]

CURVE = "learning-curve.svg"
SHOWN = 15  # confusions in the table


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
    if not whole:
        return Estimate(None)
    z, p = 1.96, some / whole
    middle, half = p + z * z / (2 * whole), z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return Estimate(p, max(0.0, (middle - half) / (1 + z * z / whole)), min(1.0, (middle + half) / (1 + z * z / whole)))


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


def learning(curve: Sequence[Mapping[str, Any]]) -> str:
    """The learning curve, where it was taken."""
    lines = ["## What more material would bring"]
    if not curve:
        return "\n\n".join(
            [*lines, "`evaluation/learning_curve.json` was not there, so there is no learning curve yet."]
        )
    names = list(dict.fromkeys(name for point in curve for name in point["figures"]))
    rows = [
        [
            f"{100 * point['share']:.0f} %",
            f"{point['conversations']:,}",
            *(share(point["figures"].get(name)) for name in names),
        ]
        for point in curve
    ]
    table = Table("The same training on a part of the material", ["share", "conversations", *names], rows).markdown()
    return "\n\n".join([*lines, table, f"![Learning curve](figures/{CURVE})"])


def wrong(files: Mapping[str, Any], gallery: Sequence[Mapping[str, Any]]) -> str:
    """The commonest confusions, counted, and the gallery that a person wrote."""
    lines = [
        "## Where it is wrong",
        (
            "What stands, and what was said in its place on the same turn, over all labels and the two scales. *Nothing*: the "
            "label was only missed, or only added."
        ),
    ]
    for name, of in files.items():
        rows = [[f"{one['stands']} → {one['said']}", f"{one['turns']:,}"] for one in of["confusions"][:SHOWN]]
        lines.append(Table(f"The commonest confusions: {name}", ["stands → said", "turns"], rows).markdown())
    lines.append("### The gallery")
    if not gallery:
        lines.append("Nobody has described confusions in `evaluation/gallery.toml` yet.")
    lines += [
        f"**{entry['title']}** ({entry['stands']} → {entry['said']}). {entry['paraphrase']} *Why:* {entry['why']}"
        for entry in gallery
    ]
    return "\n\n".join(lines)
