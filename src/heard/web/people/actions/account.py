"""What people say about themselves, and what the organisation chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from heard.web.organisation.actions import log
from heard.web.organisation.models import Organisation
from heard.web.people.models import Person

__all__ = ["change_account", "change_settings"]


@transaction.atomic
def change_account(person: Person, *, name: str, language: str) -> None:
    """Changes a person's own name and language; "" is the organisation's."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    log(person.organisation, person, "changed own account", f"person {person.pk}")


@transaction.atomic
def change_settings(organisation: Organisation, chosen: Mapping[str, Any], by: Person) -> dict[str, Any]:
    """Changes what the organisation has chosen and returns, by field, what was and what is. Nothing changed: {}."""
    kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changes = {
        field: {"before": getattr(kept, field), "after": value}
        for field, value in chosen.items()
        if getattr(kept, field) != value
    }
    if changes:
        for field, change in changes.items():
            setattr(kept, field, change["after"])
        kept.save(update_fields=list(changes))
        log(kept, by, "changed settings", "organisation", **changes)
    return changes
