"""Which imports a person may see and start."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from heard.web.intake.models import Import
from heard.web.organisation.access import Role

__all__ = ["BRING_IN", "import_for", "imports_for", "may_bring_in"]

BRING_IN = (Role.ADMIN, Role.MANAGER, Role.ANALYST)


def may_bring_in(person: object) -> bool:
    """True for who may bring conversations in."""
    return not getattr(person, "roles", frozenset()).isdisjoint(BRING_IN)


def imports_for(person: object) -> QuerySet[Import]:
    """Those of the person's organisation, for who may bring conversations in; nobody's for others."""
    if not may_bring_in(person):
        return Import.objects.none()
    return Import.objects.filter(organisation=getattr(person, "organisation_id", None))


def import_for(person: object, pk: int) -> Import:
    """That import, or 404."""
    return get_object_or_404(imports_for(person), pk=pk)
