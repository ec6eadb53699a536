"""Counts the Heard Corpus and writes the counts into corpus/DATASHEET.md. `--check` writes nothing and fails where they differ."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # run as a file, only tools/ is on the path

from tools.inserting import inserted  # noqa: E402 -- needs the line above

CORPUS = ROOT / "corpus"
GROUPS = ("feelings", "circumstances", "stance", "moves")
RECOGNITION = {-1: "denied", 0: "nothing", 1: "token", 2: "specific", 3: "deep"}
ACTION = ("nothing done", "a routine step", "concrete help")
SHOWN = 3  # labels named as the most frequent of a group, and as the least

Lines = Sequence[dict[str, Any]]


def counted(corpus: Path) -> str:
    """The tables of the datasheet, from the files in `corpus`."""
    files = {path.stem: _lines(path) for path in sorted(corpus.glob("w*.jsonl"))}
    twice = len(_lines(corpus / "twice.jsonl"))
    lines = [line for of in files.values() for line in of]
    return "\n".join([*_size(files, lines, twice), "", *_labels(lines), "", *_scales(lines)]) + "\n"


def _lines(path: Path) -> Lines:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _turns(lines: Lines) -> list[dict[str, Any]]:
    return [turn for line in lines for turn in line["turns"]]


def _size(files: dict[str, Lines], lines: Lines, twice: int) -> list[str]:
    turns = _turns(lines)
    said = Counter(turn["speaker"] for turn in turns)
    customers = [turn for turn in turns if turn["speaker"] == "customer"]
    needs = sum(turn["need"] for turn in customers)
    marked = sum(any("words" in turn for turn in line["turns"]) for line in lines)
    rows = {
        "conversations": f"{len(lines):,}",
        "turns": f"{len(turns):,}: {_list(said.most_common())}",
        "words": f"{sum(len(turn['text'].split()) for turn in turns):,}",
        "writers": f"{len(files)}: {_list((name, len(of)) for name, of in files.items())}",
        "channels": _list(Counter(line["channel"] for line in lines).most_common()),
        "names of industries": f"{len({line['industry'] for line in lines})}",
        "service, as meant": _list(Counter(line["service"] for line in lines).most_common()),
        "traits": _list(Counter(trait for line in lines for trait in line["traits"]).most_common()),
        "customer turns with a need": f"{needs:,} of {len(customers):,} ({100 * needs / len(customers):.0f} %)",
        "with the words that show a label": f"{marked:,} conversations",
        "read twice": f"{twice:,} of {len(lines):,} conversations ({100 * twice / len(lines):.0f} %)",
    }
    return ["| what | how many |", "|---|---|", *(f"| {what} | {many} |" for what, many in rows.items())]


def _labels(lines: Lines) -> list[str]:
    table = ["| labels | most frequent | least frequent |", "|---|---|---|"]
    for group in GROUPS:
        found = Counter(label for turn in _turns(lines) for label in turn.get(group, ())).most_common()
        table.append(f"| {group} | {_list(found[:SHOWN])} | {_list(found[-SHOWN:])} |")
    return table


def _scales(lines: Lines) -> list[str]:
    found = Counter((turn.get("recognition"), turn.get("action")) for turn in _turns(lines))
    table = [f"| answers to an open need | {' | '.join(ACTION)} |", "|---|---:|---:|---:|"]
    for level, name in RECOGNITION.items():
        table.append(f"| {name} | {' | '.join(f'{found[level, action]:,}' for action in range(len(ACTION)))} |")
    return table


def _list(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts)


def main(arguments: Sequence[str]) -> int:
    """Writes the counts; with --check only says whether they stand."""
    return inserted(CORPUS / "DATASHEET.md", "tools/datasheet.py", counted(CORPUS), check="--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
