"""--map: which column is what, and who is who."""

from __future__ import annotations

import io
import json
import re
import shlex
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
    roles = ["--map", f"role:Kim={role}", "--map", f"role:*={other}"]
    said = heard("analyse", "c.csv", *arguments, *roles, "--json", "--no-encoder")

    assert json.loads(said.out)["overview"]["score"]["needed"] == needed


def test_guessed_columns_are_shown_with_the_way_to_say_otherwise(heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("conversation_id,speaker,text\n1,customer,hello\n1,agent,hello\n")
    said = heard("analyse", "c.csv", columns=200)

    assert "Columns, as guessed: conversation from “conversation_id”" in said.out
    assert "To say otherwise: --map speaker=COLUMN" in said.out


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    """A table whose columns say little: two conversations, told apart by "ref"."""
    path = tmp_path / "chats.csv"
    path.write_text(
        "ref,who,what\n"
        "A-1,Noor,I am furious. This is the third time I write about my router.\n"
        "A-1,Tom,What is your order number?\n"
        "B-2,Ines,When do you open on Saturday?\n"
        "B-2,Tom,At nine.\n"
    )
    return path


def test_a_table_read_as_one_conversation_says_so_with_the_cure(heard: Heard, chats: Path) -> None:
    said = heard("analyse", "chats.csv", columns=200).out

    assert "the whole file is read as one conversation. To say otherwise: --map conversation=COLUMN" in said
    assert "as one conversation" not in heard("analyse", "chats.csv", "--map", "conversation=ref", columns=200).out


def test_columns_still_guessed_are_shown_beside_those_given(heard: Heard, chats: Path) -> None:
    said = heard("analyse", "chats.csv", "--map", "conversation=ref", columns=200).out

    assert "Columns, given: conversation from “ref”; guessed: speaker from “who”, text from “what”." in said


def test_what_was_named_in_a_pipe_is_shown_too(heard: Heard, chats: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(chats.read_bytes())))

    assert "as guessed: speaker from “who”" in heard("analyse", "-", "--format", "table", columns=200).out


def judge(said: str) -> str:
    """Who judged, as a summary or a page says it."""
    found = re.search(r"judged by (.+?), against|held against \S+ by (.+)$", " ".join(said.split()))
    assert found, said
    return found[1] or found[2]


@pytest.mark.parametrize("alone", [["--no-encoder"], []], ids=["patterns alone", "with the encoder"])
@pytest.mark.parametrize("columns", [40, 80, 300])
def test_the_command_to_read_one_works_as_it_is_shown(
    heard: Heard, chats: Path, columns: int, alone: list[str]
) -> None:
    maps = ["--map", "conversation=ref", "--map", "role:Tom=agent", "--map", "role:*=customer"]
    arguments = [*maps, "--format", "table", "--channel", "chat", "--standard", "rapport"]
    said = heard("analyse", "chats.csv", *arguments, *alone, columns=columns).out
    shown = said.partition("To read one:")[2].partition("To keep it")[0]
    typed = shlex.split(shown.replace("\\\n", ""))
    page = heard(*typed[1:], columns=80)

    assert typed[:2] == ["heard", "show"]
    assert page.code == 0
    assert page.out.startswith(f"{typed[typed.index('--id') + 1]} · chat\n")
    assert "held against rapport@" in page.out
    assert judge(page.out) == judge(said)


def test_a_channel_can_be_said(heard: Heard, chats: Path) -> None:
    said = heard("analyse", "chats.csv", "--map", "conversation=ref", "--channel", "email", "--json")

    assert json.loads(said.out)["overview"]["channels"] == {"email": 2}


def test_a_channel_nobody_said_is_unknown(heard: Heard, chats: Path, tmp_path: Path) -> None:
    heard("analyse", "chats.csv", "--map", "conversation=ref", "-o", "r.html")
    report = (tmp_path / "r.html").read_text("utf-8")

    assert heard("show", "chats.csv").out.startswith("chats.csv · channel unknown\n")
    assert "channel unknown" in report
    assert "another channel" not in report


def test_mappings_can_stand_in_a_file_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "our.map"
    file.write_text("# the export of our desk\nconversation=ref\n\n  role:Tom=agent\n")

    assert mapped([f"@{file}", "text=what"]) == ({"conversation": "ref", "text": "what"}, {"Tom": "agent"})


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["analyse", "chats.csv", "--map", "speeker=who"], "speaker"),
        (["analyse", "chats.csv", "--map", "role:Tom=agnet"], "agent"),
        (["analyse", "chats.csv", "--format", "zendsk"], "zendesk"),
        (["show", "chats.csv", "--standard", "everyda"], "everyday"),
        (["standards", "everyda"], "everyday"),
        (["standards", "failure"], "technology-failure"),
        (["signals", "brokn"], "broken_promise"),
        (["analise", "chats.csv"], "analyse"),
    ],
)
def test_a_name_nearly_right_is_wrong_usage_with_the_one_meant(
    heard: Heard, chats: Path, arguments: list[str], meant: str
) -> None:
    said = heard(*arguments)

    assert said.code == 2
    assert f"Did you mean {meant}?" in said.err
    assert said.err[0].isupper() or said.err.startswith("--map")


@pytest.mark.parametrize(
    ("content", "meant"), [("a,b\nhello you,there\n", "table"), ("00:01 --> 00:02\nhi\n", "srt"), ("hello\n", "plain")]
)
def test_what_is_not_recognised_gets_the_likely_formats_and_not_all(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, content: str, meant: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    said = heard("analyse", "-")

    assert said.code == 3
    assert f"most likely with --format {meant}" in said.err
    assert "zendesk" not in said.err


@pytest.mark.parametrize("content", ["what,said\nhello,you there my friend\n", "text\nhello you there\n"])
def test_a_cure_at_the_shell_speaks_shell(heard: Heard, tmp_path: Path, content: str) -> None:
    (tmp_path / "c.csv").write_text(content)
    said = heard("analyse", "c.csv", "--format", "table")

    assert said.code == 3
    assert "--map speaker=COLUMN" in said.err


OWN = '''
name = "ours"
version = 1
title = "Ours"
meaning = "What we promise."

[[criteria]]
id = "no-blame"
title = "No blame"
meaning = "Nobody is blamed."
evidence = "words that blame"
when = ["always"]
where = "staff"
avoid = ["blame"]
exemplar = """
customer: My lamp came broken.
agent: A new lamp leaves today.
"""
counter_exemplar = """
customer: My lamp came broken.
agent: {miss}
"""
'''


@pytest.mark.parametrize(
    ("miss", "said"),
    [
        ("You should have checked it before you signed for it.", ""),
        ("Good morning.", "no-blame: its counter_exemplar should come out missed and comes out met"),
    ],
)
def test_a_standard_of_ones_own_is_held_against_its_examples(
    heard: Heard, tmp_path: Path, miss: str, said: str
) -> None:
    (tmp_path / "ours.toml").write_text(OWN.replace("{miss}", miss))
    shown = heard("standards", "ours.toml")

    assert shown.code == 0
    assert (said in shown.err) if said else not shown.err
