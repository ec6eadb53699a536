"""Measures, prints, and records into docs/speed.md."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import encoder, patterns
from benchmarks.figure import Figure, record, section
from benchmarks.machine import ROOT, commit, load, machine
from heard.inference import EncoderUnusable, shipped

PAGE = ROOT / "docs" / "speed.md"
PARTS = {"patterns": patterns, "encoder": encoder}


def main() -> int:
    """Measures and prints; with the full size also records."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("--only", choices=tuple(PARTS), help="one part; the other's section stays as it is")
    arguments.add_argument(
        "--turns", type=int, default=1_000_000, help="turns of the large archives; 0 leaves them out"
    )
    arguments.add_argument("--sample", type=int, default=encoder.SAMPLE, help="turns of the encoder's other archives")
    arguments.add_argument(
        "--bundle", type=Path, default=shipped(), help="the encoder's folder, if not the shipped one"
    )
    arguments.add_argument("--no-record", action="store_true", help="print only, leave docs/speed.md as it is")
    chosen = arguments.parse_args()
    measured: dict[str, str] = {}
    for name, part in PARTS.items():
        if chosen.only not in (None, name):
            continue
        facts = [
            f"Machine: {machine()}.",
            f"Other work on it (load average before): {load()}.",
            f"Commit: {commit()}. Date: {datetime.now(UTC):%Y-%m-%d}.",
        ]
        print("\n".join((part.TITLE, *facts)), flush=True)
        rows: list[Figure] = []
        try:
            figures = (
                patterns.figures(chosen.turns)
                if part is patterns
                else encoder.figures(chosen.bundle, turns=chosen.turns, sample=chosen.sample)
            )
            for figure in figures:
                print(figure.said(), flush=True)
                rows.append(figure)
        except EncoderUnusable as error:
            print(f"Left out: {error}")
            continue
        measured[part.TITLE] = section(part.MEANING, facts, rows)
    if measured and not chosen.no_record:
        record(PAGE, measured, [part.TITLE for part in PARTS.values()])
        print(f"Recorded in {PAGE.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
