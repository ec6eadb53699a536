"""Tokens for the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from heard.web.organisation.actions import log
from heard.web.people.models import ApiToken, Person, new_secret

__all__ = ["make_token", "revoke_token"]


@transaction.atomic
def make_token(person: Person, *, name: str, scopes: Sequence[str], days: int | None) -> str:
    """Makes a token of `person` and returns it: it is shown once and kept nowhere. `days` None: it does not run out."""
    secret, secret_hash = new_secret()
    token = ApiToken.objects.create(
        organisation=person.organisation,
        person=person,
        name=name,
        scopes=list(scopes),
        secret_hash=secret_hash,
        expires=timezone.now() + timedelta(days=days) if days else None,
    )
    log(person.organisation, person, "made token", f"token {token.pk}", scopes=list(scopes))
    return secret


@transaction.atomic
def revoke_token(token: ApiToken, by: Person) -> None:
    """Ends a token at once. A token that has ended stays so."""
    if token.revoked is None:
        token.revoked = timezone.now()
        token.save(update_fields=["revoked"])
        log(by.organisation, by, "revoked token", f"token {token.pk}")
