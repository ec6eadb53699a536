"""Counts by day and by month, so that a page about a year reads some hundred rows and no moments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from heard.moments import CAUSES
from heard.web.conversations.models import Conversation
from heard.web.organisation.models import Organisation, Team

__all__ = ["CannedLine", "CauseOwner", "CountedDay", "Grain", "Tally"]


class Grain(models.TextChoices):
    """How much time one tally is about."""

    DAY = "day"
    MONTH = "month"


class Tally(models.Model):
    """What the released moments of one day (or month), team and channel come to. `tallying.py` says how it is counted."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    grain = models.CharField(max_length=5, choices=Grain.choices)
    start = models.DateField()  # the day, or the first of the month; in UTC
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")  # None: of no team
    channel = models.CharField(max_length=10)
    needed = models.PositiveIntegerField(default=0)
    met = models.PositiveIntegerField(default=0)
    agents: models.JSONField[Any, Any] = models.JSONField(
        default=list
    )  # keys of those who answered, only to count them
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)  # what was counted → how many
    pressing: models.JSONField[Any, Any] = models.JSONField(default=list)  # [weight, moment's key] to read first
    examples: models.JSONField[Any, Any] = models.JSONField(default=dict)  # hash of a canned line → key of a CannedLine

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "grain", "start", "team", "channel"], name="tally_once"),
            models.UniqueConstraint(  # a database takes no two None for the same team
                fields=["organisation", "grain", "start", "channel"],
                condition=models.Q(team=None),
                name="tally_without_team_once",
            ),
        ]
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.grain} {self.start}, {self.channel}"


class CountedDay(models.Model):
    """Up to when a day's tallies are true: results that were still an agent's alone are not in them."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    day = models.DateField()
    counted = models.DateTimeField()  # only what was released by then is in the tallies
    due = models.DateTimeField(null=True)  # when the next result of that day is released; None: all are

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "day"], name="counted_day_once")]
        indexes: ClassVar = [models.Index(fields=["organisation", "due"], name="counted_day_due")]

    def __str__(self) -> str:
        return str(self.day)


class CannedLine(models.Model):
    """Where a line that would fit any customer stands. Not its words: those are in the conversation's record alone."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    line = models.CharField(max_length=16)  # hash of its comparable form; "": the conversation was read and holds none
    turn = models.PositiveIntegerField(default=0)
    start = models.PositiveIntegerField(default=0)  # of its words in the turn's text
    end = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "line"], name="canned_line_once")]
        indexes: ClassVar = [models.Index(fields=["organisation", "line", "conversation"], name="canned_line_said")]

    def __str__(self) -> str:
        return f"canned line in {self.conversation_id}"


class CauseOwner(models.Model):
    """Who can change a cause that is not the agent's, as this organisation calls them."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=10, choices=[(c, c) for c in CAUSES])
    owner = models.CharField(_("who can change it"), max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "cause"], name="cause_owner_once")]

    def __str__(self) -> str:
        return f"{self.cause}: {self.owner}"
