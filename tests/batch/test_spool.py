"""What an interrupted run keeps is what it says it kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from heard.batch.spool import Spool

PIN = {"engine": "heard-engine/1", "model": "patterns alone", "standard": "everyday@1", "sources": "none"}
ONE = b'{"id": "a"}\n'


@pytest.mark.parametrize(("begun", "whole"), [(ONE, 1), (ONE + ONE, 2), (ONE + ONE[:5], 1), (ONE[:5], 0)])
def test_lines_written_when_ctrl_c_came_before_they_were_counted_count(
    tmp_path: Path, begun: bytes, whole: int
) -> None:
    spool = Spool(tmp_path / "out.part", PIN, resume=False)
    spool.write(ONE, 1)
    spool._file.write(begun)  # as far as `write` came
    spool.close()
    again = Spool(tmp_path / "out.part", PIN, resume=True)
    again.close()

    assert (spool.done, again.done) == (1 + whole, 1 + whole)
