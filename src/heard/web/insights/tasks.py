"""Counting in the background."""

from __future__ import annotations

from django_tasks import task

from heard.web.insights.actions import count_again
from heard.web.organisation.models import Organisation

__all__ = ["count"]


@task
def count() -> int:
    """Counts what changed or was released since, in every organisation; how many days. Cheap where nothing did."""
    return sum(count_again(organisation) for organisation in Organisation.objects.order_by("pk"))
