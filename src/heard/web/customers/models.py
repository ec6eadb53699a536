"""The people whom the conversations are with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from heard.web.organisation.models import Organisation

__all__ = ["Customer"]


class Customer(models.Model):
    """A customer as the source names them. Nothing about them is kept here but that name; erasing removes the row."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="customers")
    name = models.CharField(max_length=200)  # name or id as in the conversations
    first_seen = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "name"], name="customer_name_once")]

    def __str__(self) -> str:
        return self.name
