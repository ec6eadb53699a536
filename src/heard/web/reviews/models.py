"""The sampling plan and the queue it fills, what people judged, and calibrations.

What a reviewer says never stands in the engine's columns: it has rows of its own, and each says what the engine said of
the same thing on that day.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from heard.moments import OUTCOMES
from heard.web.conversations.models import Conversation, Moment
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Person

__all__ = [
    "REASONS",
    "RESULTS",
    "Agreed",
    "Calibration",
    "CalibrationConversation",
    "Draw",
    "JudgedCriterion",
    "JudgedNeed",
    "Participant",
    "QueueItem",
    "Review",
    "SamplingPlan",
]

REASONS = {  # why a conversation is to be read, in the order in which a queue shows them
    "asked": _("Somebody asked for it"),
    "worst": _("A strong need may have been missed"),
    "uncertain": _("Heard is not sure"),
    "first_weeks": _("The agent is new"),
    "random": _("Drawn at random"),
}
STATES = {"open": _("open"), "taken": _("taken"), "done": _("reviewed"), "skipped": _("skipped")}
RESULTS = {
    "met": _("met"),
    "missed": _("missed"),
    "not_needed": _("not needed"),
    "cant_say": _("can’t say"),
}


class SamplingPlan(models.Model):
    """Which conversations a person reads next. A version never changes; the newest holds."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sampling_plans")
    version = models.PositiveIntegerField()
    written_by = models.CharField(max_length=200, blank=True)  # a person's name on that day; "": Heard's own plan
    written = models.DateTimeField(auto_now_add=True)
    per_week = models.PositiveSmallIntegerField(_("conversations a week, for each team"), default=10)
    per_team: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)  # team's key as text → its own
    random = models.PositiveSmallIntegerField(default=50)  # per cent; the four together are 100
    first_weeks = models.PositiveSmallIntegerField(default=10)
    worst = models.PositiveSmallIntegerField(default=20)
    uncertain = models.PositiveSmallIntegerField(default=20)
    new_for_weeks = models.PositiveSmallIntegerField(_("weeks for which an agent counts as new"), default=6)
    seed = models.CharField(max_length=40)  # with it, anybody can draw the same again

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "version"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"plan {self.version}"


class Draw(models.Model):
    """One week's draw for a team: from what, how many. Without it a random share proves nothing."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    plan = models.ForeignKey(SamplingPlan, models.CASCADE, related_name="draws")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")  # None: conversations without a team
    since = models.DateTimeField(null=True)  # what became free to read from here …; None: from the beginning
    until = models.DateTimeField()  # … to here, this moment left out
    population = models.PositiveIntegerField()  # conversations that could have been drawn
    drawn = models.PositiveIntegerField()  # of these, at random

    class Meta:
        ordering: ClassVar = ["-until", "team"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "team", "until"], name="draw_once"),
            models.UniqueConstraint(
                fields=["organisation", "until"], condition=models.Q(team=None), name="draw_without_team_once"
            ),
        ]

    def __str__(self) -> str:
        return f"draw until {self.until:%Y-%m-%d}"


class QueueItem(models.Model):
    """A conversation that a person is to read, and why."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="queue_item")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=list(REASONS.items()))
    place = models.PositiveSmallIntegerField()  # of the reason in REASONS: what is asked for comes first
    draw = models.ForeignKey(Draw, models.SET_NULL, null=True, related_name="items")  # None: somebody asked for it
    at_random = models.BooleanField(default=False)  # in the random sample, whatever else brought it here
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    for_customer = models.BooleanField(default=False)  # the customer wished it
    asked = models.TextField(blank=True)  # why, in the words of who asked
    state = models.CharField(max_length=8, choices=list(STATES.items()), default="open")
    taken_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+"
    )  # who has it, reviewed or skipped it
    taken = models.DateTimeField(null=True)
    skipped = models.TextField(blank=True)  # why it was left unread
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["place", "id"]
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "place", "id"], name="queue_in_order")]

    def __str__(self) -> str:
        return f"conversation {self.conversation_id}: {self.reason}"


