"""What agents answer to a moment of theirs, what was decided about it, and thanks for the little things."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heard.moments import CAUSES
from heard.web.conversations.models import Conversation, Moment, Ruling
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Agent, Person

__all__ = ["APPEALS", "CLOSED", "KINDS", "STATES", "VERDICTS", "Answer", "Decision", "EarlierWords", "Kudos"]

KINDS = {
    "context": _("Add context"),
    "no_need": _("Not an empathy moment"),
    "not_mine": _("Not mine"),
    "contested": _("The scales are wrong"),
}
APPEALS = ("no_need", "not_mine", "contested")  # kinds that ask a person for a decision; context asks for nothing
VERDICTS = {"upheld": _("upheld"), "in_part": _("upheld in part"), "declined": _("declined")}
CLOSED = tuple(VERDICTS)
STATES = {"noted": _("noted"), "open": _("waiting for a decision"), "withdrawn": _("withdrawn"), **VERDICTS}


class Asked(models.Model):
    """What an agent says and asks for, as it stands or as it stood."""

    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    words = models.TextField(_("in your words"))
    cause = models.CharField(max_length=10, blank=True, choices=[(c, c) for c in CAUSES])  # not_mine: whose it is
    recognition = models.SmallIntegerField(null=True, blank=True)  # contested: what it should be; None: as it is
    action = models.SmallIntegerField(null=True, blank=True)  # likewise

    class Meta:
        abstract = True

    @property
    def asked(self) -> dict[str, Any]:
        """What is said and asked for, as values."""
        return {name: getattr(self, name) for name in ("kind", "words", "cause", "recognition", "action")}


class Answer(Asked):
    """What the agent of a moment says about it. One for each moment; theirs to change until somebody has decided."""

    moment = models.OneToOneField(Moment, models.CASCADE, related_name="agent_answer")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")  # the moment's
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")  # the moment's
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    given = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)  # rises with every change: nobody decides on words unread
    state = models.CharField(max_length=10, choices=list(STATES.items()))
    deadline = models.DateTimeField(null=True)  # None: context, which asks for no decision
    decided = models.DateTimeField(null=True)  # of the newest decision
    read = models.BooleanField(default=True)  # False: decided, and the agent has not opened it yet

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "deadline", "id"], name="answer_by_deadline"),
            models.Index(fields=["organisation", "-decided", "-id"], name="answer_by_decision"),
            models.Index(fields=["agent", "-changed", "-id"], name="answer_of_agent"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.moment}"

    @property
    def is_appeal(self) -> bool:
        """It asks a person for a decision."""
        return self.kind in APPEALS

    @property
    def is_decided(self) -> bool:
        """A person has decided; the words stay as they are."""
        return self.state in CLOSED

    @property
    def is_overdue(self) -> bool:
        """Nobody has decided by the deadline."""
        return self.state == "open" and self.deadline is not None and self.deadline < timezone.now()


class EarlierWords(Asked):
    """What an answer said before it was changed or withdrawn."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="earlier")
    written = models.DateTimeField()
    replaced = models.DateTimeField(default=timezone.now)  # before the moment's release: for the agent's eyes alone
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-replaced", "-id"]

    def __str__(self) -> str:
        return f"earlier words of {self.answer}"


class Decision(models.Model):
    """What a person decided about an answer, in writing. It never changes; another person may decide anew."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)  # on that day; it stays when the person is gone
    at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=10, choices=list(VERDICTS.items()))
    reason = models.TextField()
    ruling = models.ForeignKey(Ruling, models.SET_NULL, null=True, related_name="+")  # what it changed; None: nothing

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.answer}"


class Kudos(models.Model):
    """Thanks to an agent for a little thing that somebody noticed. Read by the agent; counted nowhere."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="kudos")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)  # on that day
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, related_name="+")  # None: for no one talk
    moment = models.ForeignKey(Moment, models.CASCADE, null=True, related_name="+")  # None: for the whole of it
    words = models.CharField(_("what you noticed"), max_length=500)
    given = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "kudos"
        ordering: ClassVar = ["-given", "-id"]
        indexes: ClassVar = [models.Index(fields=["agent", "-given", "-id"], name="kudos_of_agent")]

    def __str__(self) -> str:
        return f"kudos to {self.agent}"
