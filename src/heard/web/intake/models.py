"""What comes in: an import with its files, what of it was not read, and what Chatwoot has sent so far."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.conversation import CHANNELS
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Person
from heard.web.plumbing.fields import CompressedJSONField

__all__ = ["ChatwootConversation", "ChatwootMessage", "ChatwootSource", "Delivery", "Import", "ImportFile", "Reject"]

STATES = {
    "draft": _("being prepared"),
    "waiting": _("waiting for its turn"),
    "running": _("under way"),
    "paused": _("paused"),
    "stopped": _("stopped"),  # by an error that a person has to look at; it can be tried again
    "done": _("done"),
    "cancelled": _("cancelled"),
    "undoing": _("being undone"),
    "undone": _("undone"),
}
CAME_BY = {"upload": _("files"), "api": _("the API"), "chatwoot": _("Chatwoot")}


class Import(models.Model):
    """Conversations that are brought in together, how they are to be read, and how far that is.

    What was read is what was stored, what was known already, what was rejected and what was left out: the database
    itself holds that. The counts and the conversations they count are written in one transaction.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="imports")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")  # None: a webhook
    came_by = models.CharField(max_length=10, choices=list(CAME_BY.items()), default="upload")
    created = models.DateTimeField(auto_now_add=True)

    # how it is read
    format = models.CharField(_("format"), max_length=40, blank=True)  # "": recognised, file by file
    channel = models.CharField(_("channel"), max_length=10, blank=True, choices=[(c, c) for c in CHANNELS])
    columns: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)  # our field → header of the table
    roles: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)  # name in the source → Speaker
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team"))
    redact = models.JSONField(default=list, blank=True)  # kinds, as the organisation asked when it started
    standard = models.TextField(blank=True)  # the TOML of the one that judged when it started

    # how far it is
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="draft")
    asked = models.CharField(max_length=10, blank=True)  # of a running one: "pause", "keep" or "undo"
    why = models.CharField(max_length=500, blank=True)  # why it is paused or stopped; "": somebody asked
    total = models.PositiveIntegerField(null=True)  # conversations; None: not counted yet
    read = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)  # those that could not be read or analysed
    left_out = models.PositiveIntegerField(default=0)  # on purpose, such as automatic replies
    replaced = models.PositiveIntegerField(default=0)  # of those stored: went on since they were stored before
    position = models.PositiveIntegerField(default=0)  # conversations of the files that are dealt with
    told = models.PositiveIntegerField(default=0)  # rejects of the files that are kept
    redacted: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)  # kind → how often
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    queued = models.DateTimeField(null=True)  # when it was last given to the workers

    # who works on it
    worker = models.CharField(max_length=120, blank=True)  # "host:process:random"; "": nobody
    heartbeat = models.DateTimeField(null=True)
    pace_from = models.DateTimeField(null=True)  # when this worker began to analyse …
    pace_position = models.PositiveIntegerField(default=0)  # … and where

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "came_by", "-id"], name="import_newest"),
            models.Index(fields=["state"], name="import_by_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(read=F("stored") + F("known") + F("rejected") + F("left_out")), name="import_adds_up"
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def origin(self) -> str:
        """How its conversations name it: `Conversation.origin`."""
        return f"import {self.pk}"


class ImportFile(models.Model):
    """A file as it was given. It is removed from the disk when the import is done; this row stays."""

    brought = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)  # as the person's machine calls it; never used as a path
    path = models.CharField(max_length=200)  # below settings.MEDIA_ROOT, random; "": removed
    size = models.PositiveBigIntegerField()  # bytes
    digest = models.CharField(max_length=64, db_index=True)  # SHA-256, by which the same file is known again

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Reject(models.Model):
    """One record that was not brought in, why, and what to do about it."""

    brought = models.ForeignKey(Import, models.CASCADE, related_name="rejects")
    file = models.TextField(blank=True)
    place = models.TextField(blank=True)  # "line 12"
    what = models.TextField()
    cure = models.TextField()
    raw = models.TextField(blank=True)  # how the record begins; blacked out as the organisation asks
    on_purpose = models.BooleanField(default=False)  # left out, such as an automatic reply: no error

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["brought", "on_purpose", "id"], name="reject_of_import")]

    def __str__(self) -> str:
        return f"{self.file} {self.place}: {self.what}"


class ChatwootSource(models.Model):
    """An organisation's Chatwoot: the address it sends to, and the secret it signs with."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="chatwoot")
    key = models.CharField(max_length=64, unique=True)  # the part of the address that nobody can guess
    secret = models.CharField(max_length=200, blank=True)  # Chatwoot makes it and signs with it; "": not given yet
    former_secret = models.CharField(max_length=200, blank=True)  # still taken until `former_until`
    former_until = models.DateTimeField(null=True)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team"))
    quiet_minutes = models.PositiveSmallIntegerField(_("minutes without a message until it is read"), default=30)
    last_delivery = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Chatwoot of {self.organisation}"


class Delivery(models.Model):
    """That a delivery came, so that a second one of the same id is ignored."""

    source = models.ForeignKey(ChatwootSource, models.CASCADE, related_name="deliveries")
    uuid = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "uuid"], name="delivery_once")]

    def __str__(self) -> str:
        return self.uuid


class ChatwootConversation(models.Model):
    """A conversation that Chatwoot tells message by message, until it is quiet or resolved and is brought in."""

    source = models.ForeignKey(ChatwootSource, models.CASCADE, related_name="conversations")
    number = models.CharField(max_length=100)  # its id in Chatwoot
    about: models.JSONField[Any, Any] = models.JSONField(default=dict)  # channel and subject
    last_message = models.DateTimeField()
    resolved = models.BooleanField(default=False)
    waiting = models.BooleanField(default=True)  # something came that was not brought in yet

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "number"], name="chatwoot_number_once")]
        indexes: ClassVar = [models.Index(fields=["waiting", "last_message"], name="chatwoot_quiet")]

    def __str__(self) -> str:
        return f"chatwoot {self.number}"


class ChatwootMessage(models.Model):
    """One message of it, with no more than a reading needs."""

    conversation = models.ForeignKey(ChatwootConversation, models.CASCADE, related_name="messages")
    number = models.CharField(max_length=100)
    message = CompressedJSONField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "number"], name="chatwoot_message_once")
        ]

    def __str__(self) -> str:
        return self.number
