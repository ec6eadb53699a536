"""--map: which column is what, and who is who."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heard.cli.choices import mapped
from tests.cli.conftest import Heard


def test_a_column_and_a_role_are_told_apart() -> None:
    assert mapped(["speaker=author", "role:Anna=agent"]) == ({"speaker": "author"}, {"Anna": "agent"})


def test_a_name_may_hold_what_the_syntax_uses() -> None:
    assert mapped(["role:role:a=b=agent", "text=a=b"]) == ({"text": "a=b"}, {"role:a=b": "agent"})


@pytest.mark.parametrize(("role", "needed"), [("agent", 0), ("customer", 1)])
def test_who_is_who_can_be_said(heard: Heard, tmp_path: Path, role: str, needed: int) -> None:
    (tmp_path / "c.csv").write_text(
        "ticket,who,words\n1,Kim,This is the third time I ring and I'm furious\n1,Lee,What is your order number please\n"
    )
    arguments = ["--map", "speaker=who", "--map", "text=words", "--map", "conversation=ticket"]
    other = {"agent": "customer", "customer": "agent"}[role]
    said = heard("analyse", "c.csv", *arguments, "--map", f"role:Kim={role}", "--map", f"role:*={other}", "--json")

    assert json.loads(said.out)["overview"]["score"]["needed"] == needed


def test_guessed_columns_are_shown_with_the_way_to_say_otherwise(heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("conversation_id,speaker,text\n1,customer,hello\n1,agent,hello\n")
    said = heard("analyse", "c.csv")

    assert "Columns, as guessed" in said.out
    assert "--map speaker=COLUMN" in said.out