class Review(models.Model):
    """What one person judged of one conversation. An edit is a new version; the earlier one stays."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="reviews")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="reviews")
    name = models.CharField(max_length=200)  # of who judged, on that day
    version = models.PositiveSmallIntegerField(default=1)
    newest = models.BooleanField(default=False)  # saved, and no later version is
    standard = models.CharField(max_length=80)  # "everyday@1": the one of the conversation's day
    started = models.DateTimeField(auto_now_add=True)
    saved = models.DateTimeField(null=True)  # None: a draft
    blind = models.BooleanField(default=True)  # False: the engine's view had been seen by then
    note = models.TextField(blank=True)
    typed: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)  # the form as it was left

    class Meta:
        ordering: ClassVar = ["-saved", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "by", "version"], name="review_version_once")
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "saved"], name="review_by_time")]

    def __str__(self) -> str:
        return f"review {self.version} of conversation {self.conversation_id}"


class JudgedCriterion(models.Model):
    """What a reviewer found of one criterion, beside what the engine found."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="criteria")
    criterion = models.CharField(max_length=60)
    result = models.CharField(max_length=10, choices=list(RESULTS.items()))
    engine = models.CharField(max_length=10, blank=True)  # of heard.standards.RESULTS; "": it was not marked
    turn = models.PositiveIntegerField(null=True)  # of the words that show it; None: none was picked
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "criterion"], name="criterion_judged_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.result}"


class JudgedNeed(models.Model):
    """What a reviewer saw in what the customer said until somebody answered: a need, and the response to it, or none."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="needs")
    turn = models.PositiveIntegerField()  # the first of the customer's turns
    need = models.BooleanField()
    recognition = models.SmallIntegerField(null=True)  # -1…3; None: nobody answered, or no need
    action = models.SmallIntegerField(null=True)  # 0…2; likewise
    outcome = models.CharField(max_length=10, blank=True, choices=[(o, o) for o in OUTCOMES])
    met = models.BooleanField(null=True)  # it reaches the bar of the review's standard; None: no need
    note = models.TextField(blank=True)
    moment = models.ForeignKey(Moment, models.SET_NULL, null=True, related_name="+")  # the engine's in the same words

    class Meta:
        ordering: ClassVar = ["turn"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "turn"], name="need_judged_once")]

    def __str__(self) -> str:
        return f"need at {self.turn}" if self.need else f"no need at {self.turn}"


class Calibration(models.Model):
    """Several people judge the same conversations, each for themselves, and then talk about where they differ."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="calibrations")
    title = models.CharField(_("title"), max_length=200)
    standard = models.CharField(max_length=60)  # its name, without a version
    led_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True)  # None: people still judge
    results: models.JSONField[Any, Any] = models.JSONField(null=True)  # None: not counted yet; numbers alone
    conversations: models.ManyToManyField[Conversation, CalibrationConversation] = models.ManyToManyField(
        Conversation, through="CalibrationConversation", related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-created", "-id"]

    def __str__(self) -> str:
        return self.title


class CalibrationConversation(models.Model):
    """A conversation that a calibration is about."""

    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="set")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="calibrations")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calibration", "conversation"], name="calibrated_once")
        ]

    def __str__(self) -> str:
        return f"conversation {self.conversation_id}"


class Participant(models.Model):
    """Somebody who judges in a calibration."""

    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.CASCADE, related_name="calibrations")
    finished = models.DateTimeField(null=True)  # None: still judging, and sees nobody else's view

    class Meta:
        ordering: ClassVar = ["person__name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["calibration", "person"], name="participant_once")]

    def __str__(self) -> str:
        return str(self.person)


class Agreed(models.Model):
    """What people agreed on when they had talked, with an example where they kept one."""

    KINDS: ClassVar = {"": _("a note"), "exemplar": _("met like this"), "counter": _("missed like this")}

    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="agreed")
    criterion = models.CharField(max_length=60)
    text = models.TextField()
    kind = models.CharField(max_length=10, blank=True, choices=list(KINDS.items()))
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, related_name="+")  # of the example
    turn = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["criterion", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def scale_or_criterion(self) -> str:
        """What it is about: "need", "scale" or "criterion"."""
        scales = {"need": "need", "recognition": "scale", "action": "scale"}
        return scales.get(self.criterion, "criterion")

    @property
    def quote(self) -> str:
        """The words of the example; "" without one."""
        if self.conversation is None or self.turn is None:
            return ""
        return str(self.conversation.record.analysis["turns"][self.turn]["text"])
