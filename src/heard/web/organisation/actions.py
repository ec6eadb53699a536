"""What is written about the organisation."""

from __future__ import annotations

from typing import Any

from heard.web.organisation.models import AuditEntry, Organisation

__all__ = ["log"]


def log(organisation: Organisation, person: Any, did: str, thing: str = "", **details: Any) -> None:
    """Keeps that `person` (None: Heard itself) saw or changed something. Never give words of a conversation."""
    AuditEntry.objects.create(
        organisation=organisation,
        person_id=person.pk if person else None,
        person=str(person) if person else "Heard",
        did=did,
        thing=thing,
        details=details,
    )
