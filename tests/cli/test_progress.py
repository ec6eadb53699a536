"""The live bar: at any width, whether or not it is known how much there is to do."""

from __future__ import annotations

import pytest

from heard.cli import terminal
from heard.cli.progress import Bar


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_bar_shows_what_is_done_and_of_how_many(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", str(columns))
    terminal.messages.cache_clear()
    with Bar(terminal.messages()) as bar:
        for what, done, total in (("reading", 3, None), ("reading", 9, None), ("analysing", 0, 9), ("analysing", 9, 9)):
            bar(what, done, total)
    said = capsys.readouterr()

    assert "9/9" in said.err
    assert said.out == ""


def test_a_pipe_gets_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.messages.cache_clear()
    with Bar(terminal.messages()) as bar:
        bar("analysing", 1, 9)

    assert capsys.readouterr() == ("", "")
