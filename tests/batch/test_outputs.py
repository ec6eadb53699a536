"""What an archive is written as: complete lines, tables, vCons; whole or not at all."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from heard.batch.columns import COLUMNS
from heard.batch.outputs import OutputError, check
from heard.batch.run import run
from heard.conversation import Conversation
from heard.overview import Overview
from heard.standards import load
from heard.vcon import from_vcon

TYPES = {"text": str, "integer": int, "number": (int, float), "yes/no": bool}


@pytest.fixture
def written(chats: Path, tmp_path: Path) -> dict[str, Path]:
    endings = ("jsonl", "csv", "parquet", "html", "vcon")
    to = [tmp_path / f"out.{ending}" for ending in endings]
    run([str(chats)], standard=load("everyday"), to=to, report=page)
    return {ending: tmp_path / f"out.{ending}" for ending in endings}


def page(path: Path, analyses: Iterable[Mapping[str, Any]], overview: Overview) -> None:
    path.write_text(f"{len(list(analyses))} of {overview.conversations}")


def analyses(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_a_row_a_moment_and_one_for_a_conversation_without(written: dict[str, Path]) -> None:
    rows = [row["conversation"] for row in table(written["csv"])]
    expected = [a["id"] for a in analyses(written["jsonl"]) for _ in a["moments"] or [None]]

    assert rows == expected


def test_parquet_says_what_csv_says(written: dict[str, Path]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra [parquet] is not installed")
    rows = parquet.read_table(written["parquet"]).to_pylist()

    assert [{k: _as_csv(v) for k, v in row.items()} for row in rows] == table(written["csv"])


def _as_csv(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@")) else text


def test_every_value_has_its_columns_type(written: dict[str, Path]) -> None:
    from heard.batch.columns import rows

    for analysis in analyses(written["jsonl"]):
        for row in rows(analysis):
            for column, value in zip(COLUMNS, row, strict=True):
                assert value is None or isinstance(value, TYPES[column.type]), column.name


def test_every_column_says_what_it_means_and_stands_once() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(column.meaning for column in COLUMNS)


def test_a_spreadsheet_runs_no_customers_words(tmp_path: Path) -> None:
    chat = Conversation.chat("customer: =HYPERLINK(1) this is the third time I call, I'm furious / agent: -")
    source = tmp_path / "c.jsonl"
    source.write_text(json.dumps(chat.to_json()))
    run([str(source)], standard=load("everyday"), to=[tmp_path / "out.csv"])
    [row] = table(tmp_path / "out.csv")

    assert row["need_quote"].startswith("'=")
    assert row["recognition"] == "0"


def test_a_spreadsheet_gets_no_character_that_steers_it(tmp_path: Path) -> None:
    chat = Conversation.chat("customer: this is the third time\u202e I call\x1b, I'm furious / agent: ok")
    source = tmp_path / "c.jsonl"
    source.write_text(json.dumps(chat.to_json()))
    run([str(source)], standard=load("everyday"), to=[tmp_path / "out.csv"])
    text = (tmp_path / "out.csv").read_text("utf-8")

    assert "third time\ufffd I call\ufffd" in text
    assert not set("\u202e\x1b") & set(text)


def test_several_conversations_become_a_folder_of_vcons_that_read_back(chats: Path, written: dict[str, Path]) -> None:
    files = sorted(written["vcon"].glob("*.vcon"))
    back = [from_vcon(json.loads(file.read_text("utf-8"))) for file in files]

    assert [c.id for c in back] == [a["id"] for a in analyses(written["jsonl"])]
    assert files[0].name == f"01-{back[0].id}.vcon"


def test_several_vcons_go_where_they_were_asked_to_and_nowhere_else(chats: Path, tmp_path: Path) -> None:
    folder = tmp_path / "march"
    folder.mkdir()
    read = chats.rename(folder / "chats.jsonl")
    asked = tmp_path / "march.vcon"
    asked.write_text("an earlier output")
    outcome = run([str(folder)], standard=load("everyday"), to=[asked])

    assert outcome.written == (asked,)
    assert len(list(asked.iterdir())) == 40
    assert list(folder.iterdir()) == [read]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "out.vcon"
    folder.mkdir()
    check(folder)
    (folder / "own.txt").write_text("mine")

    with pytest.raises(OutputError, match="holds something already"):
        check(folder)


def test_one_conversation_becomes_one_vcon_with_its_analysis(tmp_path: Path) -> None:
    source = tmp_path / "c.jsonl"
    source.write_text(json.dumps(Conversation.chat("customer: hello / agent: hello", id="c").to_json()))
    run([str(source)], standard=load("everyday"), to=[tmp_path / "out.vcon"])
    vcon = json.loads((tmp_path / "out.vcon").read_text("utf-8"))

    assert "heard-analysis/1" in [entry["schema"] for entry in vcon["analysis"]]


def test_a_report_gets_every_analysis_and_the_overview(written: dict[str, Path]) -> None:
    assert written["html"].read_text() == "40 of 40"


def test_nothing_unfinished_is_left(written: dict[str, Path]) -> None:
    folder = written["jsonl"].parent

    assert [p.name for p in folder.rglob("*") if p.suffix in (".writing", ".part")] == []


@pytest.mark.parametrize(
    ("name", "said"), [("out.txt", r"\.jsonl"), ("no/such/out.csv", "make it first"), (".", "ending|folder")]
)
def test_an_output_that_cannot_be_written_is_said_before_the_work(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(OutputError, match=said):
        check(tmp_path / name)


def test_parquet_without_its_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)

    with pytest.raises(OutputError, match=r'pip install "heard\[parquet\]"'):
        check(tmp_path / "out.parquet")
