"""One run over an archive: what is said again and again, then every conversation, in flat memory and in order.

The archive is read twice. The first pass counts the kind lines of the whole archive, because a line is canned by the
number of customers it was said to; the second analyses. With several jobs the work goes to other processes in chunks
and comes back in the order it went; this process only reads, counts and writes.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any, TypeVar

from heard.analysis import ENGINE
from heard.batch import outputs
from heard.batch.inputs import Inputs
from heard.batch.outputs import Report
from heard.batch.rejects import Rejects
from heard.batch.scratch import scratch
from heard.batch.spool import Spool
from heard.batch.work import Packed, Settings, analysed, kind_lines_of, pack, serve
from heard.conversation import Conversation
from heard.inference import load_encoder
from heard.overview import Overview, counted
from heard.readers.formats import Rejected
from heard.signals import Repetition
from heard.standards import Standard

__all__ = ["ChangedMeanwhile", "Interrupted", "Outcome", "Progress", "chunks", "run"]

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
    columns: Mapping[str, str]  # for a table: our field → the column it was read from, given or guessed
    resumed: int  # analyses taken over from an interrupted run


class Interrupted(Exception):
    """The run was stopped by the user after `done` conversations; `part` keeps them, None: nothing does."""

    def __init__(self, done: int, part: Path | None) -> None:
        super().__init__(f"stopped after {counted(done, 'conversation')}")
        self.done = done
        self.part = part


class ChangedMeanwhile(RuntimeError):
    """What was read is not what was analysed, so a source changed between the two readings."""

    def __init__(self, read: int, analysed: int) -> None:
        super().__init__(
            f"At first {counted(read, 'conversation')} could be read, then {analysed:,}: a source changed meanwhile. "
            "Nothing was written; begin again when it stays as it is."
        )


def run(
    paths: Sequence[str],
    *,
    standard: Standard,
    bundle: Path | None = None,
    to: Sequence[Path] = (),
    jobs: int = 1,
    resume: bool = False,
    progress: Progress | None = None,
    report: Report | None = None,
    **choices: Any,
) -> Outcome:
    """Analyses everything in `paths` ("-" is standard input) and writes it to each of `to`.

    `bundle` is the encoder's folder; None: patterns alone. `report` writes .html. `choices` are those of `Inputs`: format, channel, roles, columns. Raises OutputError and SpoolError before any work,
    Interrupted on Ctrl-C, and InputError for a choice that does not exist.
    """
    for path in to:
        outputs.check(path)
    progress = progress or _silent
    with ExitStack() as stack:
        folder = Path(stack.enter_context(scratch()))
        inputs = Inputs.kept(paths, folder, **choices)
        part = to[0] if to else folder / "analyses"
        model = load_encoder(bundle).version if bundle else "patterns alone"
        pin = {"engine": ENGINE, "model": model, "standard": _pin(standard), "sources": inputs.digest()}
        spool = Spool(part.with_name(f"{part.name}.part"), pin, resume=resume) if to else None
        resumed = spool.done if spool else 0
        rejects_path = to[0].with_name(f"{to[0].name}.rejects.jsonl") if to else Path("heard-rejects.jsonl")
        rejects = stack.enter_context(Rejects(rejects_path))
        overview = Overview()
        try:
            with _Jobs(jobs) as workers:
                repetition, total = _repetition(inputs, workers, progress)
                settings = workers.settings((standard, repetition, bundle), folder)
                for done in _analyse(inputs.conversations(rejects), settings, workers, spool, overview):
                    progress("analysing", done, total)
        except KeyboardInterrupt:
            if spool:
                spool.close()
            done = spool.done if spool else overview.conversations
            raise Interrupted(done, spool.path if spool and done else None) from None
        finally:
            if spool:
                spool.close()
                if not spool.done:  # nothing in it to go on with
                    spool.path.unlink()
        overview.rejected, overview.left_out = rejects.rejected, rejects.left_out
        if overview.conversations != total:
            if spool:
                spool.path.unlink(missing_ok=True)
            raise ChangedMeanwhile(total, overview.conversations)
        written = []
        if spool and total:
            for path in to:
                progress(f"writing {path.name}", 0, None)
                again = partial(inputs.conversations, _ignore)
                written.append(outputs.write(path, spool, overview, conversations=again, report=report or _no_report))
        if spool:
            spool.path.unlink(missing_ok=True)
        return Outcome(
            overview=overview,
            written=tuple(written),
            rejects=rejects.path if rejects.rejected or rejects.left_out else None,
            examples=tuple(rejects.examples),
            columns=inputs.columns_read(),
            resumed=resumed,
        )


def _repetition(inputs: Inputs, workers: _Jobs, progress: Progress) -> tuple[Repetition, int]:
    """First pass: what is said to many customers, and how many conversations there are."""
    repetition = Repetition()
    total = 0
    for chunk in workers.each(kind_lines_of, chunks(inputs.conversations(_ignore))):
        for said in chunk:
            repetition.count(said)
        total += len(chunk)
        progress("reading", total, None)
    return repetition.settled(), total


def _analyse(
    conversations: Iterable[Conversation],
    settings: str | Settings,
    workers: _Jobs,
    spool: Spool | None,
    overview: Overview,
) -> Iterator[int]:
    """Second pass: spools and counts; yields how many conversations are done."""
    if spool:
        for analysis in spool:  # what an interrupted run had done
            overview.add(analysis)
        yield overview.conversations
    remaining = islice(conversations, overview.conversations, None)
    for lines, count, own in workers.each(analysed, chunks(remaining), settings):
        if spool:
            spool.write(lines, count)
        overview.merge(own)
        yield overview.conversations


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
                context.set_forkserver_preload(["heard.batch.work", "heard.batch.warm"])
            self._pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=serve, initargs=(os.getpid(),))

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


def chunks(conversations: Iterable[Conversation]) -> Iterator[list[Packed]]:
    """The conversations, packed, in chunks of about TURNS turns."""
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
    said = json.dumps(
        asdict(standard), default=lambda value: sorted(value) if isinstance(value, frozenset) else str(value)
    )
    return f"{standard.reference} {hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _ignore(_: Rejected) -> None:
    """The second reading tells what the first one left unsaid."""


def _no_report(path: Path, *_: object) -> None:
    raise ValueError(f"{path.name}: no report was passed in to write it")


def _silent(*_: object) -> None:
    """Nobody watches."""
