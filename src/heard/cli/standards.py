"""`heard standards`: what good looks like, as Heard can hold conversations against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from heard.cli.choices import standard_named

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from heard.conversation import Conversation
    from heard.standards import Standard


@click.command()
@click.argument("name", required=False)
def standards(name: str | None) -> None:
    """List the standards, or show one with its criteria and examples; says which examples it does not judge as meant.

    \b
      heard standards
      heard standards service-recovery
      heard analyse chats.csv --standard service-recovery
    """
    from heard.cli.terminal import console, safe

    if name is None:
        _list(console())
    else:
        from heard.standards import wrong_examples

        standard = standard_named(name)
        _explain(standard, console())
        for sentence in wrong_examples(standard):
            click.echo(f"\n{safe(sentence)} Change the rule or the example.", err=True)


def _list(out: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    from heard.standards import builtin

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    for standard in builtin().values():
        table.add_row(Text(standard.reference, style="heading"), f"{standard.title}: {standard.meaning}")
    out.print(table)
    out.print(
        Text("\nA standard of your own is one TOML file: heard analyse chats.csv --standard ours.toml", style="quiet")
    )


def _explain(standard: Standard, out: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from heard.cli.terminal import ACTION, RECOGNITION

    bar = standard.bar
    out.print(Text.assemble((standard.reference, "heading"), f"  {standard.title}"))
    out.print(Text(standard.meaning))
    out.print(Text(f"A need is met from {RECOGNITION[bar.recognition]} and {ACTION[bar.action]} on.", style="quiet"))
    for criterion in standard.criteria:
        out.print()
        out.print(Text.assemble((criterion.title, "heading"), f"  {criterion.id}"))
        out.print(Padding(Text(criterion.meaning), (0, 0, 0, 2)))
        out.print(Padding(Text(f"Looks for: {criterion.evidence}", style="quiet"), (0, 0, 0, 2)))
        for title, style, example in (
            ("Meets it", "response", criterion.exemplar),
            ("Misses it", "quiet", criterion.counter_exemplar),
        ):
            out.print(Padding(Text(title, style="heading"), (0, 0, 0, 2)))
            out.print(Padding(_said(example, style), (0, 0, 0, 4)))


def _said(example: Conversation, style: str) -> Text:
    from rich.text import Text

    return Text("\n").join(Text.assemble(f"{turn.speaker}: ", (turn.text, style)) for turn in example.turns)
