"""A live bar on a terminal; nothing in a pipe or a log."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

__all__ = ["Bar"]


def _bar() -> BarColumn:
    # Every style by its name in our theme, which has none of rich's own: one left out ends the run in an error.
    return BarColumn(
        bar_width=24, style="quiet", complete_style="response", finished_style="response", pulse_style="response"
    )


class Bar:
    """Shows what is done, what is left and how long, while it is used as a context."""

    def __init__(self, console: Console) -> None:
        wide = console.width >= 60
        self._progress = Progress(
            SpinnerColumn(style="response"),
            TextColumn("{task.description}"),
            *([_bar()] if wide else []),
            MofNCompleteColumn(),
            *([TimeRemainingColumn(compact=True)] if wide else []),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._what = ""

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._progress.stop()

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """`done` conversations of `total` (None: not known yet)."""
        if what != self._what:
            if self._task is not None:
                self._progress.remove_task(self._task)
            self._task = self._progress.add_task(what, total=total, completed=done)
            self._what = what
        elif self._task is not None:
            self._progress.update(self._task, completed=done, total=total)
