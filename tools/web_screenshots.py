"""Draws docs/images/web-*.png anew: four pages of the demo organisation, for the README and the handbook.

`.venv/bin/python tools/web_screenshots.py` serves a demo of its own meanwhile, which takes a minute to fill; with the
address of one that is served already (`… http://localhost:8321/`) it takes that. Needs Debian's Chromium on the path.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from heard.demo import OPENING, archive

PICTURES = Path(__file__).parents[1] / "docs" / "images"
DOMAIN, PASSWORD = "demo.example", "heard on my own machine"  # as heard.web.demo.people, which needs Django, has them
WIDTH, HEIGHT = 1280, 900  # CSS pixels
LARGEST = 250_000  # bytes that a picture in a README may weigh
PATIENCE = 600  # seconds until the demo has to answer


def overview(page: Page) -> None:
    """The score of this quarter."""
    page.goto("insights/")
    page.wait_for_function("document.querySelector('figure img').complete")  # the chart is drawn when it is asked for


def conversation(page: Page) -> None:
    """The conversation that the demo opens on, found by its first words."""
    talk = next(talk for talk in archive() if talk.id == OPENING)
    words = re.findall(r"\w+", talk.turns[0].text)
    page.goto(f"conversations/?q={'+'.join(words[3:9])}")
    found = page.locator("a[data-moment]").first.get_attribute("href") or ""
    page.goto(found.split("?")[0].lstrip("/"))  # from its top, without the words that were searched for
    page.wait_for_selector(".leads path")  # the lines from notes to words are drawn last
    page.evaluate("document.getElementById('said').scrollIntoView({behavior: 'instant'})")


def my_moments(page: Page) -> None:
    """An agent's own page."""
    page.goto("moments/")


def calibration(page: Page) -> None:
    """How far three people and Heard agree."""
    page.goto("reviews/calibrations/")
    page.get_by_role("link", name="What counts as recognised").click()
    page.wait_for_load_state()


DRAWN: dict[str, tuple[str, Callable[[Page], None]]] = {  # picture → who looks, and how they get there
    "web-overview": ("helen.marsh", overview),
    "web-conversation": ("helen.marsh", conversation),
    "web-my-moments": ("priya", my_moments),
    "web-calibration": ("odile.fournier", calibration),
}


def main(arguments: list[str]) -> int:
    """Writes the pictures. Exit code 2 without a browser, 1 when a picture is too heavy."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("No Chromium on the path: install it (on Debian, apt-get install chromium).", file=sys.stderr)
        return 2
    if arguments:
        sizes = draw(chromium, arguments[0])
    else:
        with demo() as address:
            sizes = draw(chromium, address)
    for name, size in sizes.items():
        print(f"{name}.png: {size / 1000:.0f} KB{' is too heavy' if size > LARGEST else ''}")
    return int(max(sizes.values()) > LARGEST)


def draw(chromium: str, address: str) -> dict[str, int]:
    """The pictures of the demo at `address`, light, each with its size in bytes."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    sizes = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )  # opens only our own pages
        for name, (who, way) in DRAWN.items():
            context = browser.new_context(
                base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light"
            )
            page = context.new_page()
            sign_in(page, f"{who}@{DOMAIN}")
            way(page)
            picture = PICTURES / f"{name}.png"
            page.screenshot(path=picture)
            sizes[name] = picture.stat().st_size
            context.close()
        browser.close()
    return sizes


def sign_in(page: Page, email: str) -> None:
    """By address and password, as the demo offers it."""
    page.goto("accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)


@contextmanager
def demo() -> Iterator[str]:
    """A demo that is served until the pictures are drawn; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        heard = Path(sys.executable).with_name("heard")
        serving = subprocess.Popen([heard, "serve", "--demo", "--no-worker", "--data", folder, "--port", str(port)])
        try:
            address = f"http://localhost:{port}/"
            wait_for(f"{address}health/live", serving)
            yield address
        finally:
            serving.terminate()
            serving.wait()


def wait_for(address: str, serving: subprocess.Popen[bytes]) -> None:
    """Until somebody answers at `address`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and serving.poll() is None:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 — an address of ours
        except (URLError, OSError):
            time.sleep(1)
        else:
            return
    raise SystemExit("The demo could not be served; see above.")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
