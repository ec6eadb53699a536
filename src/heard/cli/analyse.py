"""`heard analyse`: an archive, or one file of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from heard.cli.choices import Reading, apart, encoder_option, existing, source_options, standard_named
from heard.cli.failures import Failure


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Where to write, by its ending: .jsonl, .csv, .parquet, .html (the report) or .vcon (of several conversations: a folder of that name). May be given several times.",
)
@click.option(
    "--standard", default="everyday", metavar="NAME", help="A standard's name or TOML file.  [default: everyday]"
)
@source_options
@click.option(
    "--jobs", default=1, type=click.IntRange(1, 256), metavar="N", help="Processes to work with.  [default: 1]"
)
@encoder_option
@click.option("--resume", is_flag=True, help="Go on with an interrupted run where it stopped; nothing is done twice.")
@click.option("--json", "as_json", is_flag=True, help="Summary and errors as JSON, for programs.")
def analyse(
    *,
    paths: tuple[str, ...],
    outputs: tuple[str, ...],
    standard: str,
    reading: Reading,
    jobs: int,
    resume: bool,
    as_json: bool,
    bundle: Path | None,
) -> int:
    """Find the moments in files, folders, archives, or standard input ("-").

    \b
      heard analyse chats.csv
      heard analyse march/ april.zip -o march.html -o march.csv
      heard analyse calls.csv --map speaker=who --map role:Anna=agent
      heard analyse year/ -o year.jsonl --jobs 4 --resume

    Records that can't be read are kept with their reasons: in FILE.rejects.jsonl beside the output, and without
    --output in heard-rejects.jsonl in the current folder.
    """
    from heard.batch.inputs import InputError
    from heard.batch.outputs import OutputError
    from heard.batch.run import ChangedMeanwhile, Interrupted, run
    from heard.batch.spool import SpoolError
    from heard.cli.endings import Asked, finished, interrupted, unwritten
    from heard.cli.progress import Bar
    from heard.cli.terminal import messages
    from heard.report import write_report

    if resume and not outputs:
        raise Failure("--resume goes on with what --output had written: give the same --output as before.")
    held_against = standard_named(standard)
    to = apart(outputs, existing(paths))
    with Bar(messages()) as bar:
        try:
            outcome = run(
                paths,
                standard=held_against,
                to=to,
                bundle=bundle,
                jobs=jobs,
                resume=resume,
                progress=bar,
                report=partial(write_report, title=_title(paths)),
                format=reading.format,
                channel=reading.channel,
                columns=reading.columns,
                roles=reading.roles,
            )
        except (InputError, OutputError, SpoolError, ChangedMeanwhile) as error:
            raise Failure(str(error)) from None
        except Interrupted as error:
            raise interrupted(error) from None
        except OSError as error:
            raise Failure(unwritten(error)) from None
    return finished(outcome, Asked(paths, reading, standard, alone=bundle is None), as_json=as_json)


def _title(paths: tuple[str, ...]) -> str:
    """What a report is called: by what was read."""
    first = "Standard input" if paths[0] == "-" else Path(paths[0]).resolve().name
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"
