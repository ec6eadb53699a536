"""Training opens what it may, for what it may, and only if it is what was described."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import heard.training.sources as described
from heard.training.sources import USES, SourceError, path_for, sources

ENTRY = """[{name}]
file = "{name}.jsonl"
origin = "written for a test"
licence = "Apache-2.0"
sha256 = "{sha256}"
split = "whole"
used_for = [{uses}]
"""


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of two sources: "lessons" for fitting and calibration, "exam" for evaluation only."""
    monkeypatch.setattr(described, "ROOT", tmp_path)
    listed = ""
    for name, uses in (("lessons", '"fitting", "calibration"'), ("exam", '"evaluation"')):
        (tmp_path / f"{name}.jsonl").write_text(name)
        listed += ENTRY.format(name=name, sha256=hashlib.sha256(name.encode()).hexdigest(), uses=uses)
    path = tmp_path / "corpora.toml"
    path.write_text(listed, "utf-8")
    return path


@pytest.mark.parametrize("use", ["fitting", "calibration"])
def test_a_source_is_opened_for_the_uses_it_has(corpora: Path, use: str) -> None:
    assert path_for("lessons", use, corpora).read_text() == "lessons"


@pytest.mark.parametrize("use", [use for use in USES if use != "evaluation"])
def test_what_is_for_evaluation_is_opened_for_nothing_else(corpora: Path, use: str) -> None:
    with pytest.raises(SourceError, match=f"exam may be used for evaluation, not for {use}"):
        path_for("exam", use, corpora)


@pytest.mark.parametrize("use", ["groundwork", "evaluation", "a walk", ""])
def test_a_source_is_opened_for_no_use_it_does_not_have(corpora: Path, use: str) -> None:
    with pytest.raises(SourceError, match=r"lessons may be used for calibration, fitting, not for"):
        path_for("lessons", use, corpora)


def test_a_source_that_nobody_described_is_not_opened(corpora: Path) -> None:
    with pytest.raises(SourceError, match=r"gossip is not in corpora\.toml; describe it there"):
        path_for("gossip", "fitting", corpora)


def test_a_file_that_was_changed_is_not_opened(corpora: Path) -> None:
    (corpora.parent / "lessons.jsonl").write_text("lessens")

    with pytest.raises(SourceError, match="is not the file that"):
        path_for("lessons", "fitting", corpora)


def test_a_file_that_is_not_here_says_where_it_comes_from(corpora: Path) -> None:
    (corpora.parent / "lessons.jsonl").unlink()

    with pytest.raises(SourceError, match="see its origin: written for a test"):
        path_for("lessons", "fitting", corpora)


def test_a_use_that_does_not_exist_can_not_be_given(corpora: Path) -> None:
    corpora.write_text(corpora.read_text().replace('"calibration"', '"decoration"'))

    with pytest.raises(SourceError, match=re.escape("[lessons] used_for: use only groundwork, fitting")):
        sources(corpora)


@pytest.mark.parametrize("part", ["file", "origin", "licence", "sha256", "split", "used_for"])
def test_nothing_may_be_left_out_of_a_description(corpora: Path, part: str) -> None:
    corpora.write_text(re.sub(rf"^{part} = .*\n", "", corpora.read_text(), count=1, flags=re.MULTILINE))

    with pytest.raises(SourceError, match=rf"\[lessons\] lacks '{part}'"):
        sources(corpora)


def test_every_source_that_is_listed_is_described_whole() -> None:
    listed = sources()

    assert listed
    for source in listed.values():
        assert source.origin
        assert source.licence
        assert source.used_for
        assert re.fullmatch("[0-9a-f]{64}", source.sha256)


def test_what_may_not_be_used_commercially_is_for_evaluation_only() -> None:
    closed = {name: source for name, source in sources().items() if re.search(r"\bN[CD]\b", source.licence)}

    assert closed
    assert all(source.used_for == {"evaluation"} for source in closed.values())


def test_every_file_that_is_listed_and_here_is_the_one_described() -> None:
    for source in sources().values():
        if source.path.is_file():
            assert hashlib.sha256(source.path.read_bytes()).hexdigest() == source.sha256, source.name


def test_every_file_of_texts_in_the_repository_is_described_once() -> None:
    root = described.ROOT
    here = [path for folder in ("corpus", "evaluation") for path in sorted((root / folder).glob("**/*.jsonl"))]
    listed = [source.path for source in sources().values() if source.path.is_relative_to(root / "corpus")]
    listed += [source.path for source in sources().values() if source.path.is_relative_to(root / "evaluation")]

    assert sorted(listed) == sorted(here)


def test_a_second_readers_labels_are_never_fitted_on() -> None:
    assert sources()["corpus_twice"].used_for == {"evaluation"}
