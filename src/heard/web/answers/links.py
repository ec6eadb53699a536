"""Links that several pages about answers share: the way back, and the conversations behind a number."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from heard.web.plumbing.links import Crumb

__all__ = ["conversations_of", "to_appeals", "to_mine"]


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
