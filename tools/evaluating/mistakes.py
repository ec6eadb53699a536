"""The report's sections on what more material would bring, and on what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from heard.evaluation.tables import Table, share

__all__ = ["CURVE", "learning", "wrong"]

CURVE = "learning-curve.svg"
SHOWN = 15  # confusions in the table


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
    if gallery:
        lines.append("Of a sample of the errors that heard-encoder/1 made; counted anew for no later encoder.")
    if not gallery:
        lines.append("Nobody has described confusions in `evaluation/gallery.toml` yet.")
    lines += [
        f"**{entry['title']}** ({entry['stands']} → {entry['said']}). {entry['paraphrase']} *Why:* {entry['why']}"
        for entry in gallery
    ]
    return "\n\n".join(lines)
