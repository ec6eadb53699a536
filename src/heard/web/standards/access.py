"""Which versions, drafts and trials of the standards a person may open."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from heard.standards import builtin
from heard.web.organisation.access import Role
from heard.web.organisation.models import StandardVersion
from heard.web.people.models import Person
from heard.web.standards.models import Exemplar, Trial
from heard.web.standards.texts import text_of

__all__ = ["WRITERS", "draft_for", "exemplar_for", "standard_named", "trial_for", "version_for"]

WRITERS = frozenset({Role.MANAGER})  # who may write and adopt


def version_for(person: Person, name: str, version: int) -> StandardVersion:
    """That version, or 404. Drafts are open to who writes, tries or reviews."""
    found = text_of(person.organisation, name, version)
    if found is None or (found.pk and found.adopted is None and person.roles <= {Role.AGENT}):
        raise Http404
    return found


def draft_for(person: Person, name: str) -> StandardVersion:
    """The draft of that standard, or 404."""
    return get_object_or_404(StandardVersion, organisation=person.organisation_id, name=name, adopted=None)


def trial_for(person: Person, pk: int) -> Trial:
    """That trial, or 404."""
    return get_object_or_404(
        Trial.objects.select_related("draft", "by"), pk=pk, draft__organisation=person.organisation_id
    )


def exemplar_for(person: Person, pk: int) -> Exemplar:
    """That exemplar, or 404."""
    return get_object_or_404(Exemplar, pk=pk, organisation=person.organisation_id)


def standard_named(person: Person, name: str) -> str:
    """`name`, where there is such a standard here; else 404."""
    if name in builtin() or person.organisation.standards.filter(name=name).exists():
        return name
    raise Http404
