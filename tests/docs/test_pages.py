"""What is written about Heard holds: links lead somewhere, examples run, commands exist, words are ours."""

import re
import shlex
from pathlib import Path

import click
import pytest

from heard.cli import cli

ROOT = Path(__file__).parents[2]
PAGES = [page for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if page.exists()]
IDS = [str(page.relative_to(ROOT)) for page in PAGES]

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
FENCE = re.compile(r"^```(\S*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)

# Words we don't use, and the names in which they may stand.
BANNED = re.compile(
    r"\bAI\b|sentiment score|emotions? detected|\bcompliance\b|ticket deflection|failure rate|!(?=\s|$)", re.IGNORECASE
)
NAMES = re.compile(r"\bAI Act\b|compliance[ -]pack|\bAI system\b", re.IGNORECASE)


def prose(page):
    """The page without its blocks of code, what it quotes, and what stands in backticks."""
    text = re.sub(r"`[^`]+`", "", FENCE.sub("", page.read_text(encoding="utf-8")))
    return re.sub(r"“[^”]*”|\"[^\"\n]*\"", "", text)


def anchors(text):
    """What headings are called in links to them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def commands(page):
    """Every `heard …` in the page: in blocks of shell or plain text by line, in the prose between backticks."""
    text = page.read_text(encoding="utf-8")
    for language, block in FENCE.findall(text):
        if language in ("", "sh", "shell", "bash", "console"):
            for line in block.splitlines():
                if command := re.match(r"\s*(?:\$ )?(?:\.venv/bin/)?(heard( .*)?)$", line):
                    yield command[1]
    yield from re.findall(r"`(heard [^`]+)`", FENCE.sub("", text))


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_relative_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for match in LINK.finditer(FENCE.sub("", text)):
        target = next(group for group in match.groups() if group)
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page

        assert file.exists(), target
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_command_that_is_shown_exists_with_its_options(page):
    for shown in commands(page):
        words = shlex.split(shown.split("#")[0].split("|")[0].split(">")[0].replace("…", ""))[1:]
        parse(words, shown)


def parse(words, shown):
    """Parses the words as the command line would, without asking whether files are there."""
    if not words or words[0] in ("--version", "--help", "-h"):
        return
    group = click.Context(cli, info_name="heard")
    command = cli.get_command(group, words[0])

    assert command is not None, f"there is no such command: {shown}"
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    for word in words[1:]:
        if word.startswith("-") and word != "-":
            assert word.partition("=")[0] in known | {"--help", "-h"}, f"no option {word}: {shown}"


def test_what_the_readme_shows_in_python_runs(tmp_path, monkeypatch):
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("there is no README.md yet")
    monkeypatch.chdir(tmp_path)
    ran = 0
    for language, block in FENCE.findall(readme.read_text(encoding="utf-8")):
        if language == "python":
            exec(compile(block, "README.md", "exec"), {"__name__": "readme"})  # noqa: S102 -- our own README
            ran += 1

    assert ran > 0


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_pages_use_our_words(page):
    found = [match[0] for match in BANNED.finditer(NAMES.sub("", prose(page)))]

    assert found == []
