"""How a run over an archive ends: the summary, what was written, what was not read, and the exit code."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click
from rich.text import Text

from heard.cli.failures import Failure
from heard.cli.summary import summary
from heard.cli.terminal import console, safe

if TYPE_CHECKING:
    from heard.batch.run import Interrupted, Outcome
    from heard.overview import Overview

__all__ = ["finished", "interrupted", "unwritten"]


def finished(outcome: Outcome, paths: Sequence[str], *, as_json: bool) -> int:
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
    for line in _said(outcome, paths):
        out.print(Text(line))
    return code


def interrupted(error: Interrupted) -> Failure:
    """What is said when the user stopped a run."""
    if error.part is None:
        what = "with --output an interrupted run can go on later" if error.done else "no conversation was analysed yet"
        return Failure(f"Stopped. Nothing was kept; {what}.", code=130)
    again = shlex.join(["heard", *sys.argv[1:], *([] if "--resume" in sys.argv else ["--resume"])])
    return Failure(
        f"Stopped after {error.done:,} conversations, which are kept in {error.part}. To go on:\n  {again}", code=130
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


def _said(outcome: Outcome, paths: Sequence[str]) -> Iterator[str]:
    if outcome.resumed:
        yield f"Went on with {outcome.resumed:,} conversations from the interrupted run."
    yield f"Records: {_sum(outcome.overview)}."
    if outcome.overview.rejected:
        yield from (f"  {safe(line)}" for line in _examples(outcome))
        yield f"Not read, with reasons: {outcome.rejects}"
    elif outcome.rejects:
        yield f"Left out, with reasons: {outcome.rejects}"
    yield from _guessed(outcome)
    yield from (f"Written: {path}" for path in outcome.written)
    first = outcome.overview.read_first
    if first and "-" not in paths:
        yield f"To read one: heard show {shlex.join(paths)} --id {shlex.quote(safe(first[0].id))}"
    if not outcome.written:
        yield "To keep it: add --output report.html (or .jsonl, .csv, .parquet, .vcon)."


def _guessed(outcome: Outcome) -> Iterator[str]:
    """What Heard took for what, and how to say otherwise."""
    if outcome.columns:
        pairs = ", ".join(f"{ours} from “{safe(theirs)}”" for ours, theirs in outcome.columns.items())
        yield f"Columns, as guessed: {pairs}. To say otherwise: --map speaker=COLUMN"
    overview = outcome.overview
    if overview.guessed_roles:
        yield (
            f"Who the agent is was guessed in {overview.guessed_roles:,} conversations (at least "
            f"{overview.least_sure_of_roles:.0%} sure). To say it: --map role:NAME=agent"
        )


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
        "overview": outcome.overview.to_json(),
    }
