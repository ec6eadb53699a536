"""`heard evaluate`: how right Heard is on conversations that people labelled."""

from __future__ import annotations

import json

import click

from heard.cli.choices import existing


@click.command()
@click.argument("path", metavar="LABELLED.jsonl")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON, for programs.")
def evaluate(path: str, as_json: bool) -> None:
    """Compare Heard's judgements with people's, with intervals and baselines.

    \b
      heard evaluate labelled.jsonl

    Each line is a conversation whose turns carry their text and the labels of docs/reference/signals.md.
    """
    from heard.evaluation import evaluate as evaluation_of

    existing([path])
    report = evaluation_of(path)
    click.echo(json.dumps(report.to_json(), ensure_ascii=False) if as_json else report.render())
