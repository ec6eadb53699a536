"""A run over an archive: the same result in one process and in several, in one go and interrupted."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from heard.batch import run as running
from heard.batch.inputs import InputError
from heard.batch.run import ChangedMeanwhile, Interrupted, run
from heard.batch.spool import SpoolError
from heard.standards import load

STANDARD = load("everyday")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "TURNS", 50)


def stop_at(done: int) -> Any:
    """A progress that presses Ctrl-C once `done` conversations are analysed."""

    def progress(what: str, so_far: int, total: int | None) -> None:
        if what == "analysing" and so_far >= done:
            raise KeyboardInterrupt

    return progress


def interrupted(chats: Path, to: Path, **choices: Any) -> Interrupted:
    with pytest.raises(Interrupted) as stopped:
        run([str(chats)], standard=STANDARD, to=[to], progress=stop_at(12), **choices)
    return stopped.value


def test_everything_read_is_analysed_or_rejected(chats: Path, tmp_path: Path) -> None:
    outcome = run([str(chats)], standard=STANDARD, to=[tmp_path / "out.jsonl"])
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()

    assert outcome.overview.conversations == len(lines) == 40
    assert (outcome.overview.rejected, outcome.overview.read) == (2, 42)


def test_output_is_in_the_order_of_input(chats: Path, tmp_path: Path) -> None:
    run([str(chats)], standard=STANDARD, to=[tmp_path / "out.jsonl"])
    ids = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]

    assert ids == [json.loads(line)["id"] for line in chats.read_text("utf-8").splitlines() if '"turns": [{' in line]


@pytest.mark.slow
def test_two_jobs_write_what_one_writes(chats: Path, tmp_path: Path) -> None:
    one = run([str(chats)], standard=STANDARD, to=[tmp_path / "one.jsonl"])
    two = run([str(chats)], standard=STANDARD, to=[tmp_path / "two.jsonl"], jobs=2)

    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()
    assert two.overview.to_json() == one.overview.to_json()


def test_an_interrupted_run_goes_on_where_it_was_and_does_nothing_twice(chats: Path, tmp_path: Path) -> None:
    whole = run([str(chats)], standard=STANDARD, to=[tmp_path / "whole.jsonl"])
    out = tmp_path / "out.jsonl"
    stopped = interrupted(chats, out)
    resumed = run([str(chats)], standard=STANDARD, to=[out], resume=True)

    assert stopped.part == tmp_path / "out.jsonl.part"
    assert 12 <= stopped.done == resumed.resumed < 40
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert resumed.overview.to_json() == whole.overview.to_json()
    assert not stopped.part.exists()


def test_a_line_that_was_cut_off_is_made_again(chats: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    run([str(chats)], standard=STANDARD, to=[whole])
    out = tmp_path / "out.jsonl"
    part = interrupted(chats, out).part
    assert part is not None
    part.write_bytes(part.read_bytes()[:-1000])
    run([str(chats)], standard=STANDARD, to=[out], resume=True)

    assert out.read_bytes() == whole.read_bytes()


def test_what_is_left_from_an_interrupted_run_is_not_overwritten(chats: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    interrupted(chats, out)

    with pytest.raises(SpoolError, match="--resume"):
        run([str(chats)], standard=STANDARD, to=[out])


def test_a_run_does_not_go_on_with_another_standard(chats: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    interrupted(chats, out)

    with pytest.raises(SpoolError, match="another standard"):
        run([str(chats)], standard=load("rapport"), to=[out], resume=True)


def test_a_run_does_not_go_on_with_sources_that_changed(chats: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    interrupted(chats, out)
    chats.write_text(chats.read_text("utf-8") + "\n", "utf-8")

    with pytest.raises(SpoolError, match="other sources"):
        run([str(chats)], standard=STANDARD, to=[out], resume=True)


def test_a_run_does_not_go_on_with_another_engine(chats: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    interrupted(chats, out)
    monkeypatch.setattr(running, "ENGINE", "heard-engine/999")

    with pytest.raises(SpoolError, match="engine"):
        run([str(chats)], standard=STANDARD, to=[out], resume=True)


def test_resume_with_nothing_to_go_on_with_begins(chats: Path, tmp_path: Path) -> None:
    outcome = run([str(chats)], standard=STANDARD, to=[tmp_path / "out.jsonl"], resume=True)

    assert (outcome.resumed, outcome.overview.conversations) == (0, 40)


def test_interrupted_without_an_output_keeps_nothing(chats: Path, tmp_path: Path) -> None:
    with pytest.raises(Interrupted) as stopped:
        run([str(chats)], standard=STANDARD, progress=stop_at(5))

    assert stopped.value.part is None


def test_interrupted_before_anything_was_analysed_leaves_nothing_behind(chats: Path, tmp_path: Path) -> None:
    with pytest.raises(Interrupted) as stopped:
        run([str(chats)], standard=STANDARD, to=[tmp_path / "out.jsonl"], progress=stop_at(0))

    assert (stopped.value.done, stopped.value.part) == (0, None)
    assert list(tmp_path.glob("out*")) == []


def test_standard_input_is_read_twice_all_the_same(
    chats: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(chats.read_bytes())))
    outcome = run(["-"], standard=STANDARD)

    assert outcome.overview.conversations == 40
    assert outcome.examples[0].file == "standard input"


def test_each_reject_is_kept_with_its_place_reason_and_cure(chats: Path, tmp_path: Path) -> None:
    outcome = run([str(chats)], standard=STANDARD, to=[tmp_path / "out.jsonl"])
    assert outcome.rejects == tmp_path / "out.jsonl.rejects.jsonl"
    rejects = [json.loads(line) for line in outcome.rejects.read_text("utf-8").splitlines()]

    assert [r["place"] for r in rejects] == ["line 11", "line 12"]
    assert all(r["what"] and r["cure"] and r["raw"] for r in rejects)
    assert set(rejects[0]) == {"file", "place", "what", "cure", "raw"}


def test_without_rejects_there_is_no_rejects_file_and_an_old_one_goes(chats: Path, tmp_path: Path) -> None:
    chats.write_text(
        "\n".join(line for line in chats.read_text("utf-8").splitlines() if '"turns": [{' in line), "utf-8"
    )
    old = tmp_path / "out.jsonl.rejects.jsonl"
    old.write_text("{}\n")
    outcome = run([str(chats)], standard=STANDARD, to=[tmp_path / "out.jsonl"])

    assert outcome.rejects is None
    assert not old.exists()


def test_nothing_read_overwrites_nothing(tmp_path: Path) -> None:
    empty, out = tmp_path / "empty.jsonl", tmp_path / "out.jsonl"
    empty.write_text("")
    out.write_text("what was there")
    outcome = run([str(empty)], standard=STANDARD, to=[out])

    assert (outcome.overview.conversations, outcome.overview.rejected, outcome.written) == (0, 1, ())
    assert out.read_text() == "what was there"


def test_a_choice_that_does_not_exist_is_said_with_what_there_is(chats: Path) -> None:
    with pytest.raises(InputError, match="zendesk"):
        run([str(chats)], standard=STANDARD, format="zendisk")


def test_a_source_that_changes_between_the_readings_stops_the_run(chats: Path, tmp_path: Path) -> None:
    def shorten(what: str, done: int, total: int | None) -> None:
        if what == "analysing" and done == 0:
            chats.write_text("\n".join(chats.read_text("utf-8").splitlines()[:5]), "utf-8")

    with pytest.raises(ChangedMeanwhile, match="changed"):
        run([str(chats)], standard=STANDARD, to=[tmp_path / "out.jsonl"], progress=shorten)
