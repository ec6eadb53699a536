"""One run over an archive: what is said again and again, then every conversation, in flat memory and in order.

The archive is read twice. The first pass counts the kind lines of the whole archive, because a line is canned by the
number of customers it was said to; the second analyses. With several jobs the work goes to other processes in chunks
and comes back in the order it went; this process only reads, counts and writes.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any, TypeVar

from heard.analysis import ENGINE
from heard.batch import outputs
from heard.batch.inputs import Inputs
from heard.batch.rejects import Rejects
from heard.batch.spool import Spool
from heard.batch.work import Packed, Settings, analysed, deaf_to_interrupts, kind_lines_of, pack
from heard.conversation import Conversation
from heard.overview import Overview
from heard.readers.formats import Rejected
from heard.signals import Repetition
from heard.standards import Standard

__all__ = ["Interrupted", "Outcome", "Progress", "run"]

TURNS = 400  # turns in a chunk: some 20 ms of work, a few hundred kilobytes
AHEAD = 4  # chunks a job that are under way, so that no process waits and memory stays flat

Progress = Callable[[str, int, int | None], None]  # (what is being done, conversations done, of how many)
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Outcome:
    """What a run did."""

    overview: Overview
    written: tuple[Path, ...]
    rejects: Path | None  # the file of what was not read; None: everything was
    examples: tuple[Rejected, ...]  # the first few rejects
    left_out: int  # records left out on purpose, such as automatic replies
    resumed: int  # analyses taken over from an interrupted run


class Interrupted(Exception):
    """The run was stopped by the user after `done` conversations; `part` keeps them, None: nothing does."""

    def __init__(self, done: int, part: Path | None) -> None:
        super().__init__(f"stopped after {done} conversations")
        self.done = done
        self.part = part


def run(
    paths: Sequence[str],
    *,
    standard: Standard,
    to: Sequence[Path] = (),
    jobs: int = 1,
    resume: bool = False,
    progress: Progress = lambda what, done, total: None,
    title: str = "",
    **choices: Any,
) -> Outcome:
    """Analyses everything in `paths` ("-" is standard input) and writes it to each of `to`.

    `choices` are those of `Inputs`: format, roles, columns. Raises OutputError and SpoolError before any work,
    Interrupted on Ctrl-C, and ValueError for a choice that does not exist.
    """
    for path in to:
        outputs.check(path)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="heard-")))
        inputs = Inputs.kept(paths, folder, **choices)
        part = to[0] if to else folder / "analyses"
        pin = {"engine": ENGINE, "standard": _pin(standard), "sources": inputs.digest()}
        spool = Spool(part.with_name(f"{part.name}.part"), pin, resume=resume) if to else None
        rejects_path = to[0].with_name(f"{to[0].name}.rejects.jsonl") if to else Path("heard-rejects.jsonl")
        rejects = stack.enter_context(Rejects(rejects_path))
        overview = Overview()
        try:
            with _Jobs(jobs) as workers:
                _work(inputs, standard, spool, rejects, overview, workers, progress, folder)
        except KeyboardInterrupt:
            raise Interrupted(overview.conversations, spool.path if spool else None) from None
        finally:
            if spool:
                spool.close()
        overview.rejected = rejects.rejected
        written = []
        if spool:
            for path in to:
                progress(f"writing {path.name}", 0, None)
                written.append(outputs.write(path, spool, overview, lambda: inputs.conversations(_ignore), title=title))
            spool.path.unlink()
        return Outcome(
            overview=overview,
            written=tuple(written),
            rejects=rejects.path if rejects.rejected or rejects.left_out else None,
            examples=tuple(rejects.examples),
            left_out=rejects.left_out,
            resumed=0,
        )


def _work(
    inputs: Inputs,
    standard: Standard,
    spool: Spool | None,
    rejects: Rejects,
    overview: Overview,
    workers: _Jobs,
    progress: Progress,
    folder: Path,
) -> None:
    repetition = Repetition()
    total = 0
    for lines_of_chunk in workers.each(kind_lines_of, _chunks(inputs.conversations(_ignore))):
        for lines in lines_of_chunk:
            repetition.count(lines)
        total += len(lines_of_chunk)
        progress("reading", total, None)
    settings = workers.settings((standard, repetition.settled()), folder)
    if spool:
        for analysis in spool:  # what an interrupted run had done
            overview.add(analysis)
    remaining = islice(inputs.conversations(rejects), overview.conversations, None)
    progress("analysing", overview.conversations, total)
    for lines, count, own in workers.each(analysed, _chunks(remaining), settings):
        if spool:
            spool.write(lines, count)
        overview.merge(own)
        progress("analysing", overview.conversations, total)
    if overview.conversations != total:
        raise RuntimeError(
            f"{total} conversations were read at first and {overview.conversations} were analysed: "
            "a file changed meanwhile; begin again"
        )


class _Jobs:
    """Does chunks one after the other here, or several at a time in other processes; results keep their order."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        if jobs > 1:
            # Never plain fork: the progress bar has a thread, and a forked thread's lock stays locked.
            method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
            context = get_context(method)
            if method == "forkserver":
                context.set_forkserver_preload(["heard.batch.work"])
            self._pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=deaf_to_interrupts)

    def __enter__(self) -> _Jobs:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def each(self, do: Callable[..., _Result], chunks: Iterable[list[Packed]], *arguments: object) -> Iterator[_Result]:
        """do(chunk, *arguments) for each chunk, in order."""
        if self._pool is None:
            for chunk in chunks:
                yield do(chunk, *arguments)
            return
        under_way: deque[Future[_Result]] = deque()
        for chunk in chunks:
            under_way.append(self._pool.submit(do, chunk, *arguments))
            if len(under_way) >= AHEAD * self._jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    def settings(self, settings: Settings, folder: Path) -> str | Settings:
        """The settings themselves, or the file from which other processes read them once."""
        if self._pool is None:
            return settings
        file = folder / "settings"
        file.write_bytes(pickle.dumps(settings))
        return str(file)


def _chunks(conversations: Iterable[Conversation]) -> Iterator[list[Packed]]:
    chunk: list[Packed] = []
    turns = 0
    for conversation in conversations:
        chunk.append(pack(conversation))
        turns += len(conversation.turns) + 1
        if turns >= TURNS:
            yield chunk
            chunk, turns = [], 0
    if chunk:
        yield chunk


def _pin(standard: Standard) -> str:
    """The standard's name and version, and what it says: a file can change without a new version."""
    return f"{standard.reference} {hashlib.sha256(pickle.dumps(standard)).hexdigest()[:16]}"


def _ignore(_: Rejected) -> None:
    """The second reading tells what the first one left unsaid."""
