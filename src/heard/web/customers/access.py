"""Which customers a person may look up."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from heard.web.customers.models import Customer
from heard.web.organisation.access import Role

__all__ = ["customer_for", "customers_for"]

LOOK_UP = {Role.MANAGER, Role.ADMIN}  # to answer a customer who asks to see or erase what is kept


def customers_for(person: object) -> QuerySet[Customer]:
    """Those of the person's organisation, for who answers customers' requests; nobody for others."""
    roles: frozenset[Role] = getattr(person, "roles", frozenset())
    if roles.isdisjoint(LOOK_UP):
        return Customer.objects.none()
    return Customer.objects.filter(organisation=getattr(person, "organisation_id", None))


def customer_for(person: object, pk: int) -> Customer:
    """That customer, or 404."""
    return get_object_or_404(customers_for(person), pk=pk)
