"""The organisation, its teams, its standards' versions, and the log of who did what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["REDACTIONS", "AuditEntry", "CriterionAgreement", "Organisation", "StandardVersion", "Team"]

REDACTIONS = {  # what can be blacked out before it is stored: the names in Organisation.redact, and what people call it
    "email": _("e-mail addresses"),
    "phone": _("phone numbers"),
    "card": _("card numbers"),
    "iban": _("bank account numbers (IBAN)"),
    "name": _("names of the people in the conversation"),
    "address": _("postal addresses"),
}


class Organisation(models.Model):
    """Who uses this installation, and what it has chosen. Every row of every table belongs to one."""

    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    created = models.DateTimeField(auto_now_add=True)

    agent_first_hours = models.PositiveSmallIntegerField(_("hours a result is the agent's alone"), default=24)
    appeal_days = models.PositiveSmallIntegerField(_("days to decide an appeal"), default=7)
    retention_months = models.PositiveSmallIntegerField(
        _("months conversations are kept"), null=True, blank=True, default=12
    )  # None: until somebody removes them
    redact = models.JSONField(_("what is blacked out before it is stored"), default=list, blank=True)  # names of kinds
    smallest_group = models.PositiveSmallIntegerField(_("fewest people a team's figures may be about"), default=4)
    least_agreement = models.FloatField(
        _("agreement below which a criterion is not used for individuals"), default=0.67
    )
    needs_second_factor = models.BooleanField(_("everyone signs in with a second factor or a passkey"), default=False)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People who work together."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class StandardVersion(models.Model):
    """One version of a standard, as text. It never changes once it is adopted; every judgement names the one of its day."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="standards")
    name = models.CharField(max_length=60)  # as in the text: "everyday"
    version = models.PositiveIntegerField()
    text = models.TextField()  # TOML, as docs/how-to/standards.md describes it
    written_by = models.CharField(max_length=200, blank=True)  # a person's name on that day; "": it ships with Heard
    written = models.DateTimeField(auto_now_add=True)
    adopted = models.DateTimeField(null=True, blank=True)  # None: a draft, which judges nothing
    retired = models.DateTimeField(null=True, blank=True)  # None and adopted: the one in use

    class Meta:
        ordering: ClassVar = ["name", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name", "version"], name="standard_version_once")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """As it stands beside every judgement: "everyday@1"."""
        return f"{self.name}@{self.version}"


class CriterionAgreement(models.Model):
    """How well people agree on a criterion; below the organisation's least agreement it is not for individuals."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="agreements")
    standard = models.CharField(max_length=60)  # its name, without a version
    criterion = models.CharField(max_length=60)
    alpha = models.FloatField(null=True)  # Krippendorff's; None: too few judgements to say
    low = models.FloatField(null=True)  # 95 % interval
    high = models.FloatField(null=True)
    judged = models.PositiveIntegerField(default=0)  # conversations that two people or more judged
    for_individuals = models.BooleanField(default=True)
    measured = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "standard", "criterion"], name="agreement_once")
        ]

    def __str__(self) -> str:
        return f"{self.standard}: {self.criterion}"


class AuditEntry(models.Model):
    """Who saw or changed what. Kept when the person or the thing is gone, so it points to neither."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="audit")
    at = models.DateTimeField(auto_now_add=True)
    person_id = models.BigIntegerField(null=True)  # None: Heard itself, as when retention removes something
    person = models.CharField(max_length=200)
    did = models.CharField(max_length=60)  # a verb and its object: "saw conversation", "changed settings"
    thing = models.CharField(max_length=200, blank=True)  # "conversation 12"; never words of a conversation
    details: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-at"], name="audit_newest"),
            models.Index(fields=["organisation", "person_id", "-at"], name="audit_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.did} {self.thing}"
