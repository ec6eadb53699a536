"""The terminal: one console, two inks, and shapes that say without colour what the colour says."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterator
from functools import cache

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook
from rich.segment import Segment
from rich.theme import Theme

from heard.text import STEERING

__all__ = ["ABSTAINED", "ACTION", "RECOGNITION", "WIDEST", "console", "messages", "prepare", "safe"]

RECOGNITION = {-1: "⊗ denied", 0: "○ nothing", 1: "◔ token", 2: "◑ specific", 3: "● deep"}
ACTION = {0: "no action", 1: "→ routine", 2: "➔ concrete"}
ABSTAINED = "◌ a person should read this"

WIDEST = 100  # longer lines of our own words are hard to read, however wide the terminal

# Middle tones that keep 4:1 on black and on white; terminals with fewer colours get the nearest they have.
_WARM, _COOL = "#c0662b", "#2f86a6"
_THEME = Theme(
    {
        "need": _WARM,
        "need.words": f"underline {_WARM}",
        "response": _COOL,
        "response.words": f"underline {_COOL}",
        "heading": "bold",
        "quiet": "dim",
    },
    inherit=False,
)
# What older code pages lack, one character for one so that columns stay aligned.
_SIMPLER = str.maketrans("⊗○◔◑●◌→➔–—‘’“”…│─•·└÷", "x0123?>>--''\"\".|-*.\\/")


@cache
def console() -> Console:
    """Standard output. Pipes and NO_COLOR get no colour."""
    out = Console(theme=_THEME, highlight=False, markup=False, emoji=False)
    out.push_render_hook(_TrimHook())
    return out


@cache
def messages() -> Console:
    """Standard error: progress and errors, so that a pipe carries results only."""
    return Console(theme=_THEME, highlight=False, markup=False, emoji=False, stderr=True)


class _Trimmed:
    """What rich draws, without the blanks it fills lines with: they would be copied, and wrap in a smaller window."""

    def __init__(self, inside: ConsoleRenderable) -> None:
        self._inside = inside

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for line in console.render_lines(self._inside, options, pad=False):
            while line and not line[-1].text.strip():
                line.pop()
            if line:
                last = line.pop()
                line.append(Segment(last.text.rstrip(), last.style))
            yield from line
            yield Segment.line()


class _TrimHook(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Trimmed(one) for one in renderables]


# Control characters could move the cursor, recolour the screen or turn the line round; one for one, so that places stay.
_CONTROL = dict.fromkeys(STEERING, "\ufffd") | {9: " ", 10: "\n", 11: " ", 12: " ", 13: " "}


def safe(text: str) -> str:
    """`text` as it may be shown: what would steer the terminal becomes a mark, character for character."""
    return text if text.isprintable() else text.translate(_CONTROL)


def prepare() -> None:
    """Makes both streams write any character: what the terminal's code page lacks becomes a simpler one."""
    codecs.register_error("simpler", _simpler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="simpler")


def _simpler(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    simple = error.object[error.start : error.end].translate(_SIMPLER)
    return simple.encode(error.encoding, "replace").decode(error.encoding), error.end
