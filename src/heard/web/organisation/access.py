"""The roles, and the mark that every view carries: to whom it is open."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from heard.web.plumbing.doors import public

__all__ = ["EVERYONE", "Role", "open_to", "public"]

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Role(StrEnum):
    """What a person does here. One person may have several; each opens what it needs and no more."""

    AGENT = "agent"  # talks with customers; sees their own conversations, before anybody else
    LEAD = "lead"  # of a team: sees that team's conversations once they are no longer the agent's alone
    REVIEWER = "reviewer"  # judges conversations of the whole organisation beside the engine
    MANAGER = "manager"  # answers for customer experience: everything that is not the agents' alone
    ANALYST = "analyst"  # figures, and the conversations behind them
    ADMIN = "admin"  # people, settings, imports, log; reads no conversation by this role


EVERYONE = tuple(Role)


def open_to(*roles: Role) -> Callable[[View], View]:
    """Opens a view to people who have one of `roles`. Strangers are asked to sign in, others get a plain "not for you".

    A test walks every URL and fails on a view that carries neither this mark nor `public`.
    """

    def marked(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.roles.isdisjoint(roles):  # type: ignore[union-attr]  # signed in: a Person
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked: Any = login_required(guarded)
        checked.open_to = frozenset(roles)
        return checked  # type: ignore[no-any-return]  # what is marked is the view's own kind

    return marked
