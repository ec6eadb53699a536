"""What a killed run leaves is taken away by the next; what belongs to anybody else stays."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from heard.batch.scratch import lives, scratch

pytestmark = pytest.mark.skipif(os.name == "nt", reason="only POSIX tells which processes live")


def test_the_folder_of_a_dead_run_is_removed_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with scratch() as folder:
        name = Path(folder).name
        dead = tmp_path / name.replace(str(os.getpid()), str(ended.pid))
        others = [tmp_path / "heard-notes", tmp_path / f"heard-elsewhere-{ended.pid}-x"]
        for one in (dead, *others):
            one.mkdir()
            (one / "stdin").write_text("a conversation")
        with scratch():
            assert not dead.exists()
            assert Path(folder).exists()
            assert all(one.exists() for one in others)
    assert not Path(folder).exists()


def test_a_process_lives_until_it_ends() -> None:
    assert lives(os.getpid())
    assert not lives(10**30)
