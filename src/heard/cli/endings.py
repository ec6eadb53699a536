"""How a run over an archive ends: the summary, what was written, what was not read, and the exit code."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import click
from rich.text import Text

from heard.cli.choices import Reading
from heard.cli.failures import Failure
from heard.cli.summary import summary
from heard.cli.terminal import console, safe
from heard.overview import counted

if TYPE_CHECKING:
    from heard.batch.run import Interrupted, Outcome
    from heard.overview import Overview

__all__ = ["Asked", "finished", "interrupted", "unwritten"]


class Asked(NamedTuple):
    """What the user asked for, so that the next command can be suggested whole."""

    paths: tuple[str, ...]
    reading: Reading
    standard: str
    alone: bool  # by patterns alone

    def show(self, id: str, width: int) -> str:
        """How to read one of the conversations as they were read and judged now: whole when it is pasted."""
        options = [*self.reading.again, ("--standard", self.standard), ("--id", id)]
        parts = ["heard show", *map(shlex.quote, self.paths)]
        parts += [f"{option} {shlex.quote(value)}" for option, value in options if value != "everyday"]
        parts += ["--no-encoder"] if self.alone else []
        whole = f"To read one: {' '.join(parts)}"
        return whole if len(whole) <= width else "\n".join(["To read one:", *_broken(parts, width)])


def _broken(parts: list[str], width: int) -> Iterator[str]:
    """A command over several lines that a shell takes as one."""
    line = f"  {parts[0]}"
    for part in parts[1:]:
        if len(line) + len(part) + 3 > width:
            yield f"{line} \\"
            line = f"    {part}"
        else:
            line += f" {part}"
    yield line


def finished(outcome: Outcome, asked: Asked, *, as_json: bool) -> int:
    """Says how it went and returns the exit code. Raises Failure when nothing could be read."""
    overview = outcome.overview
    if not overview.conversations:
        raise Failure(_nothing(outcome), code=3)
    code = 1 if overview.rejected else 0
    if as_json:
        click.echo(json.dumps(_for_programs(outcome, code), ensure_ascii=False))
        return code
    out = console()
    out.print(summary(overview, out))
    out.print()
    for line in _said(outcome, asked, out.width):
        out.print(Text(line))
    return code


def interrupted(error: Interrupted) -> Failure:
    """What is said when the user stopped a run."""
    if error.part is None:
        what = "with --output an interrupted run can go on later" if error.done else "no conversation was analysed yet"
        return Failure(f"Stopped. Nothing was kept; {what}.", code=130)
    again = shlex.join(["heard", *sys.argv[1:], *([] if "--resume" in sys.argv else ["--resume"])])
    return Failure(
        f"Stopped after {counted(error.done, 'conversation')}, which {'is' if error.done == 1 else 'are'} kept in "
        f"{error.part}. To go on:\n  {again}",
        code=130,
    )


def unwritten(error: OSError) -> str:
    """What is said when a file could not be written or read on the way: a full disk, a folder that is not ours."""
    return (
        f"{error.filename or 'A file'}: {error.strerror or error}. "
        "With --output, what was analysed is kept beside it; mend that and add --resume."
    )


def _sum(overview: Overview) -> str:
    """The sum that must always come out: "read 12 = analysed 10 + rejected 2"."""
    rest = f" + left out on purpose {overview.left_out:,}" if overview.left_out else ""
    return f"read {overview.read:,} = analysed {overview.conversations:,} + rejected {overview.rejected:,}{rest}"


def _said(outcome: Outcome, asked: Asked, width: int) -> Iterator[str]:
    if outcome.resumed:
        yield f"Went on with {counted(outcome.resumed, 'conversation')} from the interrupted run."
    yield f"Records: {_sum(outcome.overview)}."
    if outcome.overview.rejected:
        yield from (f"  {safe(line)}" for line in _examples(outcome))
        yield f"Not read, with reasons: {outcome.rejects}"
    elif outcome.rejects:
        yield f"Left out, with reasons: {outcome.rejects}"
    yield from _taken(outcome, asked.reading.columns)
    yield from (f"Written: {path}" for path in outcome.written)
    first = outcome.overview.read_first
    if first and "-" not in asked.paths:
        yield safe(asked.show(first[0].id, width))
    if not outcome.written:
        yield "To keep it: add --output report.html (or .jsonl, .csv, .parquet, .vcon)."


def _taken(outcome: Outcome, given: Mapping[str, str]) -> Iterator[str]:
    """What Heard took for what, and how to say otherwise."""
    columns = outcome.columns
    said = _pairs({ours: theirs for ours, theirs in columns.items() if ours in given})
    guessed = _pairs({ours: theirs for ours, theirs in columns.items() if ours not in given})
    whole_file = bool(columns) and not {"conversation", "transcript"} & columns.keys()
    if guessed or whole_file:
        parts = [f"given: {said}"] * bool(said) + [f"{'guessed' if said else 'as guessed'}: {guessed}"] * bool(guessed)
        line = f"Columns, {'; '.join(parts)}"
        if whole_file:
            line += "; none tells conversations apart, so the whole file is read as one conversation"
        yield f"{line}. To say otherwise: --map {'conversation' if whole_file else 'speaker'}=COLUMN"
    overview = outcome.overview
    if overview.guessed_roles:
        yield (
            f"Who the agent is was guessed in {counted(overview.guessed_roles, 'conversation')} (at least "
            f"{overview.least_sure_of_roles * 100:.0f} % sure). To say it: --map role:NAME=agent"
        )


def _pairs(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{ours} from “{safe(theirs)}”" for ours, theirs in columns.items())


def _examples(outcome: Outcome) -> Iterator[str]:
    for reject in outcome.examples:
        where = ", ".join(part for part in (reject.file, reject.place) if part)
        yield f"{where}: {reject.what}; {reject.cure}" if reject.cure else f"{where}: {reject.what}"
    more = outcome.overview.rejected - len(outcome.examples)
    if more > 0:
        yield f"and {more:,} more"


def _nothing(outcome: Outcome) -> str:
    if not outcome.examples:
        return "There was nothing to read: no conversation was found. `heard formats` lists what Heard reads."
    return "Nothing could be read.\n" + "\n".join(f"  {safe(line)}" for line in _examples(outcome))


def _for_programs(outcome: Outcome, code: int) -> dict[str, object]:
    return {
        "exit": code,
        "read": outcome.overview.read,
        "analysed": outcome.overview.conversations,
        "rejected": outcome.overview.rejected,
        "left_out": outcome.overview.left_out,
        "written": [str(path) for path in outcome.written],
        "rejects": str(outcome.rejects) if outcome.rejects else None,
        "judged_by": outcome.overview.judged_by,
        "overview": outcome.overview.to_json(),
    }
