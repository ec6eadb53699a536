"""How a program gets in: a token that may do what its person may, and only within its scopes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from heard.web.people.models import ApiToken, hash_of

__all__ = ["Token"]


class Token(HttpBearer):
    """``Authorization: Bearer …`` with a token that has `scope`. ``request.user`` becomes its person."""

    def __init__(self, scope: str) -> None:
        if scope not in ApiToken.SCOPES:
            raise ValueError(f"{scope!r} is no scope; there are {', '.join(ApiToken.SCOPES)}")
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token's row, or None."""
        now = timezone.now()
        found = (
            ApiToken.objects.select_related("person", "organisation")
            .filter(
                Q(expires=None) | Q(expires__gt=now), secret_hash=hash_of(token), revoked=None, person__is_active=True
            )
            .first()
        )
        if found is None or self.scope not in found.scopes:
            return None
        if found.last_used is None or found.last_used < now - timedelta(minutes=1):
            ApiToken.objects.filter(pk=found.pk).update(last_used=now)
        request.user = found.person
        return found
