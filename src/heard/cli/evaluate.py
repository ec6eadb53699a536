"""`heard evaluate`: how right Heard is on labelled conversations."""

from __future__ import annotations

import json

import click

from heard.cli.choices import existing
from heard.cli.failures import Failure


@click.command()
@click.argument("path", metavar="LABELLED.jsonl")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON, for programs.")
def evaluate(path: str, as_json: bool) -> None:
    """Compare Heard's judgements with labelled conversations, with intervals and baselines.

    \b
      heard evaluate labelled.jsonl

    Each line is a conversation in Heard's own form. A customer's turn also says feelings, intensity, circumstances,
    stance and need; an agent's says moves, recognition and action. `heard signals` explains the labels.
    """
    from heard.evaluation import GoldError
    from heard.evaluation import evaluate as evaluation_of

    existing([path])
    try:
        report = evaluation_of(path)
    except GoldError as error:
        raise Failure(f"{error}. `heard evaluate --help` says what a line holds.") from None
    click.echo(json.dumps(report.to_json(), ensure_ascii=False) if as_json else report.render())
