"""What stands around every page: the navigation, by what the person may open, and the footer."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heard.web.organisation.access import Role

__all__ = ["around"]


class Link(NamedTuple):
    """One entry of a navigation."""

    title: str | Promise
    url: str
    current: bool


MAIN: tuple[tuple[str | Promise, str, frozenset[Role]], ...] = (
    (_("My moments"), "answers:mine", frozenset({Role.AGENT})),
    (_("Overview"), "insights:overview", frozenset({Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST})),
    (
        _("Conversations"),
        "conversations:list",
        frozenset({Role.AGENT, Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST}),
    ),
    (_("Reviews"), "reviews:queue", frozenset({Role.LEAD, Role.REVIEWER, Role.MANAGER})),
    (_("Appeals"), "answers:appeals", frozenset({Role.LEAD, Role.REVIEWER, Role.MANAGER})),
    (_("Standards"), "standards:list", frozenset(Role)),
    (_("Imports"), "intake:list", frozenset({Role.ADMIN, Role.MANAGER, Role.ANALYST})),
    (_("Customers’ data"), "privacy:customers", frozenset({Role.ADMIN, Role.MANAGER})),
    (_("Organisation"), "people:organisation", frozenset({Role.ADMIN})),
)
BELOW = {  # paths that belong to an entry and do not begin with its own
    "people:organisation": ("/people/", "/log/"),
    "people:account": ("/accounts/",),
}
OWN: tuple[tuple[str | Promise, str], ...] = (
    (_("My account"), "people:account"),
    (_("My data"), "privacy:mine"),
)
FOOTER: tuple[tuple[str | Promise, str], ...] = (
    (_("How Heard judges"), "privacy:how"),
    (_("What Heard never does"), "privacy:never"),
)


def around(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: navigation, own_links, footer_links, may_search, theme."""
    roles: frozenset[Role] = getattr(request.user, "roles", frozenset()) if hasattr(request, "user") else frozenset()
    navigation = [link for title, name, open_to in MAIN if roles & open_to and (link := _link(request, title, name))]
    searchers = roles & {Role.AGENT, Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST}
    return {
        "navigation": navigation,
        "own_links": [link for title, name in OWN if roles and (link := _link(request, title, name))],
        "footer_links": [link for title, name in FOOTER if (link := _link(request, title, name))],
        "may_search": bool(searchers),
        "theme": request.COOKIES.get("heard_theme", "")
        if request.COOKIES.get("heard_theme") in ("light", "dark")
        else "",
    }


def _link(request: HttpRequest, title: str | Promise, name: str) -> Link | None:
    try:
        url = reverse(name)
    except NoReverseMatch:  # an app that is not there yet
        return None
    return Link(title, url, request.path.startswith((url, *BELOW.get(name, ()))))
