"""The tutorial and the how-to pages can be followed: what they tell the reader to type and to save works as written."""

import json
import re
import shlex
from pathlib import Path

import pytest

from heard import Conversation, analyse
from heard.cli import main, terminal
from heard.demo import archive
from heard.readers import known_formats
from heard.standards import load

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SAMPLES = ROOT / "tests/readers/samples"
FORMAT_PAGES = sorted((DOCS / "how-to/formats").glob("*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)

# Files that pages speak of → the sample that stands for them.
FILES = {
    "support.mbox": "mbox.mbox",
    "mails/one.eml": "eml.eml",
    "tickets.json": "zendesk.json",
    "intercom.json": "intercom.json",
    "chatwoot.json": "chatwoot.json",
    "freshdesk.json": "freshdesk.json",
    "contact-lens/one.json": "contact_lens.json",
    "transcribe.json": "transcribe.json",
    "deepgram.json": "deepgram.json",
    "assemblyai.json": "assemblyai.json",
    "twilio.json": "twilio.json",
    "genesys.json": "genesys.json",
    "google.json": "google_cx.json",
    "call.vcon.json": "vcon.json",
    "own.jsonl": "jsonl.jsonl",
}


def blocks(page, *languages):
    """The page's blocks in these languages, in order, each as (language, text)."""
    found = FENCE.findall(page.read_text("utf-8"))
    return [(language, text) for language, text in found if language in languages]


def shown(page, language, number=0):
    """The page's block of this language, as a reader would save it."""
    return blocks(page, language)[number][1]


def commands(block):
    """The lines of a console block that the reader types."""
    return [line[2:] for line in block.splitlines() if line.startswith("$ heard")]


def run(command):
    """What the command ends with, in this process."""
    terminal.console.cache_clear()
    terminal.messages.cache_clear()
    with pytest.raises(SystemExit) as end:
        main(shlex.split(command)[1:])
    return int(end.value.code or 0)


def missing(shown, said):
    """The first part of an output, between one "…" and the next, that was not said in its place; None: all were."""
    rest = " ".join(said.split())
    for part in (" ".join(part.split()) for part in shown.split("…")):
        if part not in rest:
            return part
        rest = rest[rest.index(part) + len(part) :]
    return None


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An empty folder with the files that the pages tell the reader to save."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chats.csv").write_text(shown(DOCS / "tutorial/your-first-archive.md", "csv"), "utf-8")
    (tmp_path / "ours.toml").write_text(shown(DOCS / "how-to/standards.md", "toml"), "utf-8")
    (tmp_path / "year").mkdir()
    lines = [json.dumps(conversation.to_json()) for conversation, _ in zip(archive(), range(8), strict=False)]
    (tmp_path / "year/march.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


WALKS = ["tutorial/your-first-archive", "how-to/standards", "how-to/read-the-report", "how-to/python"]


@pytest.mark.parametrize("page", WALKS)
def test_a_walk_works_from_top_to_bottom_and_says_what_the_page_shows(page, desk, capsys):
    if page == "how-to/python":
        pytest.importorskip("pyarrow")
    names, said = {"__name__": "notebook"}, ""
    for language, block in blocks(DOCS / f"{page}.md", "sh", "console", "python", "output"):
        if language == "output":
            assert missing(block, said) is None, "make the page show what is said now"
            continue
        if language == "python":
            exec(compile(block, page, "exec"), names)  # noqa: S102 -- our own page
        else:
            typed = commands(block.replace("make demo", "$ heard demo"))
            assert {command: run(command) for command in typed} == dict.fromkeys(typed, 0)
        said = capsys.readouterr().out or said

    assert desk.exists()


def test_the_long_run_works_as_shown(desk):
    for _, block in blocks(DOCS / "how-to/large-archives.md", "console"):
        for command in commands(block):
            assert run(command.replace("--jobs 4", "--jobs 1")) == 0, command

    assert (desk / "year.html").exists()


@pytest.mark.parametrize("page", FORMAT_PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_format_page_works_on_a_file_of_that_format(page, desk):
    for name, sample in FILES.items():
        (desk / name).parent.mkdir(exist_ok=True)
        (desk / name).write_bytes((SAMPLES / sample).read_bytes())
    own = {"plain-text": {"chat.txt": "text"}, "tables": {"tickets.csv": "csv"}, "captions": {"call.vtt": "text"}}
    for name, language in own.get(page.stem, {}).items():
        (desk / name).write_text(shown(page, language), "utf-8")
    if page.stem == "json-lines":
        (desk / "own.jsonl").write_text(shown(page, "json", 0), "utf-8")
        (desk / "turns.jsonl").write_text(shown(page, "json", 1), "utf-8")
    typed = [command for _, block in blocks(page, "console") for command in commands(block)]

    assert {command: run(command) for command in typed} == dict.fromkeys(typed, 0)


def test_every_format_has_its_place_in_the_overview():
    overview = (DOCS / "how-to/formats.md").read_text("utf-8")

    assert [f.name for f in known_formats() if f"`{f.name}`" not in overview] == []


def test_every_format_page_is_in_the_overview():
    overview = (DOCS / "how-to/formats.md").read_text("utf-8")

    assert [page.name for page in FORMAT_PAGES if f"(formats/{page.name})" not in overview] == []


def test_every_page_is_in_the_index():
    index = (DOCS / "README.md").read_text("utf-8")
    pages = [*DOCS.glob("*.md"), *DOCS.glob("tutorial/*.md"), *DOCS.glob("how-to/*.md"), *DOCS.glob("explanation/*.md")]
    names = {str(page.relative_to(DOCS)) for page in [*pages, *DOCS.glob("reference/*.md"), *DOCS.glob("trust/*.md")]}

    assert sorted(name for name in names - {"README.md"} if f"({name})" not in index) == []


def test_the_standard_that_is_shown_holds_its_own_examples(desk):
    standard = load(str(desk / "ours.toml"))
    for criterion in standard.criteria:
        for wanted, example in (("met", criterion.exemplar), ("missed", criterion.counter_exemplar)):
            results = {mark.criterion: mark.result for mark in analyse(example, standard=standard).marks}

            assert results[criterion.id] == wanted, f"{criterion.id}: {example.id}"


def test_the_conversations_of_the_tutorial_are_judged_as_it_says(desk):
    import heard

    roles = {"Priya": "agent", "Tom": "agent", "*": "customer"}
    talks: list[Conversation] = list(heard.read("chats.csv", columns={"conversation": "ref"}, roles=roles))
    for encoder in (heard.load_encoder(), None):
        moments = {talk.id: analyse(talk, encoder=encoder).moments for talk in talks}

        assert [id for id, found in moments.items() if found and found[0].met] == ["C-101"], encoder
        assert moments["C-102"][0].repaired_turn == 3, encoder
        assert moments["C-103"] == (), encoder
        assert moments["C-104"][0].cause == "policy", encoder
