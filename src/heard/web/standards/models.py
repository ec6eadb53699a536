"""What real moments show of a criterion, and what a draft would change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from heard.web.conversations.models import Moment
from heard.web.organisation.models import Organisation, StandardVersion
from heard.web.people.models import Person

__all__ = ["Exemplar", "Trial"]


class Exemplar(models.Model):
    """A real moment, anonymised, that shows what a criterion means. It goes when its conversation goes."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="exemplars")
    standard = models.CharField(max_length=60)  # its name
    criterion = models.CharField(max_length=60)
    meets = models.BooleanField(_("what it shows"), choices=[(True, _("how it is done")), (False, _("what is missed"))])
    script = models.TextField(_("the exchange"))  # "customer: …" and "agent: …" lines, nobody to be known by them
    note = models.CharField(_("why it is a good example"), max_length=500, blank=True)
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="+")
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["criterion", "-meets", "-added"]

    def __str__(self) -> str:
        return f"{self.standard}: {self.criterion}"


class Trial(models.Model):
    """A draft held against conversations of the last weeks, beside the standard in use."""

    draft = models.ForeignKey(StandardVersion, models.CASCADE, related_name="trials")
    text = models.TextField()  # the draft as it was tried
    against = models.CharField(max_length=80)  # the standard in use that day: "everyday@1"
    since = models.DateTimeField()
    begun = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    finished = models.DateTimeField(null=True)  # None: under way, or waiting for a worker
    failed = models.CharField(max_length=300, blank=True)  # a sentence; "": it did not
    conversations = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)  # older ones, beyond what one trial looks at
    outcome = models.JSONField(default=dict)  # trying.Outcome as JSON

    class Meta:
        ordering: ClassVar = ["-begun"]

    def __str__(self) -> str:
        return f"trial of {self.draft}"
