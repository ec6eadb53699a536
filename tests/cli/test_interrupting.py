"""Ctrl-C on the real program, with workers: what was done is kept, and going on gives the whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from heard.demo import archive

HEARD = [sys.executable, "-c", "from heard.cli import main\nif __name__ == '__main__': main()"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_a_run_stopped_by_ctrl_c_goes_on_to_the_whole(tmp_path: Path) -> None:
    source, out = tmp_path / "c.jsonl", tmp_path / "out.jsonl"
    lines = [json.dumps(c.to_json() | {"id": f"{c.id}-{copy}"}) for copy in range(4) for c in archive()]
    source.write_text("\n".join(lines), "utf-8")
    command = [*HEARD, "analyse", str(source), "-o", str(out), "--jobs", "2"]
    part = tmp_path / "out.jsonl.part"
    # Tests that a shell runs in the background ignore SIGINT, and what they start would inherit that.
    heeded = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, heeded)
    while started.poll() is None and (not part.exists() or part.stat().st_size < 10_000):
        time.sleep(0.01)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)

    assert started.returncode == 130
    assert "Traceback" not in err
    assert "--resume" in err
    assert not out.exists()

    done = part.read_bytes().count(b"\n") - 1
    again = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=False, timeout=300)

    assert again.returncode == 0, again.stderr
    assert f"Went on with {done:,}" in again.stdout
    assert [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()] == [
        json.loads(line)["id"] for line in lines
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc")
def test_a_run_that_is_killed_leaves_no_worker(tmp_path: Path) -> None:
    source, part = tmp_path / "c.jsonl", tmp_path / "out.jsonl.part"
    lines = [json.dumps(c.to_json() | {"id": f"{c.id}-{copy}"}) for copy in range(40) for c in archive()]
    source.write_text("\n".join(lines), "utf-8")
    command = [*HEARD, "analyse", str(source), "-o", str(tmp_path / "out.jsonl"), "--jobs", "2"]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while started.poll() is None and (not part.exists() or part.stat().st_size < 10_000):
        time.sleep(0.01)
    started.kill()
    started.wait()
    until = time.monotonic() + 20
    while _running(started.pid) and time.monotonic() < until:
        time.sleep(0.1)

    assert _running(started.pid) == []


def _running(session: int) -> list[str]:
    """The processes of a session that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, own = stat.read_text("utf-8").rpartition(")")[2].split()[:4]
        except OSError:  # ended meanwhile
            continue
        if int(own) == session and state != "Z":
            found.append(stat.parent.name)
    return found
