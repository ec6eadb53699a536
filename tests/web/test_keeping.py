"""A backup holds everything, and a restore gives it back; what can't be restored is said before anything changes."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

FILL = """
import sys; sys.path.insert(0, {root!r})
from pathlib import Path
from heard.web.serving import prepare
prepare(Path({data!r}))
from tests.web.cast import assemble, put
cast = assemble(); put(cast.organisation)
"""
COUNT = """
from pathlib import Path
from heard.web.serving import prepare
prepare(Path({data!r}))
from heard.web.conversations.models import Conversation, Moment
from heard.web.people.models import Person
print(Conversation.objects.count(), Moment.objects.count(), Person.objects.count(),
      Conversation.objects.get(key="talk-1").record.analysis["turns"][0]["text"][:14])
"""
ROOT = str(Path(__file__).parents[2])


def python(code: str, data: Path) -> str:
    environment = {**os.environ, "HEARD_DATA": str(data), "DJANGO_SETTINGS_MODULE": "heard.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code.format(root=ROOT, data=str(data))],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return done.stdout.strip()


def heard(*arguments: str, expect: int = 0) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in ("HEARD_DATA", "DJANGO_SETTINGS_MODULE")}
    done = subprocess.run(
        [sys.executable, "-c", "from heard.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == expect, done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_a_backup_is_restored_as_it_was_and_only_over_an_empty_installation(tmp_path: Path) -> None:
    data, other, file = tmp_path / "data", tmp_path / "other", tmp_path / "heard.tar.gz"
    python(FILL, data)
    (data / "uploads").mkdir()
    (data / "uploads" / "chats.csv").write_text("kept", encoding="utf-8")
    before = python(COUNT, data)

    heard("backup", str(file), "--data", str(data))
    heard("restore", str(file), "--data", str(other))

    assert before.startswith("2 ")
    assert python(COUNT, other) == before
    assert (other / "uploads" / "chats.csv").read_text("utf-8") == "kept"
    assert file.stat().st_mode & 0o077 == 0
    assert "in use" in heard("restore", str(file), "--data", str(other), expect=2)
    assert "Restored" in heard("restore", str(file), "--data", str(other), "--replace")
    assert "already" in heard("backup", str(file), "--data", str(data), expect=2)


@pytest.mark.slow
def test_what_is_no_backup_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "heard.tar.gz"
    python(FILL, data)
    before = python(COUNT, data)
    file.write_bytes(b"not a backup")

    assert "is no backup" in heard("restore", str(file), "--data", str(data), "--replace", expect=2)

    good = tmp_path / "good.tar.gz"
    heard("backup", str(good), "--data", str(data))
    with tarfile.open(good) as tar:
        tar.extractall(tmp_path / "open", filter="data")
    manifest = tmp_path / "open" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("sqlite", "postgresql"), encoding="utf-8")
    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz") as tar:
        for name in ("manifest.json", "database"):
            tar.add(tmp_path / "open" / name, arcname=name)

    assert "same kind" in heard("restore", str(other), "--data", str(data), "--replace", expect=2)
    assert python(COUNT, data) == before
