"""A database that is locked, full or gone gives a page that says so, and everything works again afterwards."""

from __future__ import annotations

import resource
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.web.postgres import postgres
from tests.web.solid.running import Installation

__all__ = ["postgres"]  # the fixture

BRING = """
import sys, django
django.setup()
from pathlib import Path
from django.db import transaction
from heard.web.intake.actions import add_file, begin, draft
from heard.web.people.models import Person
with transaction.atomic():
    by = Person.objects.get(email="manager@brightwater.test")
    brought = draft(by)
    add_file(brought, "talks.jsonl", [Path(sys.argv[1]).read_bytes()])
    begin(brought, by)
"""
TALKS, KILLS = 600, 4

pytestmark = pytest.mark.slow


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    """An installation on SQLite."""
    made = Installation(tmp_path)
    yield made
    made.stop()


def assert_says_so(answer: tuple[int, str]) -> None:
    """It is the page of errors/503.html, in the look of the application."""
    status, page = answer
    assert status == 503, page[:500]
    assert "<!doctype html>" in page.lower()
    assert "heard.css" in page


def test_a_database_that_another_process_locks_gives_a_page_and_works_again(here: Installation) -> None:
    here.start("--no-worker")
    assert here.get(here.page)[0] == 200

    with closing(sqlite3.connect(here.folder / "heard.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert here.get("/conversations/")[0] in (200, 503)  # reading needs no lock, but the log is written
        assert_says_so(here.get(here.page))
        other.execute("ROLLBACK")

    assert here.get(here.page)[0] == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits files of a running process")
def test_a_full_disk_gives_a_page_and_works_again(here: Installation) -> None:
    here.start("--no-worker")
    assert here.get(here.page)[0] == 200
    assert here.running

    usual = resource.prlimit(here.running.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(here.running.pid, resource.RLIMIT_FSIZE, (1, usual[1]))  # not a byte more in any file
    assert_says_so(here.get(here.page))
    resource.prlimit(here.running.pid, resource.RLIMIT_FSIZE, usual)

    assert here.get(here.page)[0] == 200
    with closing(sqlite3.connect(here.folder / "heard.sqlite3")) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_postgresql_that_is_away_gives_a_page_and_works_again(tmp_path: Path, postgres: str) -> None:
    import psycopg

    def say(*commands: str) -> None:
        with psycopg.connect(postgres.replace("/postgres", "/template1"), autocommit=True) as line:
            for command in commands:
                line.execute(command)

    say("CREATE DATABASE outage")
    here = Installation(tmp_path, DATABASE_URL=postgres.replace("/postgres", "/outage"))
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'outage'"
    try:
        here.start("--no-worker")
        assert here.get(here.page)[0] == 200

        say(cut)
        assert here.get(here.page)[0] == 200, "a connection that was lost meanwhile is made anew"

        say("ALTER DATABASE outage ALLOW_CONNECTIONS false", cut)
        assert_says_so(here.get(here.page))
        assert here.get("/health/live")[0] == 200
        assert here.get("/health/ready")[0] == 503

        say("ALTER DATABASE outage ALLOW_CONNECTIONS true")
        assert here.get(here.page)[0] == 200
        assert here.get("/health/ready")[0] == 200
    finally:
        here.stop()
        say(cut, "DROP DATABASE outage")


def test_a_server_killed_while_its_own_worker_imports_loses_and_doubles_nothing(here: Installation) -> None:
    from tests.web.intake.bringing import archive

    content = here.folder / "content"
    content.write_bytes(archive(range(TALKS)))
    here.python(BRING, str(content))

    def row() -> tuple[str, int, int, int]:
        with closing(sqlite3.connect(here.folder / "heard.sqlite3", timeout=20)) as base:
            state, read, stored = base.execute("SELECT state, read, stored FROM intake_import").fetchone()
            (held,) = base.execute(
                "SELECT COUNT(*) FROM conversations_conversation WHERE origin = 'import 1'"
            ).fetchone()
            return state, read, stored, held

    def wait(reached: int) -> None:
        until = time.monotonic() + 180
        while row()[1] < reached and row()[0] != "done":
            assert time.monotonic() < until, row()
            time.sleep(0.02)

    for kill in range(KILLS):
        here.start()
        wait((kill + 1) * TALKS // (KILLS + 2))
        here.stop()  # kill -9
        _, _, stored, held = row()
        assert stored == held
    here.start()
    until = time.monotonic() + 180
    while row()[0] != "done":
        assert time.monotonic() < until, row()
        time.sleep(0.1)

    assert row() == ("done", TALKS, TALKS, TALKS)
