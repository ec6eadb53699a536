"""Commands use the encoder where they can, and say once where they can't."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import heard.inference
from tests.cli.conftest import Heard
from tests.inference.bundles import write_bundle

ALONE = "Judged by patterns alone."


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bundle(tmp_path_factory.mktemp("shipped"))


@pytest.fixture
def with_bundle(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heard.inference, "shipped", lambda: tiny)


@pytest.fixture
def without_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heard.inference, "shipped", lambda: tmp_path / "nothing")


def model_of(path: Path) -> str | None:
    """Which model judged the first conversation in `path`."""
    model: str | None = json.loads(path.read_text("utf-8").splitlines()[0])["model"]
    return model


@pytest.mark.usefixtures("with_bundle")
def test_the_encoder_judges_unless_it_is_told_not_to(heard: Heard, chat: Path, tmp_path: Path) -> None:
    with_it = heard("analyse", str(chat), "-o", "with.jsonl")
    without = heard("analyse", str(chat), "-o", "without.jsonl", "--no-encoder")

    assert (with_it.code, without.code) == (0, 0)
    assert model_of(tmp_path / "with.jsonl") == "tiny/1"
    assert model_of(tmp_path / "without.jsonl") is None
    assert ALONE not in with_it.err + without.err


@pytest.mark.parametrize("command", ["analyse", "show"])
@pytest.mark.usefixtures("without_bundle")
def test_without_a_bundle_patterns_judge_it_is_said_once_and_nothing_else_changes(
    heard: Heard, chat: Path, command: str
) -> None:
    asked, told = heard(command, str(chat), "--no-encoder"), heard(command, str(chat))

    assert (told.code, told.out) == (asked.code, asked.out)
    assert told.err.count(ALONE) == 1
    assert "install Heard again" in " ".join(told.err.split())
    assert ALONE not in asked.err


@pytest.mark.usefixtures("without_bundle")
def test_what_programs_read_is_the_same_without_a_bundle(heard: Heard, chat: Path) -> None:
    asked, told = heard("analyse", str(chat), "--json", "--no-encoder"), heard("analyse", str(chat), "--json")

    assert json.loads(told.out) == json.loads(asked.out)
    assert told.code == asked.code == 0


def test_without_its_packages_the_command_says_what_to_install(
    heard: Heard, chat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from heard import inference

    monkeypatch.setattr(inference, "find_spec", lambda name: None)
    monkeypatch.setattr(inference, "shipped", lambda: tmp_path / "never loaded")
    told = heard("analyse", str(chat))

    assert told.code == 0
    assert 'pip install "heard[encoder]"' in " ".join(told.err.split())


@pytest.mark.usefixtures("with_bundle")
def test_a_run_that_began_with_the_encoder_does_not_go_on_without(heard: Heard, chat: Path, tmp_path: Path) -> None:
    heard("analyse", str(chat), "-o", "out.jsonl")
    part = tmp_path / "out.jsonl.part"
    pin = {"form": "heard-part/1", "engine": "heard-engine/1", "model": "tiny/1", "standard": "", "sources": ""}
    part.write_text(json.dumps(pin) + "\n", "utf-8")
    refused = heard("analyse", str(chat), "-o", "out.jsonl", "--resume", "--no-encoder")

    assert refused.code != 0
    assert "made with another encoder" in " ".join(refused.err.split())


@pytest.mark.usefixtures("with_bundle")
def test_what_programs_read_names_who_judged(heard: Heard, chat: Path) -> None:
    told = [json.loads(heard("analyse", str(chat), "--json", *flag).out) for flag in ([], ["--no-encoder"])]

    assert "tiny/1" in told[0]["judged_by"]
    assert "patterns alone" in told[1]["judged_by"]


@pytest.mark.usefixtures("with_bundle")
def test_what_the_demo_proposes_next_is_judged_as_the_demo_was(heard: Heard) -> None:
    with_it, without = (heard("demo", *flag).out.split("Next", 1)[1] for flag in ([], ["--no-encoder"]))

    assert "--no-encoder" not in with_it
    assert without.count("heard demo --no-encoder") == 2
    assert "heard analyse --no-encoder YOUR-FILE" in without
