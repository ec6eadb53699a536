"""Which receipts a person may see, and to whom the pages of this app are open."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from heard.web.customers.access import LOOK_UP
from heard.web.organisation.access import Role
from heard.web.privacy.models import Receipt

__all__ = ["ANSWER_CUSTOMERS", "SEE_RETENTION", "receipt_for", "receipts_for"]

ANSWER_CUSTOMERS = tuple(sorted(LOOK_UP))
SEE_RETENTION = (Role.MANAGER, Role.ADMIN)


def receipts_for(person: object) -> QuerySet[Receipt]:
    """Those of the person's organisation, for who answers customers' requests; nobody's for others."""
    if getattr(person, "roles", frozenset()).isdisjoint(ANSWER_CUSTOMERS):
        return Receipt.objects.none()
    return Receipt.objects.filter(organisation=getattr(person, "organisation_id", None))


def receipt_for(person: object, pk: int) -> Receipt:
    """That receipt, or 404."""
    return get_object_or_404(receipts_for(person), pk=pk)
