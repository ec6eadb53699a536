"""A checkpoint is gone on from only where it was made from the same; else it is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from heard.training.runs import Checkpoint, StaleCheckpoint


def test_without_a_file_a_stage_begins_at_the_beginning(tmp_path: Path) -> None:
    assert Checkpoint(tmp_path / "kept.pt", "this").restore({}) == 0


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    one, other = torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)
    Checkpoint(tmp_path / "kept.pt", "this").keep({"net": one}, 7)

    assert Checkpoint(tmp_path / "kept.pt", "this").restore({"net": other}) == 7
    assert torch.equal(one.weight, other.weight)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.pt"]


def test_a_checkpoint_of_another_plan_or_other_material_is_refused_and_left_alone(tmp_path: Path) -> None:
    Checkpoint(tmp_path / "kept.pt", "this").keep({"net": torch.nn.Linear(2, 2)}, 7)

    with pytest.raises(StaleCheckpoint, match="other material, or by another plan or share") as refused:
        Checkpoint(tmp_path / "kept.pt", "that").restore({"net": torch.nn.Linear(2, 2)})
    assert "move it away" in str(refused.value)
    assert (tmp_path / "kept.pt").exists()


def test_a_file_of_before_checkpoints_had_a_fingerprint_is_refused(tmp_path: Path) -> None:
    torch.save({"net": {}}, tmp_path / "kept.pt")

    with pytest.raises(StaleCheckpoint):
        Checkpoint(tmp_path / "kept.pt", "this").restore({})
