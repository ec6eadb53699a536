"""Fixtures of the tests of bringing in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from heard.web.intake import job


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own upload folder, and patterns alone."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    monkeypatch.setenv("HEARD_ENCODER", "0")


@pytest.fixture(autouse=True, scope="session")
def _no_process_left() -> Iterator[None]:
    """The processes that analyse end with the tests."""
    yield
    job.children.end()
