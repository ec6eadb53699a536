"""Who gets at which person, invitation, agent, team or token, and how a program gets in."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja.errors import Throttled
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from heard.web.organisation.access import Role
from heard.web.organisation.models import Team
from heard.web.people.models import Agent, ApiToken, Invitation, Membership, Person, hash_of

__all__ = [
    "MAY_DO",
    "PerMinute",
    "Token",
    "agent_for",
    "invitation_by",
    "invitation_for",
    "membership_for",
    "person_for",
    "person_of",
    "team_for",
    "token_for",
]

MAY_DO = {  # a token's scope, and whose it may be: a token does no more than its person may
    "conversations:write": frozenset({Role.ADMIN, Role.MANAGER, Role.ANALYST}),
    "conversations:read": frozenset({Role.AGENT, Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST}),
    "insights:read": frozenset({Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST}),
}


def person_of(request: HttpRequest) -> Person:
    """Who asks, in a view that `open_to` let them into."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def person_for(admin: Person, pk: int) -> Person:
    """That person of the administrator's organisation, or 404."""
    return get_object_or_404(Person.objects.select_related("organisation"), pk=pk, organisation=_administered(admin))


def membership_for(admin: Person, pk: int) -> Membership:
    """That role of somebody in the administrator's organisation, or 404."""
    return get_object_or_404(
        Membership.objects.select_related("person", "team"), pk=pk, person__organisation=_administered(admin)
    )


def invitation_for(admin: Person, pk: int) -> Invitation:
    """That unused invitation of the administrator's organisation, or 404."""
    return get_object_or_404(Invitation, pk=pk, used=None, organisation=_administered(admin))


def invitation_by(secret: str) -> Invitation:
    """The open invitation whose link carries `secret`, or 404: used, expired, taken back and never made look alike."""
    return get_object_or_404(
        Invitation.objects.select_related("organisation", "team", "agent", "invited_by"),
        secret_hash=hash_of(secret),
        used=None,
        expires__gt=timezone.now(),
    )


def team_for(admin: Person, pk: int) -> Team:
    """That team of the administrator's organisation, or 404."""
    return get_object_or_404(Team, pk=pk, organisation=_administered(admin))


def agent_for(admin: Person, pk: int) -> Agent:
    """That agent of the conversations, or 404."""
    return get_object_or_404(Agent.objects.select_related("person", "team"), pk=pk, organisation=_administered(admin))


def token_for(person: Person, pk: int) -> ApiToken:
    """A token of the person's own, or 404."""
    return get_object_or_404(_tokens(), pk=pk, person=person)


def _administered(person: Person) -> int:
    if Role.ADMIN not in person.roles:
        raise Http404
    return person.organisation_id


def _tokens() -> QuerySet[ApiToken]:
    return ApiToken.objects.select_related("person", "organisation")


class Token(HttpBearer):
    """``Authorization: Bearer …`` with a token that has `scope`. ``request.user`` becomes its person.

    Every refusal is the same 401, whatever is wrong. An address that was refused too often is answered 429.
    """

    def __init__(self, scope: str) -> None:
        if scope not in ApiToken.SCOPES:
            raise ValueError(f"{scope!r} is no scope; there are {', '.join(ApiToken.SCOPES)}")
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token's row, or None."""
        address = request.META.get("REMOTE_ADDR", "")
        if _count(f"api-refused-{address}", peek=True) >= settings.HEARD_API_REFUSALS_PER_MINUTE:
            raise Throttled(wait=_left_of_minute())
        now = timezone.now()
        found = (
            _tokens()
            .filter(
                Q(expires=None) | Q(expires__gt=now), secret_hash=hash_of(token), revoked=None, person__is_active=True
            )
            .first()
        )
        if found is None or self.scope not in found.scopes or found.person.roles.isdisjoint(MAY_DO[self.scope]):
            _count(f"api-refused-{address}")
            return None
        if found.last_used is None or found.last_used < now - timedelta(minutes=1):
            ApiToken.objects.filter(pk=found.pk).update(last_used=now)
        found.person.organisation = found.organisation  # spares a round trip
        request.user = found.person
        return found


class PerMinute(BaseThrottle):
    """At most so many calls a minute with one token; more are answered 429 with the seconds to wait."""

    def __init__(self, calls: int | None = None) -> None:
        self.calls = calls  # None: settings.HEARD_API_CALLS_PER_MINUTE

    def allow_request(self, request: HttpRequest) -> bool:
        """True while the token of this call, or the address of a call without one, has calls left."""
        token = getattr(request, "auth", None)
        who = f"token-{token.pk}" if isinstance(token, ApiToken) else f"address-{request.META.get('REMOTE_ADDR', '')}"
        return _count(f"api-{who}") <= (self.calls or settings.HEARD_API_CALLS_PER_MINUTE)

    def wait(self) -> float:
        """Seconds until calls are counted anew."""
        return _left_of_minute()


def _count(name: str, *, peek: bool = False) -> int:
    """How often `name` was counted in this minute, with this time unless it is only a peek."""
    key = f"{name}-{int(time.time() // 60)}"
    if peek:
        return int(cache.get(key, 0))
    cache.add(key, 0, 120)
    try:
        return int(cache.incr(key))
    except ValueError:  # it was dropped between the two lines: the cache is full
        return 1


def _left_of_minute() -> int:
    return 60 - int(time.time() % 60)
