"""A PostgreSQL server that the tests start for themselves and throw away.

``python -m tests.web.postgres pytest tests/web -q`` runs any command with DATABASE_URL naming such a server. Tests of
their own take the fixture `postgres`. Where no PostgreSQL is installed both are left out with a word, or fail with
HEARD_REQUIRE_POSTGRES=1.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

__all__ = ["missing", "postgres", "server"]

PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin"))
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=30")


def missing() -> str:
    """Why no server can be started here; empty: one can."""
    if _program("initdb") is None or _program("postgres") is None:
        return "PostgreSQL is not installed: apt-get install postgresql"
    if os.geteuid() == 0 and _unprivileged() is None:
        return "PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody"
    return ""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The DATABASE_URL of a server of the tests' own; skipped where there is none, unless HEARD_REQUIRE_POSTGRES=1."""
    if reason := missing():
        if os.environ.get("HEARD_REQUIRE_POSTGRES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with server() as url:
        yield url


@contextmanager
def server() -> Iterator[str]:
    """A running server; its URL. It listens on a socket in its own folder, and is gone with it."""
    folder = Path(tempfile.mkdtemp(prefix="heard-pg-"))
    user = _unprivileged() if os.geteuid() == 0 else None
    as_: dict[str, Any] = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    if user:
        shutil.chown(folder, user)
    data, log = folder / "data", folder / "log"
    running = None
    try:
        subprocess.run(
            [str(_program("initdb")), "-D", str(data), "-U", "heard", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
            check=True, capture_output=True, cwd=folder, **as_,
        )  # fmt: skip
        options = [part for option in (*QUICK, f"unix_socket_directories={folder}") for part in ("-c", option)]
        with log.open("wb") as said:
            running = subprocess.Popen(
                [str(_program("postgres")), "-D", str(data), *options],
                stdout=said, stderr=said, cwd=folder, **as_,
            )  # fmt: skip
        url = f"postgres://heard@{quote(str(folder), safe='')}/postgres"
        _wait(folder, running, log)
        yield url
    finally:
        if running:
            running.send_signal(signal.SIGINT)  # "fast": waits for no client
            try:
                running.wait(5)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, running: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    for _ in range(300):
        if running.poll() is not None:
            break
        try:
            psycopg.connect(host=str(folder), user="heard", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")


def _program(name: str) -> Path | None:
    return next((place / name for place in PLACES if (place / name).exists()), None)


def _unprivileged() -> str | None:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def main() -> int:
    """Runs the command that is given with DATABASE_URL set; leaves it out where there is no PostgreSQL, and says so."""
    if reason := missing():
        print(f"Left out on PostgreSQL: {reason}", file=sys.stderr)  # noqa: T201 — a command
        return int(os.environ.get("HEARD_REQUIRE_POSTGRES") == "1")
    with server() as url:
        command = sys.argv[1:]
        if command[:1] == ["pytest"]:
            command = [sys.executable, "-m", *command]
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
