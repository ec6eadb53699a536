"""`make help` is the guide: it lists every target, each with what it is for."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# What a person can ask for; a name with a slash or a dot is a file.
TARGETS = re.findall(r"^([a-z][a-z_-]*):", MAKEFILE, re.MULTILINE)
PROMISED = [
    "help",
    "demo",
    "test",
    "lint",
    "fuzz",
    "bench",
    "evaluate",
    "train",
    "docs",
    "notice",
    "lock",
    "wheel",
    "clean",
]

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make on this machine")


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs make as a person would: not as a part of the make that may be running this test."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    }
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@needs_make
@pytest.mark.parametrize("arguments", [[], ["help"]], ids=["make", "make help"])
def test_help_lists_every_target_with_its_text(arguments):
    shown = make(*arguments)

    listed = dict(re.findall(r"^  make (\S+) +(\S.*)$", shown.stdout, re.MULTILINE))
    assert shown.returncode == 0
    assert sorted(listed) == sorted(TARGETS)


def test_the_promised_targets_are_there():
    assert set(PROMISED) <= set(TARGETS)


def test_every_target_is_phony():
    phony = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)

    assert sorted(" ".join(phony).split()) == sorted(TARGETS)


@needs_make
@pytest.mark.parametrize(
    ("arguments", "lock_file"),
    [(["evaluate"], ".venv/.evaluate"), (["evaluate", "FILE=labelled.jsonl"], ".venv/.base")],
    ids=["the report", "one file"],
)
def test_evaluate_installs_what_others_made_for_the_report_alone(arguments, lock_file):
    asked = make("--dry-run", "--always-make", *arguments)

    assert asked.returncode == 0
    assert f"setup.sh {lock_file.removeprefix('.venv/.')}" in asked.stdout


def find_python(*, path: Path) -> subprocess.CompletedProcess[str]:
    """Looks for a Python on a machine whose only programs are those in the folder."""
    command = ["/bin/sh", "tools/find_python.sh"]
    only = {"PATH": str(path)}
    return subprocess.run(command, cwd=ROOT, env=only, capture_output=True, text=True, timeout=60, check=False)


def put_python(folder: Path, *, version: tuple[int, int], has_venv: bool) -> None:
    """Puts a stand-in into the folder that answers what find_python.sh asks a Python."""
    too_old = 0 if version >= (3, 11) else 1
    script = f"""#!/bin/sh
case "$2" in
    *ensurepip*) exit {0 if has_venv else 1} ;;
    *print*) echo {version[0]}.{version[1]} ;;
    *) exit {too_old} ;;
esac
"""
    program = folder / f"python{version[0]}.{version[1]}"
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)


def test_the_first_python_that_is_new_enough_and_whole_is_taken(tmp_path):
    put_python(tmp_path, version=(3, 13), has_venv=False)
    put_python(tmp_path, version=(3, 12), has_venv=True)

    assert find_python(path=tmp_path).stdout.strip() == str(tmp_path / "python3.12")


def test_a_machine_without_a_python_is_told_what_to_install(tmp_path):
    asked = find_python(path=tmp_path)

    assert asked.returncode == 1
    assert "Python 3.11 or newer is needed" in asked.stderr


def test_an_old_python_is_told_what_to_install(tmp_path):
    put_python(tmp_path, version=(3, 10), has_venv=True)
    (tmp_path / "python3.10").rename(tmp_path / "python3")

    asked = find_python(path=tmp_path)

    assert asked.returncode == 1
    assert "Python 3.11 or newer is needed" in asked.stderr


def test_a_debian_python_without_venv_is_told_which_package_to_install(tmp_path):
    put_python(tmp_path, version=(3, 11), has_venv=False)

    asked = find_python(path=tmp_path)

    assert asked.returncode == 1
    assert "sudo apt install python3.11-venv" in asked.stderr
