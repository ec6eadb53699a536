"""How an organisation's Chatwoot is joined: its secret, and the address it sends to."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from heard.web.intake.chatwoot import new_key
from heard.web.intake.models import ChatwootSource
from heard.web.organisation.actions import log
from heard.web.people.models import Person

__all__ = ["FORMER", "join", "move"]

FORMER = timedelta(days=1)  # a former secret is taken, for deliveries that were under way


def join(source: ChatwootSource, secret: str, person: Person) -> None:
    """Saves the settings; a new `secret` takes the place of the one before, "" keeps it."""
    if secret and secret != source.secret:
        source.former_secret, source.former_until = source.secret, timezone.now() + FORMER
        source.secret = secret
    source.save()
    log(source.organisation, person, "changed settings", "Chatwoot", new_secret=bool(secret))


def move(source: ChatwootSource, person: Person) -> None:
    """Gives it another address."""
    source.key = new_key()
    source.save(update_fields=["key"])
    log(source.organisation, person, "changed settings", "Chatwoot", new_address=True)
