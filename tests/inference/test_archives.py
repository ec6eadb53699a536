"""An archive with the encoder: the same in one process and in several, and never two models in one file."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from heard.analysis import analyse
from heard.batch import run as running
from heard.batch.run import Interrupted, run
from heard.batch.spool import SpoolError
from heard.demo import archive
from heard.signals import Repetition
from heard.signals.repetition import kind_lines
from heard.standards import load
from tests.inference.bundles import vouch

STANDARD = load("everyday")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "TURNS", 50)


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    path = tmp_path / "chats.jsonl"
    lines = [json.dumps(c.to_json(), ensure_ascii=False) for c in islice(archive(), 24)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def analysed(chats: Path, name: str, **choices: Any) -> bytes:
    """What a run writes."""
    out = chats.with_name(name)
    run([str(chats)], standard=STANDARD, to=[out], **choices)
    return out.read_bytes()


def interrupted(chats: Path, out: Path, **choices: Any) -> None:
    """A run that was stopped when half was done."""

    def stop(what: str, so_far: int, total: int | None) -> None:
        if what == "analysing" and so_far >= 8:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        run([str(chats)], standard=STANDARD, to=[out], progress=stop, **choices)


@pytest.mark.slow
def test_two_jobs_write_what_one_writes(chats: Path, bundle: Path) -> None:
    one = analysed(chats, "one.jsonl", bundle=bundle)

    assert one == analysed(chats, "two.jsonl", bundle=bundle, jobs=2)
    assert {json.loads(line)["model"] for line in one.splitlines()} == {"tiny/1"}


def test_without_an_encoder_the_patterns_judge_as_they_always_did(chats: Path, bundle: Path) -> None:
    repetition = Repetition()
    for talk in islice(archive(), 24):
        repetition.count(kind_lines(talk))
    settled = repetition.settled()
    own = [json.loads(line) for line in analysed(chats, "patterns.jsonl").splitlines()]

    assert {told["model"] for told in own} == {None}
    for told, talk in zip(own, islice(archive(), 24), strict=True):
        alone = json.loads(json.dumps(analyse(talk, standard=STANDARD, repetition=settled).to_json()))
        assert told["turns"] == alone["turns"]
        assert told["score"] == alone["score"]
    assert not {"encoder", "both"} & {f["origin"] for told in own for turn in told["turns"] for f in turn["findings"]}


def test_an_interrupted_run_goes_on_with_the_same_encoder(chats: Path, bundle: Path) -> None:
    out = chats.with_name("out.jsonl")
    interrupted(chats, out, bundle=bundle)

    assert analysed(chats, "out.jsonl", bundle=bundle, resume=True) == analysed(chats, "whole.jsonl", bundle=bundle)


def test_a_run_does_not_go_on_with_another_encoder(chats: Path, bundle: Path, own_bundle: Path) -> None:
    vouch(own_bundle, version="tiny/2")
    interrupted(chats, chats.with_name("out.jsonl"), bundle=bundle)

    with pytest.raises(SpoolError, match="another encoder"):
        analysed(chats, "out.jsonl", bundle=own_bundle, resume=True)


def test_a_run_does_not_go_on_without_its_encoder_nor_with_one_it_began_without(chats: Path, bundle: Path) -> None:
    interrupted(chats, chats.with_name("with.jsonl"), bundle=bundle)
    interrupted(chats, chats.with_name("without.jsonl"))

    with pytest.raises(SpoolError, match="another encoder"):
        analysed(chats, "with.jsonl", resume=True)
    with pytest.raises(SpoolError, match="another encoder"):
        analysed(chats, "without.jsonl", bundle=bundle, resume=True)
