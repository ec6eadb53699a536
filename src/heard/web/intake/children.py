"""Chunks of work given to other processes, in order, and without losing one when such a process dies."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from typing import Any, Protocol, TypeVar

from heard.batch.work import Packed, serve

__all__ = ["Children", "Piece", "cores"]

AHEAD = 3  # chunks a process that are under way, so that none waits and memory stays flat
BEAT_EVERY = 2.0  # seconds


class Piece(Protocol):
    """A chunk of conversations."""

    @property
    def packed(self) -> list[Packed]: ...


P = TypeVar("P", bound=Piece)


def cores() -> int:
    """How many processes analyse: one core is left to the web."""
    return max(1, (os.cpu_count() or 1) - 1)


class Children:
    """Other processes that do what they are given. They are begun when first needed, and end with this one."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def each(
        self, do: Callable[..., Any], pieces: Iterable[P], *arguments: object, beat: Callable[[], object]
    ) -> Iterator[tuple[P, Any]]:
        """Each piece with ``do(piece.packed, *arguments)``, in order; None: the process died of it, and it alone.

        `beat` is called every two seconds while this one waits; what it raises ends the work.
        """
        under_way: deque[tuple[P, Future[Any]]] = deque()
        for piece in pieces:
            under_way.append((piece, self._submit(do, piece, arguments)))
            if len(under_way) >= AHEAD * self._jobs:
                yield from self._front(under_way, do, arguments, beat)
        while under_way:
            yield from self._front(under_way, do, arguments, beat)

    def ask(self, do: Callable[..., Any], *arguments: object) -> Any:
        """``do(*arguments)`` in one of the processes."""
        return self._begun().submit(do, *arguments).result()

    def end(self) -> None:
        """Ends the processes; the next work begins new ones."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _front(
        self,
        under_way: deque[tuple[P, Future[Any]]],
        do: Callable[..., Any],
        arguments: tuple[object, ...],
        beat: Callable[[], object],
    ) -> Iterator[tuple[P, Any]]:
        piece, future = under_way.popleft()
        try:
            result = _waited(future, beat)
        except BrokenProcessPool:
            # Which of those under way it died of nobody knows: each is done again with nothing beside it.
            suspects = [piece, *(other for other, _ in under_way)]
            under_way.clear()
            for suspect in suspects:
                yield suspect, self._alone(do, suspect, arguments, beat)
            return
        yield piece, result

    def _alone(
        self, do: Callable[..., Any], piece: P, arguments: tuple[object, ...], beat: Callable[[], object]
    ) -> Any:
        self.end()
        try:
            return _waited(self._submit(do, piece, arguments), beat)
        except BrokenProcessPool:
            self.end()
            return None

    def _submit(self, do: Callable[..., Any], piece: P, arguments: tuple[object, ...]) -> Future[Any]:
        try:
            return self._begun().submit(do, piece.packed, *arguments)
        except BrokenProcessPool:
            self.end()
            return self._begun().submit(do, piece.packed, *arguments)

    def _begun(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Never plain fork: this process may have threads, and a forked thread's lock stays locked.
            method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
            context = get_context(method)
            if method == "forkserver":
                context.set_forkserver_preload(["heard.web.intake.child", "heard.batch.warm"])
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=context, initializer=serve, initargs=(os.getpid(),))
        return self._pool


def _waited(future: Future[Any], beat: Callable[[], object]) -> Any:
    while True:
        try:
            return future.result(timeout=BEAT_EVERY)
        except NotYet:
            if future.done():
                return future.result()
            beat()
