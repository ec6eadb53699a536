"""The sections of the report that stand once a file: labels, parts, calibration, sureness, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heard.evaluation.resampling import Estimate
from heard.evaluation.tables import Table, figure, share
from tools.evaluating.targets import ERROR

__all__ = ["calibration", "diagram_name", "evidence", "labels", "slices", "sure"]

Files = Mapping[str, Any]


def labels(files: Files) -> str:
    """Precision, recall, F1 and support of each label."""
    tables = []
    for name, of in files.items():
        rows = [
            [
                row["group"],
                row["label"],
                f"{row['support']:,}",
                share(row["precision"]),
                share(row["recall"]),
                _figure(row["f1"]),
            ]
            for row in of["report"]["labels"]
        ]
        tables.append(Table(name, ["", "label", "stands", "precision", "recall", "F1"], rows, grouped=True).markdown())
    return "\n\n".join(["## Label by label", *tables])


def slices(files: Files) -> str:
    """Need, recognition and action by part."""
    told = (
        "A part is shown from 15 turns on, a figure where it rests on 15 or more. A *trait* is how people speak (dialect, "
        "second language, speech recognition, emoji) or why a conversation is hard; it is given by the writer, for the "
        "whole conversation. *The customer shows* takes the turns with that label and the replies to them, so that need "
        "stands nearly always there."
    )
    tables = []
    for name, of in files.items():
        rows = [
            [
                *(row["by"], row["name"], f"{row['turns']:,}", _figure(row["need_f1"]), f"{row['replies']:,}"),
                *(_figure(row["recognition"]), _figure(row["action"])),
            ]
            for row in of["report"]["slices"]
        ]
        heads = ["", "part", "turns", "need: F1", "replies", "recognition: kappa", "action: kappa"]
        tables.append(Table(name, heads, rows, grouped=True).markdown())
    return "\n\n".join(["## Part by part: for whom it is right", told, *tables])


def calibration(files: Files) -> str:
    """The calibration error of each head, and its diagrams."""
    lines = [
        "## Whether a probability means what it says",
        (
            f"Asked: an expected calibration error of at most {ERROR:.2f} per head. It is the mean distance between the "
            "probability given and the share that was so, over ten bins of equal mass (Naeini, Cooper and Hauskrecht 2015; "
            "equal mass: Nguyen and O'Connor 2015, arXiv:1508.05154). A head's outputs are taken together; *worst label* is "
            "the one among those that stand at least 15 times. *By chance* is what these probabilities would show if each "
            "were exactly right, as so few of them vary (Bröcker and Smith 2007): an error near it can't be told from none. "
            "*Before* is as the network gives it, *after* is what Heard uses."
        ),
    ]
    for name, of in files.items():
        rows = []
        for head, one in of["calibration"].items():
            worst = one["worst"]
            rows.append(
                [
                    *(head, f"{one['given']:,}", _fine(one["before"]), _fine(one["after"]), _fine(one["by_chance"])),
                    "" if one["after"] is None else "reached" if one["after"] <= ERROR else "not reached",
                    f"{worst['name']} {_fine(worst['after'])}" if worst else "",
                ]
            )
        heads = ["head", "given", "before", "after", "by chance", f"≤ {ERROR:.2f}", "worst label"]
        lines.append(Table(name, heads, rows).markdown())
        lines.append(f"![Reliability diagrams: {name}](figures/{diagram_name(name)})")
    return "\n\n".join(lines)


def diagram_name(file: str) -> str:
    """The name of the picture of a file's reliability diagrams."""
    return f"reliability-{'-'.join(file.replace(',', '').replace('_', ' ').split())}.svg"


def sure(files: Files) -> str:
    """Coverage, and how often Heard is right when it is sure."""
    told = (
        "Split conformal prediction (Vovk et al. 2005; fitted with MAPIE) keeps, of the two ways a decision can fall, those "
        "that can't be ruled out at the coverage stated. Where one is left, Heard is sure; else it says *not sure*. The "
        "decisions: does the customer turn show a need; does the reply recognise it specifically (level 2 or 3); does it "
        "act at all (level 1 or 2). Coverage holds for conversations like those it was calibrated on, not for any."
    )
    tables = []
    for name, of in files.items():
        rows = [
            [
                *(decision, f"{one['decisions']:,}", _percent(one["stated"]), _percent(one["reached"])),
                _percent(one["unsure"] / one["decisions"] if one["decisions"] else None),
                *(_percent(one["right_sure"]), _percent(one["right_unsure"])),
            ]
            for decision, one in of["sureness"].items()
        ]
        heads = ["", "decisions", "stated", "reached", "not sure", "right when sure", "right when not sure"]
        tables.append(Table(name, heads, rows).markdown())
    return "\n\n".join(["## Sure, and not sure", told, *tables])


def evidence(files: Files) -> str:
    """How often the words that are shown are those that the reader marked."""
    lines = [
        "## Whether it shows the right words",
        (
            "Over the conversations in which the reader marked the words that show a label: where Heard shows that label, how "
            "often one of its findings touches a sentence that the reader's words touch, and how often as many sentences drawn "
            "at random from the turn would. A turn of one sentence can't miss, so the turns of several are counted apart."
        ),
    ]
    for name, of in files.items():
        if not of["evidence"]:
            lines.append(f"{name}: no words are marked, so there is nothing to compare.")
            continue
        total = {key: sum(one[key] for one in of["evidence"].values()) for key in next(iter(of["evidence"].values()))}
        rows = [
            [
                *(label, f"{one['shown']:,}", _part(one["hits"], one["shown"]), _part(one["chance"], one["shown"])),
                *(f"{one['several']:,}", _part(one["hits_of_several"], one["several"])),
                _part(one["chance_of_several"], one["several"]),
            ]
            for label, one in [("all", total), *of["evidence"].items()]
        ]
        heads = ["label", "shown", "hits", "by chance", "of several sentences", "hits", "by chance"]
        lines.append(Table(name, heads, rows).markdown())
    return "\n\n".join(lines)


def _figure(estimate: Mapping[str, Any]) -> str:
    return figure(Estimate(**estimate))


def _fine(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def _part(some: float, whole: int) -> str:
    return _percent(some / whole if whole else None)
