"""Writes the figures of docs/explanation/how-good-is-it.md from evaluation/results.json. `--check` writes nothing and fails where they differ."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # run as a file, only tools/ is on the path

from heard.evaluation.resampling import Estimate  # noqa: E402 -- needs the line above
from heard.evaluation.tables import figure  # noqa: E402 -- as above
from heard.overview.shares import counted  # noqa: E402 -- as above
from tools.evaluating.targets import AIRLINE, FILES, HELD_OUT  # noqa: E402 -- as above
from tools.inserting import inserted  # noqa: E402 -- as above

PAGE = ROOT / "docs" / "explanation" / "how-good-is-it.md"
NAMES = {AIRLINE: "real airline care", HELD_OUT: "written conversations"}
ASKED = {
    "need: recall": "of ten customers who needed to be heard, it notices",
    "need: precision": "of ten of whom it says so, it is so",
    "recognition: the same": "of ten replies, it gives how far the need was recognised as the reader did",
    "action: the same": "of ten replies, it gives what was done about it as the reader did",
}
OTHERS = {
    "Heard": "Heard",
    "patterns alone": "its patterns alone",
    "ConvoKit": "politeness markers (ConvoKit)",
    "VADER": "a list of good and bad words (VADER)",
    "phrase counter": "a phrase counter as is sold today",
}
DECISIONS = {
    "need": "did this customer need to be heard",
    "recognition": "did the reply name it",
    "action": "was anything done",
}
PAIRS = {  # of the kinds of change those that a team lead should know of
    "same": ("casing", "typos", "dialect wording", "names", "ethnic names", "gendered names and pronouns"),
    "different": ("flat no", "canned apology", "sarcasm", "death", "threat to leave", "owner"),
}
TOLD = {"owner": "whose feeling it is", "death": "a real death or one in a film", "sarcasm": "sarcasm or plain words"}
OFTEN, SHOWN = 15, 6  # labels that stand less often say little; so many of the best and of the worst are named

Files = dict[str, Any]


def told(results: dict[str, Any]) -> dict[str, str]:
    """By place on the page what stands there."""
    files = {name: results["files"][name] for name in NAMES if name in results["files"]}
    if set(files) != set(FILES):
        raise ValueError("results.json lacks a file that the page speaks of")
    return {
        "in ten": _of_ten(files),
        "beside others": _beside(files),
        "not sure": _unsure(files),
        "labels": _best_and_worst(files),
        "pairs": _pairs(results["robustness"]),
    }


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _of_ten(files: Files) -> str:
    rows = []
    for measure, asked in ASKED.items():
        found = [Estimate(**of["report"]["summary"][measure]["Heard"]) for of in files.values()]
        rows.append([asked, *(f"**{10 * (one.value or 0):.0f}**, as {figure(one)}" for one in found)])
    return _table(["", *(NAMES[name] for name in files)], rows)


def _beside(files: Files) -> str:
    heads = ["", *(f"{what}: {NAMES[name]}" for what in ("needs", "recognition") for name in files)]
    rows = []
    for judge, name in OTHERS.items():
        row = [name]
        for measure in ("need: F1", "recognition: weighted kappa"):
            for of in files.values():
                one = of["report"]["summary"][measure].get(judge)
                row.append(figure(Estimate(**one)) if one else "–")
        rows.append(row)
    return _table(heads, rows)


def _unsure(files: Files) -> str:
    rows = []
    for decision, asked in DECISIONS.items():
        for name, of in files.items():
            one = of["sureness"][decision]
            shares = (one["unsure"] / one["decisions"], one["right_sure"], one["right_unsure"], one["reached"])
            rows.append([asked, NAMES[name], *("–" if s is None else f"{100 * s:.0f} %" for s in shares)])
    stated = {f"{100 * one['stated']:.0f} %" for of in files.values() for one in of["sureness"].values()}
    kept = f"right answer kept in view (promised: {', '.join(sorted(stated))})"
    return _table(["", "", "not sure", "right when sure", "right when not sure", kept], rows)


def _best_and_worst(files: Files) -> str:
    rows = []
    for name, of in files.items():
        often = [one for one in of["report"]["labels"] if one["support"] >= OFTEN]
        often.sort(key=lambda one: -one["f1"]["value"])
        parts = often[:SHOWN], often[: -SHOWN - 1 : -1]
        rows.append(
            [
                NAMES[name],
                *(", ".join(f"`{one['label']}` {one['f1']['value']:.2f}" for one in part) for part in parts),
            ]
        )
    return _table(["", "best", "least"], rows)


def _pairs(robustness: dict[str, Any]) -> str:
    rows = []
    for kind, what in (("same", "must not matter"), ("different", "must matter")):
        by_change = robustness[kind]
        rows += [
            [what, TOLD.get(change, change), _held([by_change[change]])]
            for change in PAIRS[kind]
            if change in by_change
        ]
        rows.append([what, "*all of the kind*", _held(by_change.values())])
    scales = {
        scale: sum(of["changed"].get(scale, 0) for of in robustness["same"].values())
        for scale in ("need", "recognition", "action")
    }
    words = (
        f"Where a change that must not matter did, it changed the need in {counted(scales['need'], 'pair')}, how far the need was recognised in "
        f"{scales['recognition']}, what was done in {scales['action']}, and in the others labels alone."
    )
    return f"{_table(['a change that', '', 'came out as it must'], rows)}\n\n{words}"


def _held(of: Iterable[dict[str, Any]]) -> str:
    of = list(of)
    return f"{sum(one['held'] for one in of):,} of {sum(one['pairs'] for one in of):,}"


def main(arguments: Sequence[str]) -> int:
    """Writes the figures; with --check only says whether they stand."""
    results = json.loads((ROOT / "evaluation" / "results.json").read_text("utf-8"))
    check = "--check" in arguments
    places = [inserted(PAGE, "tools/how_good.py", text, place, check=check) for place, text in told(results).items()]
    return max(places)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
