"""Links that several pages about answers share: the way back, and the pages of one thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

__all__ = ["Crumb", "Tab", "conversations_of", "to_appeals", "to_mine"]


class Crumb(NamedTuple):
    """A page on the way here."""

    title: str
    url: str


class Tab(NamedTuple):
    """One of several pages of one thing."""

    title: str
    url: str
    current: bool


def to_mine() -> Crumb:
    """The agent's own page."""
    return Crumb(_("My moments"), reverse("answers:mine"))


def to_appeals() -> Crumb:
    """The list of appeals."""
    return Crumb(_("Appeals"), reverse("answers:appeals"))


def conversations_of(agents: Iterable[int], **asked: object) -> str:
    """The list of conversations, narrowed to those an agent answered in and to what is `asked`."""
    one = next(iter(agents), None)  # the list takes one; somebody who has two names sees those of one
    return f"{reverse('conversations:list')}?{urlencode({**({'agent': one} if one else {}), **asked})}"
