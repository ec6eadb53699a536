"""Measures, prints, and records into docs/speed.md."""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks import archives, core, processes
from benchmarks.machine import ROOT, commit, load, machine

PAGE = ROOT / "docs" / "speed.md"
CORE_TURNS = 40_000
JOBS_TURNS = 200_000

HEAD = """\
# How fast Heard is

Measured with `make bench`, which writes this page. Archives are made by putting sentences of the demo archive together
anew, about twenty words a turn: one in which no two turns are alike, and one shaped like a real team's, in which templates
and short formulas come again. Turns a second are those of processor time on one core.
Importing Heard loads no engine: its modules follow when a name is first used (about 100 ms), its definitions with the
first turn that is read (one to two seconds a process).
"""


class Figure(NamedTuple):
    """One line of the table."""

    what: str
    target: str
    measured: str


def figures(turns: int) -> Iterator[Figure]:
    """Every figure, as it is measured."""
    yield Figure("`import heard`", "under 100 ms", f"{1000 * processes.import_seconds():.0f} ms")
    different, alike = list(archives.distinct(CORE_TURNS)), list(archives.repeating(CORE_TURNS))
    for name, conversations in (("all turns different", different), ("templates repeat", alike)):
        rate = core.signals_moments_marks(conversations)
        yield Figure(f"signals, moments and marks, {name}", "20,000 turns a second", f"{rate:,.0f} turns a second")
    rate = core.everything(alike)
    yield Figure("the whole analysis into JSON values, templates repeat", "", f"{rate:,.0f} turns a second")
    with TemporaryDirectory() as folder:
        source, output = Path(folder, "archive.jsonl"), Path(folder, "analyses.jsonl")
        archives.write(source, archives.repeating(JOBS_TURNS))
        one, two = (processes.analyse(source, output.with_stem(f"jobs{n}"), jobs=n) for n in (1, 2))
        yield Figure("two jobs against one", "1.8 times", f"{one.seconds / two.seconds:.2f} times")
        yield Figure(
            "`heard analyse --jobs 1`, from file to file", "", f"{JOBS_TURNS / one.seconds:,.0f} turns a second"
        )
        if turns:
            archives.write(source, archives.repeating(turns))
            whole = processes.analyse(source, output, jobs=2)
            held = f"{whole.megabytes:,.0f} MB" if whole.megabytes else "not told by this system"
            yield Figure(f"memory for {turns:,} turns, `--jobs 2`, all processes", "at most 400 MB", held)
            yield Figure(f"time for {turns:,} turns, `--jobs 2`", "", f"{whole.seconds:,.0f} seconds")


def main() -> int:
    """Measures and prints; with the full size also records."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("--turns", type=int, default=1_000_000, help="turns of the large archive; 0 leaves it out")
    arguments.add_argument("--no-record", action="store_true", help="print only, leave docs/speed.md as it is")
    chosen = arguments.parse_args()
    facts = [
        f"Machine: {machine()}.",
        f"Other work on it (load average before): {load()}.",
        f"Commit: {commit()}. Date: {datetime.now(UTC):%Y-%m-%d}.",
    ]
    print("\n".join(facts), flush=True)
    rows = []
    for figure in figures(chosen.turns):
        print(
            f"{figure.what}: {figure.measured}" + (f" (target: {figure.target})" if figure.target else ""), flush=True
        )
        rows.append(f"| {figure.what} | {figure.target} | {figure.measured} |")
    if not chosen.no_record:
        table = ["| what | target | measured |", "|---|---|---|", *rows]
        PAGE.write_text("\n".join([HEAD, *[f"- {fact}" for fact in facts], "", *table, ""]), encoding="utf-8")
        print(f"Recorded in {PAGE.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
