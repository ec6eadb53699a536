"""How quickly the web application answers with 100,000 conversations in its database.

``python -m benchmarks.web`` fills an SQLite database under build/bench (kept there for the next time), asks for each page
many times through Django's test client and through ``heard serve``, then once more while an import is worked on.
``--postgres`` does the same on a PostgreSQL server that is thrown away. Records into docs/speed.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figure import Figure, record, section
from benchmarks.machine import ROOT, commit, load, machine

PAGE = ROOT / "docs" / "speed.md"
TITLES = {"sqlite": "The web application on SQLite", "postgresql": "The web application on PostgreSQL"}
MEANING = """\
`make bench-web` (`POSTGRES=1` for PostgreSQL too): {conversations:,} conversations of about eight turns, in three teams with
60 agents, over a year; the demo archive, its names and numbers changed. Each page is asked for {times} times, one request after
the other, as a manager, a reviewer or an agent; different conversations and different words each time. "Client" is
Django's test client: the work of a page alone. "HTTP" is the same through `heard serve`. "During an import" is HTTP while the
server's own worker brings in {brought:,} more conversations. p50 and p95 in milliseconds."""


def main() -> int:
    """Measures, prints and records; 1 where a page is slower than it may be."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    arguments.add_argument("--conversations", type=int, default=100_000)
    arguments.add_argument("--times", type=int, default=100, help="requests for each page")
    arguments.add_argument("--postgres", action="store_true", help="on PostgreSQL too")
    arguments.add_argument("--only-postgres", action="store_true", help="on PostgreSQL alone")
    arguments.add_argument("--no-record", action="store_true", help="print only, leave docs/speed.md as it is")
    chosen = arguments.parse_args()
    measured: dict[str, str] = {}
    slow = 0
    if not chosen.only_postgres:
        measured["sqlite"], missed = _on_sqlite(chosen.conversations, chosen.times)
        slow += missed
    if chosen.postgres or chosen.only_postgres:
        from tests.web.postgres import missing, server

        if reason := missing():
            print(f"Left out: {reason}")
        else:
            with server() as url, tempfile.TemporaryDirectory() as folder:
                measured["postgresql"], missed = _measure(
                    Path(folder), {"DATABASE_URL": url}, chosen.conversations, chosen.times
                )
                slow += missed
    if not chosen.no_record:
        record(PAGE, {TITLES[kind]: text for kind, text in measured.items()}, [])
        print(f"Recorded in {PAGE.relative_to(ROOT)}.")
    return 1 if slow else 0


def _on_sqlite(conversations: int, times: int) -> tuple[str, int]:
    """On a copy of the database that is kept under build/bench, so that it stays as it is."""
    kept = ROOT / "build" / "bench" / f"web-{conversations}"
    if not (kept / "filled.json").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        _run("benchmarks.web_filling", {"HEARD_DATA": str(kept)}, str(conversations), str(kept / "filled.json"))
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        return _measure(Path(folder), {}, conversations, times)


def _measure(folder: Path, environment: dict[str, str], conversations: int, times: int) -> tuple[str, int]:
    """The section's text, and how many pages are slower than they may be."""
    environment = {"HEARD_DATA": str(folder), **environment}
    facts = [
        f"Machine: {machine()}.",
        f"Other work on it (load average before): {load()}.",
        f"Commit: {commit()}. Date: {datetime.now(UTC):%Y-%m-%d}.",
    ]
    print("\n".join(facts), flush=True)
    filled, results = folder / "filled.json", folder / "results.json"
    if not filled.exists():
        _run("benchmarks.web_filling", environment, str(conversations), str(filled))
    _run("benchmarks.web_asking", environment, str(times), str(results))
    found = json.loads(results.read_text("utf-8"))
    took = json.loads(filled.read_text("utf-8"))
    facts.append("Filling: " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in took.items()) + ".")
    facts += found["facts"]
    figures = [Figure(*row) for row in found["figures"]]
    for figure in figures:
        print(figure.said(), flush=True)
    meaning = MEANING.format(conversations=conversations, times=times, brought=found["brought"])
    return section(meaning, facts, figures), found["slow"]


def _run(module: str, environment: dict[str, str], *arguments: str) -> None:
    """A module of ours in a process of its own, which Django's settings need."""
    given = {**os.environ, "HEARD_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "heard.web.settings", **environment}
    given |= {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    subprocess.run([sys.executable, "-m", module, *arguments], env=given, cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
