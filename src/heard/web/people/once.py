"""Secrets that a page shows once: links and tokens of which only a hash is kept."""

from __future__ import annotations

from django.http import HttpRequest

__all__ = ["show_once", "shown_once"]

KEY = "people_shown_once"


def show_once(request: HttpRequest, **facts: str) -> None:
    """Keeps `facts` for the next page of this session, and no longer."""
    request.session[KEY] = facts


def shown_once(request: HttpRequest, kind: str) -> dict[str, str] | None:
    """What is to be shown now, if it is of this `kind`; it is forgotten with the call."""
    facts: dict[str, str] | None = request.session.get(KEY)
    if facts is None:
        return None
    del request.session[KEY]
    return facts if facts.get("kind") == kind else None
