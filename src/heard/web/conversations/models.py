"""Conversations and their moments, with a column for whatever a list can be filtered by.

What was said and everything the engine found in it is one compressed document (`Record`), as ``heard-analysis/1``
describes it; the columns beside it are only what is searched, counted and sorted.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.text import Truncator

from heard.conversation import CHANNELS
from heard.moments import CAUSES, OUTCOMES
from heard.web.customers.models import Customer
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Agent, Person
from heard.web.plumbing.fields import CompressedJSONField

__all__ = [
    "ANSWERS",
    "RESULTS",
    "Answered",
    "Changed",
    "Conversation",
    "Gold",
    "Moment",
    "MomentLabel",
    "Record",
    "Ruling",
    "Said",
    "SavedView",
]

RESULTS = ("met", "repaired", "missed", "unsure")  # of a moment; repaired: met by a later reply, and counts as not met


ANSWERS = ("context", "contested", "upheld", "declined")  # how the agent answered a moment, and how it was decided


class Conversation(models.Model):
    """One conversation and what a list shows of it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="conversations")
    key = models.CharField(max_length=200)  # its id in the source; within an organisation it stands once
    fingerprint = models.CharField(
        max_length=64, db_index=True
    )  # of what was said: the same conversation under another id
    origin = models.CharField(max_length=200, blank=True)  # "import 12", "api", "chatwoot"
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")  # who answered most
    agents: models.ManyToManyField[Agent, Answered] = models.ManyToManyField(
        Agent, through="Answered", related_name="conversations"
    )  # everyone who answered
    customer = models.ForeignKey(Customer, models.SET_NULL, null=True, related_name="conversations")
    channel = models.CharField(max_length=10, choices=[(c, c) for c in CHANNELS])
    subject = models.CharField(max_length=500, blank=True)
    opening = models.CharField(max_length=200, blank=True)  # the customer's first words, on one line
    began = models.DateTimeField()  # when it began; where the source says nothing, when it came in
    came_in = models.DateTimeField(auto_now_add=True)
    released = models.DateTimeField()  # until then it is the agent's alone
    turns = models.PositiveIntegerField()
    readable = models.BooleanField(default=True)  # False: not in English, so nothing was judged
    needed = models.PositiveSmallIntegerField(default=0)  # moments that count
    met = models.PositiveSmallIntegerField(default=0)
    unsure = models.PositiveSmallIntegerField(default=0)  # moments left to a person
    least_confidence = models.FloatField(null=True)  # of its moments; None: it has none
    reviewed = models.BooleanField(default=False)  # a person has judged it
    engine = models.CharField(max_length=60)
    model = models.CharField(max_length=60, blank=True)
    standard = models.CharField(max_length=80)  # "everyday@1"

    class Meta:
        ordering: ClassVar = ["-began", "-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "key"], name="conversation_key_once")]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-began", "-id"], name="conversation_newest"),
            models.Index(fields=["organisation", "team", "-began", "-id"], name="conversation_of_team"),
            models.Index(fields=["organisation", "agent", "-began", "-id"], name="conversation_of_agent"),
            models.Index(fields=["customer"], name="conversation_of_customer"),
            models.Index(
                fields=["organisation", "-began", "-id"],
                name="conversation_reviewed",
                condition=models.Q(reviewed=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.key

    @property
    def title(self) -> str:
        """What a page calls it: its subject, else how the customer began. Never for a log: it is what somebody said."""
        return self.subject or Truncator(self.opening).chars(90) or self.key


class Answered(models.Model):
    """That an agent answered in a conversation."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agent", "conversation"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.agent} in {self.conversation_id}"


class Record(models.Model):
    """What was said and what the engine found, as it was on that day. It never changes; people's rulings stand beside it."""

    conversation = models.OneToOneField(Conversation, models.CASCADE, primary_key=True, related_name="record")
    analysis = CompressedJSONField()  # heard-analysis/1, docs/reference/json.md


class Said(models.Model):
    """The words by which a conversation is found, folded (`searching.words`). Written by `search` alone.

    Migration 0002 lays a full-text index over this table: on SQLite an FTS5 table that three triggers keep true, on
    PostgreSQL a generated tsvector column. Whoever alters this table must make them anew: Django forgets triggers.
    """

    conversation = models.OneToOneField(Conversation, models.CASCADE, primary_key=True, related_name="said")
    words = models.TextField()

    class Meta:
        verbose_name_plural = "said"

    def __str__(self) -> str:
        return f"words of {self.conversation_id}"


class Moment(models.Model):
    """One need and the response to it, as it counts now: by the engine, or by a person who ruled otherwise."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="moments")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    agent = models.ForeignKey(
        Agent, models.SET_NULL, null=True, related_name="moments"
    )  # who answered it, else the conversation's
    channel = models.CharField(max_length=10)
    began = models.DateTimeField()  # of the conversation
    released = models.DateTimeField()  # likewise
    place = models.PositiveSmallIntegerField()  # its number in the analysis, from 0
    turn = models.PositiveIntegerField()
    response_turn = models.PositiveIntegerField(null=True)
    intensity = models.PositiveSmallIntegerField()
    recognition = models.SmallIntegerField(null=True)  # -1…3; None: nobody answered
    action = models.SmallIntegerField(null=True)  # 0…2
    result = models.CharField(max_length=10, choices=[(r, r) for r in RESULTS])
    turns_to_recognition = models.PositiveSmallIntegerField(null=True)
    seconds_to_recognition = models.FloatField(null=True)
    process_first = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=[(o, o) for o in OUTCOMES])
    ready = models.BooleanField(default=False)
    cause = models.CharField(max_length=10, blank=True, choices=[(c, c) for c in CAUSES])  # "": met
    confidence = models.FloatField()
    counts = models.BooleanField(default=True)  # False: a person ruled that no need was shown
    judged_by_person = models.BooleanField(default=False)
    answer = models.CharField(
        max_length=10, blank=True, choices=[(a, a) for a in ANSWERS]
    )  # "": the agent said nothing

    class Meta:
        ordering: ClassVar = ["conversation", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "place"], name="moment_place_once")]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "began"], name="moment_by_time"),
            models.Index(fields=["agent", "began"], name="moment_of_agent"),
            models.Index(fields=["agent", "released"], name="moment_agents_alone"),
            models.Index(fields=["organisation", "result", "began"], name="moment_by_result"),
        ]

    def __str__(self) -> str:
        return f"moment {self.place} of {self.conversation_id}"


class MomentLabel(models.Model):
    """A feeling or circumstance that makes a moment a need."""

    moment = models.ForeignKey(Moment, models.CASCADE, related_name="labels")
    label = models.CharField(max_length=40)  # of heard.signals.catalogue()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["moment", "label"], name="moment_label_once")]
        indexes: ClassVar = [models.Index(fields=["label", "moment"], name="moment_by_label")]

    def __str__(self) -> str:
        return self.label


class Ruling(models.Model):
    """What a person decided about a moment, in writing, and how it stood before. The newest holds."""

    moment = models.ForeignKey(Moment, models.CASCADE, related_name="rulings")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()
    before = models.JSONField(default=dict)  # the moment's columns that changed, as they were
    after = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"ruling on {self.moment}"


class Gold(models.Model):
    """A moment that a person judged in writing: what the engine is measured against."""

    moment = models.OneToOneField(Moment, models.CASCADE, related_name="gold")
    need = models.BooleanField()
    recognition = models.SmallIntegerField(null=True)  # as in Moment
    action = models.SmallIntegerField(null=True)
    came_from = models.CharField(max_length=20)  # "appeal", "review", "calibration"
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"gold of {self.moment}"


class Changed(models.Model):
    """A day (in UTC) of an organisation whose figures must be counted again."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "day"], name="changed_day_once")]

    def __str__(self) -> str:
        return str(self.day)


class SavedView(models.Model):
    """A list's filters under a name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="views")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=1000)  # the query string

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "name"], name="view_name_once")]

    def __str__(self) -> str:
        return self.name
