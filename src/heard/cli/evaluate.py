"""`heard evaluate`: how right Heard is on labelled conversations."""

from __future__ import annotations

import json
from shutil import get_terminal_size
from textwrap import fill
from typing import TYPE_CHECKING

import click

from heard.cli.choices import encoder_option, existing
from heard.cli.failures import Failure

if TYPE_CHECKING:
    from pathlib import Path

    from heard.evaluation import Report


@click.command()
@click.argument("path", metavar="LABELLED.jsonl")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON, for programs.")
@encoder_option
def evaluate(path: str, as_json: bool, bundle: Path | None) -> None:
    """Compare Heard's judgements with labelled conversations, with intervals and baselines.

    \b
      heard evaluate labelled.jsonl

    Each line is a conversation in Heard's own form. A customer's turn also says feelings, intensity, circumstances,
    stance and need; an agent's says moves, recognition and action. `heard signals` explains the labels.
    """
    from heard.evaluation import GoldError
    from heard.evaluation import evaluate as evaluation_of
    from heard.inference import load_encoder

    existing([path])
    try:
        report = evaluation_of(path, encoder=load_encoder(bundle) if bundle else None)
    except GoldError as error:
        raise Failure(f"{error}. `heard evaluate --help` says what a line holds.") from None
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
        return
    columns = get_terminal_size((100, 24)).columns
    tables = (table.text() for table in report.tables())
    wide = all(len(line) <= columns for table in tables for line in table.splitlines())
    click.echo(report.render() if wide else _narrow(report, columns))


def _narrow(report: Report, columns: int) -> str:
    """The report for a terminal that its tables do not fit: one figure a line."""
    paragraphs = [fill(report.heading, columns)]
    for table in report.tables():
        words = 2 if table.grouped else 1
        lines = [table.title, "-" * len(table.title)]
        for row in table.rows:
            lines.append(" ".join(word for word in row[:words] if word))
            lines += [f"  {head}: {cell}" for head, cell in zip(table.heads[words:], row[words:], strict=True)]
        paragraphs.append("\n".join(lines))
    return "\n\n".join([*paragraphs, fill(report.notes, columns)]) + "\n"
