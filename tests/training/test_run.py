"""A whole run, in small: a bundle comes out that works, and no file was opened that is for evaluation only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from heard.analysis import analyse
from heard.inference.encoder import SmallEncoder
from heard.training.sources import sources
from tests.builders import chat

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def run(folder: Path) -> dict[str, Any]:
    """What a tiny training run told of itself."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.training.tiny_run", str(folder)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_no_file_that_is_for_evaluation_only_is_opened_while_training_runs(run: dict[str, Any]) -> None:
    names = {Path(path).name for path in run["opened"]}
    paths = {str(Path(path).resolve()) for path in run["opened"]}
    closed = {str(source.path.resolve()) for source in sources().values() if source.used_for == {"evaluation"}}

    assert run["canary"]  # one that is opened is seen
    assert run["closed"]
    assert not names & set(run["closed"])
    assert not paths & closed


def test_every_file_that_was_asked_for_was_opened(run: dict[str, Any], folder: Path) -> None:
    names = {Path(path).name for path in run["opened"]}

    assert all(any(name.startswith(f"{asked}-") for name in names) for asked, _ in run["asked"])


def test_every_source_that_training_names_is_listed_for_the_use_it_is_asked_for(run: dict[str, Any]) -> None:
    listed = sources()
    missing = [(name, use) for name, use in run["asked"] if name not in listed or use not in listed[name].used_for]

    assert missing == []


def test_training_never_asks_for_what_is_for_evaluation(run: dict[str, Any]) -> None:
    assert {use for _, use in run["asked"]} == {"groundwork", "fitting", "calibration"}


def test_the_bundle_that_comes_out_judges(run: dict[str, Any], folder: Path) -> None:
    encoder = SmallEncoder(folder / "bundle")
    analysis = analyse(chat("customer: Still not here!", "agent: I'm sorry, I sent it."), encoder=encoder)

    assert analysis.to_json()["model"] == "heard-encoder/2"
    assert len(encoder.decides) == 47


def test_the_run_keeps_a_log_and_what_an_interrupted_one_goes_on_from(run: dict[str, Any], folder: Path) -> None:
    assert {path.name for path in (folder / "build").iterdir()} == {"log.txt", "groundwork.pt", "fitted.pt"}
    assert "calibrated on" in (folder / "build" / "log.txt").read_text()
