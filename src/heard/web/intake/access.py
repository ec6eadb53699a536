"""Which imports a person may see and start."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from heard.web.intake.models import Import
from heard.web.organisation.access import Role
from heard.web.people.models import Person

__all__ = ["BRING_IN", "draft_for", "import_for", "imports_for", "may_bring_in", "may_read_rejects"]

BRING_IN = (Role.ADMIN, Role.MANAGER, Role.ANALYST)
READ_ALL = frozenset({Role.MANAGER, Role.ANALYST})  # of those: who may read conversations of others


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


def draft_for(person: Person, pk: int) -> Import:
    """That import while this person prepares it, or 404."""
    return get_object_or_404(imports_for(person), pk=pk, state="draft", by=person)


def may_read_rejects(person: Person, brought: Import) -> bool:
    """True for who gave the files, and for who may read everybody's conversations: a reject shows how one begins."""
    return brought.by_id == person.pk or not person.roles.isdisjoint(READ_ALL)
