"""What is wrong with a page as people meet it: wide and narrow, light and dark."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["PHONE", "WIDE", "wrong_with"]

WIDE, PHONE = 1440, 390  # CSS pixels
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# What axe is asked for: everything, and of the dark page what differs from the light one, its colours.
ASKED: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth && [...document.querySelectorAll("main *, header *, footer *")]
    .filter(part => part.getBoundingClientRect().right > innerWidth + 1).slice(0, 3)
    .map(part => part.outerHTML.slice(0, 120))"""


def wrong_with(page: Page, address: str, widths: tuple[int, ...] = (WIDE, PHONE)) -> list[str]:
    """What axe finds on the page at `address`, what is wider than the screen, what the console says: one a line."""
    wrong: list[str] = []

    def said(words: str) -> None:
        wrong.append(f"{address}: the console says {words[:300]}")

    page.on("console", lambda message: said(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said(str(error)))
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"{address}: answers {answer and answer.status}"]
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if wide := page.evaluate(TOO_WIDE):
            wrong.append(f"{address} at {width}: wider than the screen: {wide}")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for rule in Axe().run(page, options=ASKED[scheme]).response["violations"]:
                where = [node["html"][:160] for node in rule["nodes"][:3]]
                wrong.append(f"{address} at {width}, {scheme}: {rule['id']}: {rule['help']}: {where}")
    return list(dict.fromkeys(wrong))
