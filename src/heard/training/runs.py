"""What every stage of a training run shares: its plan, its log, its rate."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import torch

__all__ = ["Log", "Plan", "schedule"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How one stage is fitted."""

    epochs: int
    rate: float  # of the transformer
    head_rate: float  # of what is new
    seed: int
    turns: int = 96  # of a batch


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
