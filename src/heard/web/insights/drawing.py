"""A described chart made into an SVG in Heard's look, for the screen in light and dark and for paper.

Vega-Lite draws, by vl-convert, in this process. Colours are stand-ins until the last moment, so that one drawing serves
every theme; what was drawn once is kept by its content.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any, NamedTuple

from django.core.cache import cache
from django.utils.html import escape

__all__ = ["GREY", "INK", "PAPER", "QUIET", "RESPONSE", "RULE", "Drawing", "svg_of"]

PAPER, INK, QUIET, RULE, GREY, RESPONSE = (f"#fe000{n}" for n in range(1, 7))  # nobody else's colours
LIGHT = {PAPER: "#fbf8f1", INK: "#2b2723", QUIET: "#665d53", RULE: "#dcd2c1", GREY: "#757068", RESPONSE: "#235a7c"}
DARK = {PAPER: "#22201d", INK: "#efe7da", QUIET: "#b8ad9e", RULE: "#46403a", GREY: "#98918a", RESPONSE: "#8ec4e4"}
THEMES = {"light": LIGHT, "dark": DARK, "print": {**LIGHT, PAPER: "#ffffff"}}
FONT = "system-ui, sans-serif"
KEPT = 24 * 3600  # seconds
CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": PAPER,
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET,
        "titleColor": QUIET,
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": RULE,
        "labelFontSize": 12,
        "labelLimit": 160,
    },
    "text": {"fontSize": 12},
    "header": {"labelFontWeight": "bold"},
}


class Drawing(NamedTuple):
    """A chart as Vega-Lite describes it, and what it says to those who do not see it."""

    spec: dict[str, Any]
    title: str
    desc: str


def svg_of(drawing: Drawing, theme: str = "") -> str:
    """The drawing. `theme`: light, dark, print, or "" for what the reader's system prefers."""
    svg = _drawn(drawing.spec)
    opened, rest = svg.split(">", 1)
    named = f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.desc)}</desc>"
    if theme in THEMES:
        colours, style = THEMES[theme], ""
    else:
        names = {stand_in: f"--c{stand_in[-1]}" for stand_in in LIGHT}
        colours = {stand_in: f"var({name}, {LIGHT[stand_in]})" for stand_in, name in names.items()}
        dark = ";".join(f"{name}:{DARK[stand_in]}" for stand_in, name in names.items())
        style = f"<style>@media (prefers-color-scheme: dark){{:root{{{dark}}}}}</style>"
    for stand_in, colour in colours.items():
        rest = rest.replace(stand_in, colour)
    return f'{opened} role="img">{named}{style}{rest}'


def _drawn(spec: dict[str, Any]) -> str:
    whole = {**spec, "config": {**CONFIG, **spec.get("config", {})}}
    key = f"chart-{blake2b(json.dumps(whole, sort_keys=True).encode(), digest_size=16).hexdigest()}"
    svg: str | None = cache.get(key)
    if svg is None:
        import vl_convert  # takes a second and a hundred megabytes, which only who draws should pay

        svg = str(vl_convert.vegalite_to_svg(whole))
        cache.set(key, svg, KEPT)
    return svg
