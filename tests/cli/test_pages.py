"""What people see: nothing wider than their terminal, no colour where none belongs, nothing that steers it."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from heard.cli import COMMANDS, terminal
from heard.cli.summary import summary
from heard.cli.terminal import ABSTAINED, ACTION, RECOGNITION, prepare, safe
from heard.overview import Overview
from tests.builders import analysis_json, moment_json
from tests.cli.conftest import Heard

WIDTHS = (40, 50, 60, 80, 99, 100, 120, 200)


def too_wide(text: str, columns: int) -> list[str]:
    return [line for line in text.splitlines() if cell_len(line) > columns]


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize(
    "command", ["show chat.txt --handover", "analyse chat.txt", "standards", "signals effort", "formats"]
)
def test_no_line_is_wider_than_the_terminal(heard: Heard, chat: Path, columns: int, command: str) -> None:
    assert too_wide(heard(*command.split(), columns=columns).out, columns) == []


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_demo_fits_its_terminal_and_says_what_to_do_next(heard: Heard, columns: int) -> None:
    said = heard("demo", columns=columns)

    assert too_wide(said.out, columns) == []
    assert "demo-retail-001" in said.out.split("\n", 1)[0]
    assert (
        said.out.index("Needs met") < said.out.index("This is a page with a margin") < said.out.index("an archive of")
    )
    assert "heard analyse YOUR-FILE" in "".join(said.out.splitlines(keepends=True)[-10:])


def test_a_demo_longer_than_the_terminal_says_where_it_begins(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "scroll up" not in heard("demo").out

    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")

    assert "scroll up" in heard("demo").out


def test_a_demo_that_wrote_its_report_says_to_open_it(heard: Heard, tmp_path: Path) -> None:
    said = heard("demo", "-o", "demo.html")

    assert (tmp_path / "demo.html").exists()
    assert re.search(r"demo\.html +is written", said.out)
    assert "report.html" not in said.out


def test_a_demo_of_one_conversation_writes_what_was_asked_for_too(heard: Heard, tmp_path: Path) -> None:
    said = heard("demo", "--id", "demo-retail-001", "-o", "demo.jsonl")

    assert (tmp_path / "demo.jsonl").exists()
    assert said.out.endswith("Written: demo.jsonl\n")


@pytest.mark.parametrize(
    ("setting", "said"), [("FORCE_COLOR", "warm ink"), ("NO_COLOR", "Underlined words"), ("", "On a")]
)
def test_the_inks_are_explained_as_they_are_seen(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, setting: str, said: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in {setting, "FORCE_COLOR"} if setting else ():
        monkeypatch.setenv(name, "1")

    assert said in heard("demo").out


@pytest.mark.parametrize(
    ("promises", "said"),
    [
        ("I'll call you.", "1 made, without a time"),
        ("I'll call you tomorrow at 10.", "1 made, with a time"),
        ("I'll call you tomorrow at 10. I'll send you a label by Friday.", "2 made, each with a time"),
    ],
)
def test_one_of_a_thing_is_one(heard: Heard, tmp_path: Path, promises: str, said: str) -> None:
    (tmp_path / "c.txt").write_text(f"Customer: I am furious, the third call.\nAgent: That is ours. {promises}\n")
    shown = heard("analyse", "c.txt", "-o", "r.html").out
    page = (tmp_path / "r.html").read_text("utf-8")

    assert said in shown
    for text in (shown, re.sub(r"<[^>]+>|\s+", " ", page)):
        assert not re.search(r"\b1 (?:conversations|moments|turns|needs|customers|promises|times|replies)\b", text)
        assert not re.search(r"\b(?!1\b)\d+ (?:conversation|moment|turn|customer|promise|reply)\b(?! is)", text)


def test_a_cause_that_is_not_clear_is_put_on_nobody(heard: Heard) -> None:
    overview = Overview()
    overview.add(analysis_json("a", moment_json(cause="unclear"), moment_json(cause="policy")))
    terminal.console.cache_clear()
    out = terminal.console()
    with out.capture() as shown:
        out.print(summary(overview, out))

    assert "not the agent's: a policy 1\n" in shown.get()
    assert "not clear: 1\n" in shown.get()


GERMAN = (
    "Kunde: Guten Tag, meine Waschmaschine ist schon wieder kaputt und niemand ruft mich zurück, ich bin sehr wütend.\n"
    "Agent: Das tut mir leid, ich schicke Ihnen morgen früh um neun Uhr einen Techniker vorbei.\n"
)


def test_of_another_language_nothing_is_said_but_that(heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text(GERMAN, "utf-8")
    shown = heard("show", "de.txt", "--map", "role:Kunde=customer").out
    analysed = heard("analyse", "de.txt", "--map", "role:Kunde=customer", "-o", "../de.html").out
    report = (tmp_path.parent / "de.html").read_text("utf-8")

    assert "Heard reads English. It can't say anything about this conversation." in shown
    assert "1 conversation is not in English; Heard can't say anything about it." in analysed
    assert "1 conversation is not in English; Heard can&#39;t say anything about it." in report
    for said in (shown, analysed, report):
        assert "no empathy was needed" not in said
        assert "none needed" not in said
        assert "showed a need" not in said


def test_who_judged_is_named_in_a_page_a_summary_and_the_demo(heard: Heard, chat: Path) -> None:
    page, summed, demo = (
        heard(*command.split(), "--no-encoder").out for command in ("show chat.txt", "analyse chat.txt", "demo")
    )

    assert re.search(r"held against everyday@\d+ by heard-engine/\d+, patterns alone$", page.rstrip())
    for said in (summed, demo):
        assert re.search(r"judged by heard-engine/\d+, patterns alone, against everyday@\d+\n", said)


def test_lines_end_where_their_words_end(heard: Heard, chat: Path) -> None:
    out = heard("analyse", str(chat)).out + heard("show", str(chat)).out + heard("formats").out

    assert [line for line in out.splitlines() if line != line.rstrip()] == []


def test_notes_stand_beside_the_turn_where_there_is_room_and_beneath_where_not(heard: Heard, chat: Path) -> None:
    beside, beneath = (heard("show", str(chat), columns=columns).out for columns in (120, 80))

    assert re.search(r"^1 .* ── need", beside, re.MULTILINE)
    assert re.search(r"^ +└─ need", beneath, re.MULTILINE)


def test_a_page_shows_every_word_that_was_said(heard: Heard, chat: Path) -> None:
    shown = heard("show", str(chat), columns=60).out
    words = re.findall(r"[\w']+", shown)

    for line in chat.read_text("utf-8").splitlines():
        assert set(re.findall(r"[\w']+", line.partition(": ")[2])) <= set(words)


def test_a_pipe_gets_no_colour(heard: Heard, chat: Path) -> None:
    said = heard("show", str(chat))

    assert "\x1b" not in said.out + said.err


def test_no_color_is_respected_on_a_terminal(heard: Heard, chat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = heard("show", str(chat)).out
    monkeypatch.setenv("NO_COLOR", "1")
    plain = heard("show", str(chat)).out

    assert re.search(r"\x1b\[[\d;]*38;", coloured)
    assert not re.search(r"\x1b\[[\d;]*[34]8;", plain)


def test_what_was_said_is_never_pale(heard: Heard, chat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")

    assert not re.search(r"\x1b\[2(?:;[\d;]*)?m[^\x1b]*He never", heard("show", str(chat)).out)


def test_words_in_a_conversation_cannot_steer_the_terminal(heard: Heard, tmp_path: Path) -> None:
    hostile = "\x1b[2J\x1b]0;title\x07 I am furious \x9b31m [bold red]really[/] \r\x08 now"
    turns = [{"speaker": "customer", "text": hostile}, {"speaker": "agent", "text": hostile, "name": hostile}]
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": hostile, "subject": hostile, "turns": turns}))
    out = heard("show", "c.jsonl", "--handover").out + heard("analyse", "c.jsonl").out

    assert not set("\x1b\x07\x9b\x08\r") & set(out)
    assert "[bold red]really[/]" in out


def test_what_is_safe_keeps_its_places() -> None:
    assert safe("a\x1bb\tc\nd") == "a\ufffdb c\nd"
    assert len(safe("\r\x00é")) == 3
    assert safe("a\u202eb\u2066c") == "a\ufffdb\ufffdc"


def test_figures_of_an_evaluation_fit_a_narrow_terminal(heard: Heard, tmp_path: Path) -> None:
    turns = [
        {
            "speaker": "customer",
            "text": "I am furious, this is my third call.",
            "feelings": ["frustration"],
            "intensity": 3,
            "circumstances": ["effort"],
            "stance": [],
            "need": 1,
        },
        {"speaker": "agent", "text": "Your order number please.", "moves": ["verify"], "recognition": 0, "action": 0},
    ]
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "c", "channel": "chat", "turns": turns}))

    assert too_wide(heard("evaluate", "c.jsonl", columns=45).out, 45) == []
    assert "  Heard: " in heard("evaluate", "c.jsonl", columns=45).out


def test_a_hinted_id_can_be_pasted(heard: Heard, tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"Chat {n}", "turns": [{"speaker": "customer", "text": "hello"}]}) for n in (7, 8)]
    (tmp_path / "c.jsonl").write_text("\n".join(lines))

    assert "--id 'Chat 8'" in heard("show", "c.jsonl").err


def test_a_terminal_with_an_old_code_page_gets_simpler_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    for encoding in ("cp1252", "cp437", "ascii"):
        written = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
        prepare()
        sys.stdout.write("● deep ➔ 41 of 58 (58–81 %) “quoted” 😅")
        sys.stdout.flush()

        assert b"deep" in written.getvalue()
    assert written.getvalue() == b'3 deep > 41 of 58 (58-81 %) "quoted" ?'


def test_every_level_has_a_shape_and_a_word_of_its_own() -> None:
    levels = [*RECOGNITION.values(), ABSTAINED]

    assert len({level[0] for level in levels}) == len({level[1:] for level in levels}) == 6
    assert list(ACTION) == [0, 1, 2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(heard: Heard, command: str) -> None:
    said = heard(command, "--help")

    assert said.code == 0
    assert f"\n    heard {command}" in said.out


def test_the_american_spelling_is_understood(heard: Heard, chat: Path) -> None:
    assert heard("analyze", str(chat)).code == 0


def test_the_version_names_the_engine(heard: Heard) -> None:
    assert re.fullmatch(r"heard [\d.]+ \(heard-engine/\d+\)\n", heard("--version").out)
