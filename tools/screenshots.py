"""Draws docs/images/report.png anew: the top of the demo archive's report, for the README.

Needs the development install and Debian's Chromium on the path: `.venv/bin/python tools/screenshots.py`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from heard import demo
from heard.analysis import analyse
from heard.inference import load_encoder
from heard.overview import Overview
from heard.report import write_report
from heard.signals import Repetition

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "report.png"
WIDTH, HEIGHT = 1440, 1080  # CSS pixels; the height ends within the first example
LARGEST = 300_000  # bytes that a picture in a README may weigh


def main() -> int:
    """Writes the picture. Exit code 2 without a browser, 1 when the picture is too heavy."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("No Chromium on the path: install it (on Debian, apt-get install chromium).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        write_demo(report)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        draw(chromium, report, PICTURE)
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(Path.cwd()) if PICTURE.is_relative_to(Path.cwd()) else PICTURE}: {size / 1000:.0f} KB")
    return 0 if size <= LARGEST else 1


def write_demo(path: Path) -> None:
    """The demo archive's report."""
    conversations = list(demo.archive())
    repetition = Repetition.over(conversations)
    encoder = load_encoder()
    encoder.prepare(turn.text for conversation in conversations for turn in conversation.turns)
    analyses = [analyse(c, repetition=repetition, encoder=encoder).to_json() for c in conversations]
    overview = Overview()
    for analysis in analyses:
        overview.add(analysis)
    write_report(path, analyses, overview, title="The demo archive")


def draw(chromium: str, report: Path, picture: Path) -> None:
    """The top of `report`, light, as a PNG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])  # opens only our own page
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(report.as_uri())
        page.wait_for_selector("#best1 .leads path")  # the lines from notes to words are drawn last
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    raise SystemExit(main())
