"""Small pictures as SVG text, drawn from figures: reliability diagrams and the learning curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

__all__ = ["learning_curve", "reliability_diagrams"]

INK, QUIET, BEFORE, AFTER = "#1f2933", "#616e7c", "#b7791f", "#1d5fa7"
COLOURS = ("#1d5fa7", "#b7791f", "#2f7d4f", "#a23b72", "#5b5ea6", "#8a6d3b", "#37474f")
SIDE, GAP, HEAD = 130, 46, 30  # of a panel, between panels, and above each


def reliability_diagrams(title: str, calibration: Mapping[str, Any]) -> str:
    """A panel a head: the probability that was given (across) against the share that was so (up), before and after."""
    panels = [
        _panel(number, head, of)
        for number, (head, of) in enumerate((h, c) for h, c in calibration.items() if c["given"])
    ]
    rows = (len(panels) + 3) // 4
    legend = (
        f'<circle cx="{GAP + 4}" cy="40" r="3" fill="none" stroke="{BEFORE}"/>{_text(GAP + 12, 44, "before", QUIET)}'
        f'<circle cx="{GAP + 74}" cy="40" r="3" fill="{AFTER}"/>{_text(GAP + 82, 44, "after calibration", QUIET)}'
        f'<path d="M{GAP + 190} 40h18" stroke="{QUIET}" stroke-dasharray="3 3"/>{_text(GAP + 214, 44, "means what it says (across: given; up: was so)", QUIET)}'
    )
    return _svg(4 * (SIDE + GAP) + GAP, rows * (SIDE + HEAD + GAP) + 60, title, [legend, *panels])


def _panel(number: int, head: str, of: Mapping[str, Any]) -> str:
    left, top = GAP + number % 4 * (SIDE + GAP), 60 + HEAD + number // 4 * (SIDE + HEAD + GAP)
    drawn = [
        f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{QUIET}"/>',
        f'<path d="M{left} {top + SIDE}l{SIDE} -{SIDE}" stroke="{QUIET}" stroke-dasharray="3 3"/>',
        _text(left, top - 8, head, INK),
        _text(left, top + SIDE + 14, "0", QUIET),
        _text(left + SIDE, top + SIDE + 14, "1", QUIET, "end"),
        _text(left - 4, top + SIDE, "0", QUIET, "end"),
        _text(left - 4, top + 9, "1", QUIET, "end"),
    ]
    for bins, style in ((of["bins_before"], f'fill="none" stroke="{BEFORE}"'), (of["bins"], f'fill="{AFTER}"')):
        drawn += [
            f'<circle cx="{left + SIDE * b["given"]:.1f}" cy="{top + SIDE * (1 - b["so"]):.1f}" r="3" {style}/>'
            for b in bins
        ]
    return "".join(drawn)


def learning_curve(points: Sequence[Mapping[str, Any]]) -> str:
    """Each figure against the number of conversations that were fitted on."""
    width, height, left, top = 520, 260, 46, 40
    most = max(p["conversations"] for p in points)
    names = list(dict.fromkeys(name for p in points for name in p["figures"]))
    drawn = [f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="{QUIET}"/>']
    for tenth in (0, 5, 10):
        y = top + height * (1 - tenth / 10)
        drawn += [_text(left - 6, y + 4, f"{tenth / 10:.1f}", QUIET, "end")]
    for p in points:
        drawn.append(
            _text(
                left + width * p["conversations"] / most, top + height + 16, f"{p['conversations']:,}", QUIET, "middle"
            )
        )
    for number, name in enumerate(names):
        colour = COLOURS[number % len(COLOURS)]
        at = [
            (left + width * p["conversations"] / most, top + height * (1 - max(p["figures"][name], 0)))
            for p in points
            if p["figures"].get(name) is not None
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        drawn.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in at]
        drawn.append(_text(left + width + 12, top + 12 + 18 * number, name, colour))
    return _svg(left + width + 230, top + height + 40, "Figures by the number of conversations fitted on", drawn)


def _text(x: float, y: float, words: str, colour: str, anchor: str = "start") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(width: int, height: int, title: str, drawn: Sequence[str]) -> str:
    lines = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'font-family="sans-serif" font-size="12">\n<title>{escape(title)}</title>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{_text(14, 22, title, INK)}\n{lines}\n</svg>\n'
    )
