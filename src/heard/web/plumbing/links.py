"""Links that stand around a page: the pages above it, and the pages of one thing."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise

__all__ = ["Crumb", "Tab"]


class Crumb(NamedTuple):
    """A page above this one, for parts/breadcrumbs.html."""

    title: str | Promise
    url: str


class Tab(NamedTuple):
    """One of several pages of one thing, for parts/tabs.html."""

    title: str | Promise
    url: str
    current: bool = False
