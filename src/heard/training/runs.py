"""What every stage of a training run shares: its plan, its log, its rate, and the file from which it goes on."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

__all__ = ["Checkpoint", "Log", "Plan", "StaleCheckpoint", "schedule"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How one stage is fitted."""

    epochs: int
    rate: float  # of the transformer
    head_rate: float  # of what is new
    seed: int
    turns: int = 96  # of a batch


class StaleCheckpoint(RuntimeError):
    """A checkpoint was made from other material or by another plan. The message says which, and what to do."""


class Checkpoint:
    """The file from which an interrupted stage goes on: the state of each of its parts, and how far it came.

    `made_from` tells all that the stage hangs on. A file that was made from anything else is refused.
    """

    def __init__(self, path: Path, made_from: str) -> None:
        self.path = path
        self._made_from = made_from

    def restore(self, parts: Mapping[str, Any]) -> int:
        """How far the stage came, each part as it was then; 0, and all parts as they are, where there is no file.

        Raises StaleCheckpoint for a file that was made from something else.
        """
        if not self.path.exists():
            return 0
        state: dict[str, Any] = torch.load(self.path, weights_only=True)
        if state.get("made_from") != self._made_from:
            raise StaleCheckpoint(
                f"{self.path} was made from other material, or by another plan or share, than is asked for now; "
                "move it away to begin anew, or give another folder with --build"
            )
        for name, part in parts.items():
            part.load_state_dict(state[name])
        done: int = state["done"]
        return done

    def keep(self, parts: Mapping[str, Any], done: int) -> None:
        """Writes the file anew; whoever interrupts this leaves the one before."""
        state = {name: part.state_dict() for name, part in parts.items()}
        unfinished = self.path.with_suffix(".writing")
        torch.save(state | {"made_from": self._made_from, "done": done}, unfinished)
        unfinished.replace(self.path)


class Log:
    """Says how a run goes, here and in a file that is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._began = time.monotonic()
        self._losses: list[float] = []

    def say(self, text: str) -> None:
        """One line, with the seconds since the run began."""
        line = f"{time.monotonic() - self._began:7.0f} s  {text}"
        print(line, flush=True)  # noqa: T201 — a command prints
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def step(self, stage: str, step: int, steps: int, loss: float) -> None:
        """One step; every hundredth is said, with the mean loss since the last."""
        self._losses.append(loss)
        if step % 100 == 0 or step == steps:
            self.say(f"{stage}: step {step} of {steps}, loss {sum(self._losses) / len(self._losses):.4f}")
            self._losses.clear()


def schedule(optimiser: torch.optim.Optimizer, steps: int, *, warm: int) -> torch.optim.lr_scheduler.LambdaLR:
    """The rate rises over `warm` steps and then falls in a line to a fiftieth."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / warm) * max(0.02, 1 - step / steps)
    )
