"""The shapes that say recognition, action and outcome without colour: from hollow to full, the report's own."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from heard.web.plumbing import words

__all__ = ["action", "outcome", "recognition"]

_RING = '<circle cx="8" cy="8" r="6"/>'
_RECOGNITION: dict[int | str | None, str] = {
    -1: _RING + '<path d="M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4"/>',
    0: _RING,
    1: _RING + '<path class="full" d="M8 8V2a6 6 0 0 1 6 6z"/>',
    2: _RING + '<path class="full" d="M8 2a6 6 0 0 1 0 12z"/>',
    3: '<circle class="full" cx="8" cy="8" r="6"/>',
    None: '<path d="M4 8h8"/>',
    "unsure": '<circle class="dotted" cx="8" cy="8" r="6"/>',
}
_ACTION = {
    1: '<path d="M2 8h15M12.5 4L17 8l-4.5 4"/>',
    2: '<path class="full" d="M2 6.5h9V3l7.5 5L11 13V9.5H2z"/>',
}
_OUTCOME = {
    "eased": '<path d="M2 4c5 0 6 8 16 8"/>',
    "same": '<path d="M2 8h16"/>',
    "worse": '<path d="M2 12c5 0 6-8 16-8"/>',
    "unknown": '<path class="dotted" d="M3 8h14"/>',
}  # the weight that a customer carries: it sinks, stays, rises


def recognition(level: int | None, *, unsure: bool = False, bare: bool = False) -> SafeString:
    """A level of recognition, with its word. None: nobody answered. `bare` leaves the word to screen readers."""
    shape = _drawn(_RECOGNITION["unsure" if unsure else level], 16, "glyph")
    return _worded(shape, words.recognition(level, unsure=unsure), bare)


def action(level: int | None, *, bare: bool = False) -> SafeString:
    """A level of action, with its words. No step has no arrow."""
    shape = _drawn(_ACTION[level], 20, "glyph arrow") if level else SafeString("")
    return _worded(shape, words.action(level), bare)


def outcome(name: str, *, bare: bool = False) -> SafeString:
    """How the customer was afterwards."""
    return _worded(_drawn(_OUTCOME[name], 20, "glyph outcome"), words.outcome(name), bare)


def _drawn(paths: str, width: int, kind: str) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="0 0 {} 16" aria-hidden="true" focusable="false">{}</svg>',
        kind,
        width,
        mark_safe(paths),  # noqa: S308 — a constant of this file
    )


def _worded(shape: SafeString, text: str, bare: bool) -> SafeString:
    if bare:
        return format_html('{}<span class="unseen">{}</span>', shape, text)
    return format_html('<span class="shape">{}&nbsp;{}</span>', shape, text) if shape else format_html("{}", text)
