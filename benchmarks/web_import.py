"""How fast the web application brings an archive in, beside the engine alone on the same file.

``python -m benchmarks.web_import [--turns N] [--encoder] [--times N]`` prints; it records nothing. Each run is a fresh
process; of several the quickest counts, because whatever else the machine does makes runs slower and never quicker.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.archives import repeating
from benchmarks.machine import ROOT, load, machine

ENGINE = """
import sys, time
from pathlib import Path
from heard.batch.run import run
from heard.inference import shipped
from heard.standards import load
if __name__ == "__main__":
    began = time.monotonic()
    run([sys.argv[1]], standard=load("everyday"), to=[Path(sys.argv[2]) / "out.jsonl"], jobs=int(sys.argv[3]),
        bundle=shipped() if sys.argv[4] == "1" else None)
    print(time.monotonic() - began)
"""
WEB = """
import sys, time, django
from pathlib import Path
if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from heard.web.organisation.models import Organisation
    from heard.web.people.models import Person
    from heard.web.intake.actions import add_file, begin, draft
    from heard.web.intake.job import work
    person = Person.objects.create_user("a@example.test", None, name="A", organisation=Organisation.objects.create(name="B"))
    brought = draft(person)
    add_file(brought, "archive.jsonl", [Path(sys.argv[1]).read_bytes()])
    begin(brought, person)
    began = time.monotonic()
    work(brought.pk)
    took = time.monotonic() - began
    brought.refresh_from_db()
    assert brought.state == "done", brought.why
    print(took)
"""
GOAL = 0.6  # of the engine's own speed


def main() -> int:
    """Measures and prints; 1 where the goal is missed."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.web_import", description=__doc__)
    arguments.add_argument("--turns", type=int, default=40_000)
    arguments.add_argument("--times", type=int, default=3)
    arguments.add_argument("--encoder", action="store_true", help="with the encoder; without: patterns alone")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        source = folder / "archive.jsonl"
        talks = list(repeating(chosen.turns))
        source.write_text("".join(json.dumps(talk.to_json()) + "\n" for talk in talks), "utf-8")
        print(f"{machine()}; load average {load()}; {len(talks):,} conversations, {chosen.turns:,} turns")
        encoder = "1" if chosen.encoder else "0"
        best = {"web": 1e9, "engine, one job": 1e9, "engine, two jobs": 1e9}
        for number in range(chosen.times):
            place = folder / str(number)
            place.mkdir()
            best["web"] = min(best["web"], _seconds(WEB, [str(source)], place, encoder))
            for jobs, name in ((1, "engine, one job"), (2, "engine, two jobs")):
                own = place / str(jobs)
                own.mkdir()
                best[name] = min(
                    best[name], _seconds(ENGINE, [str(source), str(own), str(jobs), encoder], own, encoder)
                )
    for name, seconds in best.items():
        share = f", {seconds / best['web']:.0%} of that by the web" if name != "web" else ""
        print(f"{name}: {seconds:.1f} s, {chosen.turns / seconds:,.0f} turns a second{share}")
    return 0 if best["engine, one job"] / best["web"] >= GOAL else 1


def _seconds(script: str, arguments: list[str], place: Path, encoder: str) -> float:
    """What `script` says it took, in a fresh process whose data lies in `place`."""
    path = place / "script.py"
    path.write_text(script, "utf-8")
    environment = {
        **os.environ,
        "HEARD_DATA": str(place),
        "HEARD_ENCODER": encoder,
        "DJANGO_SETTINGS_MODULE": "heard.web.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run(
        [sys.executable, str(path), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return float(done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
