"""`heard show`: one conversation as a page with a margin."""

from __future__ import annotations

import json
import shlex
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heard.cli.choices import Reading, encoder_option, existing, source_options, standard_named
from heard.cli.failures import Failure

if TYPE_CHECKING:
    from heard.batch.inputs import Inputs
    from heard.conversation import Conversation
    from heard.readers.formats import Rejected
    from heard.signals import Repetition


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--id", "id", metavar="ID", help="Which conversation; without it the first.")
@click.option("--handover", is_flag=True, help="Also the handover card: what the next person needs to know.")
@click.option(
    "--standard", default="everyday", metavar="NAME", help="A standard's name or TOML file.  [default: everyday]"
)
@source_options
@encoder_option
@click.option("--json", "as_json", is_flag=True, help="The analysis as JSON (schema heard-analysis/1), for programs.")
def show(
    *,
    paths: tuple[str, ...],
    id: str | None,
    handover: bool,
    standard: str,
    reading: Reading,
    as_json: bool,
    bundle: Path | None,
) -> int:
    """Show one conversation with what Heard noticed in its margin.

    \b
      heard show chat.txt
      heard show archive.jsonl --id demo-retail-001 --handover
    """
    from rich.text import Text

    from heard.analysis import analyse
    from heard.batch.inputs import InputError, Inputs
    from heard.batch.scratch import scratch
    from heard.cli.page import page
    from heard.cli.terminal import console, safe
    from heard.inference import load_encoder

    held_against = standard_named(standard)
    with scratch() as folder:
        try:
            inputs = Inputs.kept(
                existing(paths),
                Path(folder),
                format=reading.format,
                channel=reading.channel,
                columns=reading.columns,
                roles=reading.roles,
            )
            chosen, others = _find(inputs, id)
        except InputError as error:
            raise Failure(str(error)) from None
    analysis = analyse(
        chosen, standard=held_against, repetition=others, encoder=load_encoder(bundle) if bundle else None
    )
    if as_json:
        click.echo(json.dumps(analysis.to_json(), ensure_ascii=False))
        return 0
    out = console()
    out.print(page(analysis.to_json(), held_against, out))
    if handover:
        from heard.coaching import handover as card_of

        card = card_of(chosen, analysis.readings, analysis.moments, analysis.promises)
        out.print()
        for line in safe(card.render(width=min(78, out.width))).splitlines():
            out.print(Text(line, style="" if line.startswith(" ") else "heading"))
    return 0


def _find(inputs: Inputs, id: str | None) -> tuple[Conversation, Repetition]:
    """The conversation asked for, and what is repeated in everything read, so that it is judged as in the archive."""
    from heard.cli.progress import Bar
    from heard.cli.terminal import messages, safe
    from heard.signals import Repetition

    repetition = Repetition()
    rejected: list[Rejected] = []
    ids: list[str] = []
    chosen = None
    with Bar(messages()) as bar:
        for conversation in inputs.conversations(rejected.append):
            repetition.add(conversation)
            ids.append(conversation.id)
            bar("reading", len(ids), None)
            if chosen is None and id in (None, conversation.id):
                chosen = conversation
    if chosen is None:
        raise _not_found(id, ids, rejected)
    if id is None and len(ids) > 1:
        click.echo(
            f"This is the first of {len(ids):,} conversations; --id shows another, as in --id {shlex.quote(safe(ids[1]))}\n",
            err=True,
        )
    return chosen, repetition.settled()


def _not_found(id: str | None, ids: list[str], rejected: list[Rejected]) -> Failure:
    if not ids:
        why = f" {rejected[0].file}: {rejected[0].what}; {rejected[0].cure}" if rejected else ""
        return Failure(f"Nothing could be read.{why}", code=3)
    near = get_close_matches(id or "", ids, 3, 0.4) or ids[:3]
    return Failure(f"There is no conversation {id!r} among the {len(ids):,} read. Near it: {', '.join(near)}.")
