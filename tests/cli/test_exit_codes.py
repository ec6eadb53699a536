"""Every way a command can end has its documented code and a sentence that says what to do."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from heard.batch import run as running
from heard.cli.failures import CODES
from tests.cli.conftest import Heard

GOOD = '{"id": "a", "turns": [{"speaker": "customer", "text": "hello"}]}\n'


def test_zero_when_all_is_well(heard: Heard, chat: Path) -> None:
    assert heard("analyse", str(chat)).code == 0


def test_one_when_some_records_were_rejected(heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text(GOOD + '{"id": "b", "turns": 5}\n')
    said = heard("analyse", "c.jsonl", "-o", "out.jsonl")

    assert said.code == 1
    assert "read 2 = analysed 1 + rejected 1" in said.out
    assert "out.jsonl.rejects.jsonl" in said.out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["analyse", "missing.csv"], "`heard analyse --help`"),
        (["evaluate", "missing.jsonl"], "`heard evaluate --help`"),
        (["evaluate", "c.jsonl"], "feelings"),
        (["analyse", "c.jsonl", "--map", "@missing.map"], "missing.map"),
        (["analyse"], "PATH"),
        (["analyze-this"], "analyze-this"),
        (["analyse", "c.jsonl", "--standard", "evryday"], "everyday"),
        (["analyse", "c.jsonl", "--format", "zendisk"], "zendesk"),
        (["analyse", "c.jsonl", "-o", "out.doc"], ".jsonl"),
        (["analyse", "c.jsonl", "-o", "../{here}/c.jsonl"], "overwritten"),
        (["analyse", ".", "-o", "out.jsonl"], "outside"),
        (["analyse", "c.jsonl", "-o", "../{here}"], "holds what is read"),
        (["analyse", "c.jsonl", "--map", "speaker"], "--map speaker=author"),
        (["analyse", "c.jsonl", "--map", "role:Anna=boss"], "supervisor"),
        (["analyse", "c.jsonl", "--resume"], "--output"),
        (["show", "c.jsonl", "--id", "aa"], "Near it: a"),
        (["signals", "frustation"], "frustration"),
        (["demo", "--id", "nobody"], "nobody"),
    ],
)
def test_two_when_the_command_cannot_be_used_and_what_to_do(
    heard: Heard, tmp_path: Path, arguments: list[str], named: str
) -> None:
    (tmp_path / "c.jsonl").write_text(GOOD)
    said = heard(*(argument.replace("{here}", tmp_path.name) for argument in arguments))

    assert said.code == 2
    assert named in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


@pytest.mark.parametrize("command", ["analyse", "show"])
@pytest.mark.parametrize("content", ["", "[1, 2", "\x00\x01\x02\x03"])
def test_three_when_nothing_could_be_read(heard: Heard, tmp_path: Path, command: str, content: str) -> None:
    (tmp_path / "c.json").write_text(content)
    said = heard(command, "c.json")

    assert said.code == 3
    assert "c.json" in said.err


def test_130_when_stopped_with_what_was_kept_and_how_to_go_on(
    heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "c.jsonl").write_text(GOOD * 3)
    monkeypatch.setattr(running, "TURNS", 1)
    monkeypatch.setattr("heard.cli.progress.Bar.__call__", _stop)
    monkeypatch.setattr("sys.argv", ["heard", "analyse", "c.jsonl", "-o", "out.jsonl"])
    said = heard("analyse", "c.jsonl", "-o", "out.jsonl")

    assert said.code == 130
    assert "heard analyse c.jsonl -o out.jsonl --resume" in said.err
    assert (tmp_path / "out.jsonl.part").exists()

    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    said = heard("analyse", "c.jsonl", "-o", "out.jsonl", "--resume")

    assert said.code == 0
    assert "Went on with 1" in said.out


def _stop(self: object, what: str, done: int, total: int | None) -> None:
    if what == "analysing" and done == 1:
        raise KeyboardInterrupt


def test_a_disk_that_takes_nothing_is_said_and_the_work_is_kept(
    heard: Heard, chat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "report.html")

    with monkeypatch.context() as broken:
        broken.setattr("heard.report.write_report", full)
        said = heard("analyse", str(chat), "-o", "report.html")

    assert said.code == 2
    assert "No space left on device" in said.err
    assert heard("analyse", str(chat), "-o", "report.html", "--resume").code == 0


def test_every_code_is_on_the_help_page(heard: Heard) -> None:
    said = heard("--help")

    assert said.code == 0
    assert all(f"{code}" in said.out and meaning in said.out for code, meaning in CODES.items())


def test_programs_get_errors_as_json(heard: Heard) -> None:
    said = heard("analyse", "missing.csv", "--json")

    assert json.loads(said.err)["error"]["code"] == 2


def test_programs_get_the_summary_as_json(heard: Heard, chat: Path) -> None:
    said = heard("analyse", str(chat), "--json")
    told = json.loads(said.out)

    assert (told["exit"], told["read"], told["analysed"], told["rejected"]) == (0, 1, 1, 0)
    assert told["overview"]["turns"] == 4


def test_a_pipe_can_be_shown_and_analysed(heard: Heard, chat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in ("show", "analyse"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(chat.read_bytes())))
        said = heard(command, "-", "--no-encoder")

        assert said.code == 0
        assert "Needs met" in said.out


def test_a_report_is_written_by_its_ending(heard: Heard, chat: Path, tmp_path: Path) -> None:
    said = heard("analyse", str(chat), "-o", "report.html")

    assert said.code == 0
    assert "Written: report.html" in said.out
    assert "chat.txt" in (tmp_path / "report.html").read_text("utf-8")
