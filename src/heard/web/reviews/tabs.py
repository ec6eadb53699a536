"""The pages of reviews, as tabs above each of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heard.web.plumbing.links import Tab

__all__ = ["tabs"]

PAGES: tuple[tuple[str, str | Promise], ...] = (
    ("queue", _("To read")),
    ("calibrations", _("Calibrations")),
    ("agreement", _("Agreement")),
    ("plan", _("Sampling plan")),
)


def tabs(current: str) -> list[Tab]:
    """All of them, with `current` marked."""
    return [Tab(title, reverse(f"reviews:{name}"), name == current) for name, title in PAGES]
