"""The command line as a person or a program calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from heard.cli import main, terminal


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Heard = Callable[..., Said]


@pytest.fixture
def heard(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Heard:
    """heard("analyse", "chat.txt", columns=50): runs in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, columns: int = 80) -> Said:
        monkeypatch.setenv("COLUMNS", str(columns))
        terminal.console.cache_clear()
        terminal.messages.cache_clear()
        with pytest.raises(SystemExit) as end:
            main(arguments)
        return Said(int(end.value.code or 0), *capsys.readouterr())

    return call


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """One conversation as plain text: a need met, and one that got a line that fits anyone."""
    path = tmp_path / "chat.txt"
    path.write_text(
        "Customer: This is the third time I ring about my mother's oxygen delivery and I'm really worried.\n"
        "Agent: Three calls about your mother's oxygen, that is frightening and it was our mistake. "
        "I've booked the driver, he will be with you by 4pm today.\n"
        "Customer: He never came. I am furious now.\n"
        "Agent: I understand your frustration and I apologise for the inconvenience caused.\n",
        "utf-8",
    )
    return path
