"""A worker that is killed at any moment loses nothing and doubles nothing. Done with real processes and a real file."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.web.intake.bringing import archive

KILLS = 20
TALKS = 1_300
PATIENCE = 60  # seconds that a worker may take to get anywhere: on a busy machine it needs many to begin
PREPARE = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import transaction
from pathlib import Path
from heard.web.intake.actions import add_file, begin, draft
from heard.web.organisation.access import Role
from tests.web.cast import assemble
cast = assemble()
with transaction.atomic():
    brought = draft(cast[Role.MANAGER])
    add_file(brought, "talks.jsonl", [Path(sys.argv[1]).read_bytes()])
    begin(brought, cast[Role.MANAGER])
"""


class Place:
    """An installation in a folder of its own, with an import that waits."""

    def __init__(self, folder: Path, content: bytes) -> None:
        folder.mkdir()
        self.base = folder / "heard.sqlite3"
        self.environment = {
            **os.environ,
            "HEARD_DATA": str(folder),
            "HEARD_ENCODER": "0",
            "DJANGO_SETTINGS_MODULE": "heard.web.settings",
            "PYTHONPATH": os.pathsep.join(["src", "."]),
        }
        (folder / "content").write_bytes(content)
        subprocess.run([sys.executable, "-c", PREPARE, str(folder / "content")], env=self.environment, check=True)

    def worker(self) -> subprocess.Popen[bytes]:
        """A worker process that has begun."""
        return subprocess.Popen(
            [sys.executable, "-m", "tests.web.intake.worker"], env=self.environment, stderr=subprocess.DEVNULL
        )

    def row(self) -> Mapping[str, object]:
        """The import's row, as it stands."""
        with closing(sqlite3.connect(f"file:{self.base}?mode=ro", uri=True, timeout=20)) as base:
            base.row_factory = sqlite3.Row
            return dict(base.execute("SELECT * FROM intake_import").fetchone())

    def wait(self, worker: subprocess.Popen[bytes], seconds: float) -> None:
        """Until the import is done."""
        until = time.monotonic() + seconds
        while self.row()["state"] != "done":
            assert worker.poll() is None, "the worker ended by itself"
            assert time.monotonic() < until, f"not done after {seconds} s: {dict(self.row())}"
            time.sleep(0.1)

    def stored(self) -> str:
        """A digest of everything that an import makes, without keys and times."""
        with closing(sqlite3.connect(f"file:{self.base}?mode=ro", uri=True, timeout=20)) as base:
            told = [
                base.execute(
                    "SELECT key, fingerprint, turns, needed, met, unsure, standard FROM conversations_conversation ORDER BY key"
                ).fetchall(),
                base.execute(
                    "SELECT c.key, m.place, m.turn, m.result, m.cause FROM conversations_moment m "
                    "JOIN conversations_conversation c ON c.id = m.conversation_id ORDER BY c.key, m.place"
                ).fetchall(),
                base.execute(
                    "SELECT c.key, r.analysis FROM conversations_record r "
                    "JOIN conversations_conversation c ON c.id = r.conversation_id ORDER BY c.key"
                ).fetchall(),
                base.execute("SELECT file, place, what, raw FROM intake_reject ORDER BY file, place").fetchall(),
                base.execute(
                    "SELECT read, stored, known, rejected, left_out, position, told, redacted FROM intake_import"
                ).fetchall(),
            ]
        return hashlib.sha256(repr(told).encode()).hexdigest()


@pytest.mark.slow
def test_a_worker_killed_twenty_times_leaves_what_an_undisturbed_one_leaves(tmp_path: Path) -> None:
    content = archive(range(TALKS), broken=40)
    calm, torn = Place(tmp_path / "calm", content), Place(tmp_path / "torn", content)
    worker = calm.worker()
    calm.wait(worker, 300)
    worker.terminate()
    worker.wait()

    chance = random.Random(20)  # noqa: S311 — the moments only have to differ
    seen = set()
    for kill in range(KILLS):
        worker = torn.worker()
        began = torn.row()["position"]
        if kill % 5 == 0:  # while it begins
            time.sleep(chance.random() * 2)
        else:  # a moment after a transaction of its own: between two, or in the next
            until = time.monotonic() + PATIENCE
            while torn.row()["position"] == began and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(chance.random() * 0.06)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        row = torn.row()
        seen.add(row["position"])
        assert row["read"] == sum(int(str(row[name])) for name in ("stored", "known", "rejected", "left_out"))
        if row["state"] == "done":
            break
    worker = torn.worker()
    torn.wait(worker, 300)
    worker.terminate()
    worker.wait()

    assert len(seen) > 5, f"it was killed at too few different moments: {sorted(map(str, seen))}"
    assert torn.stored() == calm.stored()
    assert json.loads(str(torn.row()["redacted"])) == {}
