"""A small archive on disk, real parts all the way."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest

from heard.demo import archive


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    """Forty conversations in Heard's own form, and two records that are none."""
    lines = [json.dumps(c.to_json(), ensure_ascii=False) for c in islice(archive(), 40)]
    lines[10:10] = ['{"id": "broken", "turns": [', '{"id": "silent", "turns": 5}']
    path = tmp_path / "chats.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
