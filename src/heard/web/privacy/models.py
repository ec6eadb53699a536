"""What stays of an erasure: that it happened, how much of what, and hashes by which the same data is known again.

No name and no words of anybody who was erased.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from heard.web.customers.models import Customer
from heard.web.organisation.models import Organisation
from heard.web.people.models import Person

__all__ = ["ErasedTalk", "Receipt", "RetentionRun", "Watched"]


class Receipt(models.Model):
    """That a customer was erased. `customer` is a keyed hash: it tells whether a given name was it, and never the name."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="receipts")
    number = models.PositiveIntegerField()  # within the organisation, from 1
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)  # on that day
    customer = models.CharField(max_length=64, db_index=True)  # recognising.customer_digest
    removed: models.JSONField[Any, Any] = models.JSONField(default=dict)  # of what → how many
    left: models.JSONField[Any, Any] = models.JSONField(default=list)  # [verifying.Left]: where the name still stands
    verified = models.DateTimeField(null=True)  # when everything was searched for the name; None: not yet
    overwritten = models.DateTimeField(null=True)  # when the database's own leftovers were overwritten
    again = models.PositiveIntegerField(default=0)  # the same conversations that came in once more and were removed
    back_as = models.ForeignKey(
        Customer, models.SET_NULL, null=True, related_name="+"
    )  # a customer of that name who came in since; None: nobody

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "number"], name="receipt_once")]

    def __str__(self) -> str:
        return f"receipt {self.number}"


class ErasedTalk(models.Model):
    """A conversation that was erased, as a keyed hash of its customer and what was said."""

    receipt = models.ForeignKey(Receipt, models.CASCADE, related_name="talks")
    digest = models.CharField(max_length=64, db_index=True)  # recognising.talk_digest

    def __str__(self) -> str:
        return f"a conversation of {self.receipt}"


class Watched(models.Model):
    """Up to which conversation what came in was held against the receipts."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="+")
    conversation = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"watched by {self.organisation}"


class RetentionRun(models.Model):
    """What one run of the daily job removed."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="retention_runs")
    at = models.DateTimeField(default=timezone.now)
    before = models.DateTimeField(null=True)  # conversations that began earlier were due; None: none are ever due
    removed: models.JSONField[Any, Any] = models.JSONField(default=dict)  # of what → how many
    kept_for_appeals = models.PositiveIntegerField(default=0)  # due, and kept until a person has decided
    unfinished = models.BooleanField(default=False)  # the run had its share of time; the next goes on

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="retention_newest")]

    def __str__(self) -> str:
        return f"retention on {self.at:%Y-%m-%d}"
