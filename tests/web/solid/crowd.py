"""The objects of the doors' table, each with as many rows in it as are asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from heard.web.answers.actions import Asks, give, thank
from heard.web.answers.models import Kudos
from heard.web.conversations.models import Conversation, SavedView
from heard.web.insights.actions import count_again
from heard.web.intake.models import Import, ImportFile, Reject
from heard.web.organisation.access import Role
from heard.web.organisation.actions import log
from heard.web.organisation.models import StandardVersion, Team
from heard.web.people.models import Agent, ApiToken, Invitation, Membership, Person, hash_of
from heard.web.privacy.models import Receipt, RetentionRun
from heard.web.reviews.models import (
    Agreed,
    Calibration,
    CalibrationConversation,
    Draw,
    Participant,
    QueueItem,
    SamplingPlan,
)
from heard.web.standards.models import Exemplar, Trial
from tests.web.cast import Cast, person, put
from tests.web.doors import EVERYDAY, Things

__all__ = ["Crowd", "everybody"]

NEED = """
    customer: My mother died in week {n} and her line is still being charged. I can't ring again and again.
    agent: Please provide the account number {n}.
"""
MET = """
    customer: I'm worried sick, the medicine of order {n} was due yesterday and my daughter has none left.
    agent: Being without her medicine is frightening, I understand why you are worried. A courier brings it before 6 pm.
    customer: Thank you so much, that is a weight off my mind.
"""


def everybody(cast: Cast) -> Person:
    """Somebody with every role but the agent's, whom nothing on a page is hidden from."""
    admin = cast[Role.ADMIN]
    for role in Role:
        if role is not Role.AGENT:
            Membership.objects.get_or_create(person=admin, role=role, team=cast.north if role is Role.LEAD else None)
    return Person.objects.get(pk=admin.pk)


class Crowd(Things):
    """`many` rows in every table that a page lists, made at once, so that each page has them all."""

    def __init__(self, cast: Cast, many: int) -> None:
        super().__init__(cast)
        self.many = many
        self.admin = everybody(cast)
        self._people()
        self._conversations()
        self._answers()
        self._reviews()
        self._rest()
        count_again(cast.organisation)

    def _people(self) -> None:
        organisation = self.cast.organisation
        for n in range(self.many):
            Team.objects.create(organisation=organisation, name=f"Team {n}")
            one = person(organisation, Role.AGENT, self.cast.north, email=f"agent{n}@brightwater.test")
            Agent.objects.create(organisation=organisation, name=f"Agent {n}", team=self.cast.north, person=one)
            Invitation.objects.create(
                organisation=organisation,
                email=f"new{n}@brightwater.test",
                name=f"New {n}",
                role=Role.AGENT,
                team=self.cast.north,
                secret_hash=hash_of(f"crowd {n}"),
                invited_by=self.admin,
                expires=timezone.now() + timedelta(days=1),
            )
            ApiToken.objects.create(
                organisation=organisation, person=self.admin, name=f"token {n}", secret_hash=hash_of(f"token {n}")
            )
            log(organisation, one, "saw conversation", f"conversation {n}")
            SavedView.objects.create(person=self.admin, name=f"view {n}", query="result=missed")
            Client().force_login(self.admin)  # another session of theirs

    def _conversations(self) -> None:
        began = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
        put(self.cast.organisation, ["".join(NEED.format(n=n) for n in range(self.many))], key="doors", began=began)
        for key, script in (("need", NEED), ("met", MET)):
            for n in range(self.many):
                put(
                    self.cast.organisation,
                    [script.format(n=100 + n)],
                    key=f"{key}{n}",
                    agent="Ada" if n % 2 else f"Agent {n}",
                    customer="Cleo" if n % 3 else f"Cleo {n}",
                    began=began + timedelta(minutes=n),
                )

    @cached_property
    def conversation(self) -> Conversation:
        """With `many` moments, of a customer with many conversations."""
        return Conversation.objects.get(organisation=self.cast.organisation, key="doors-1")

    @cached_property
    def view(self) -> SavedView:
        """The administrator's first."""
        return SavedView.objects.get(person=self.admin, name="view 0")

    @cached_property
    def kudos(self) -> Kudos:
        """From the administrator."""
        return thank(self.admin, self.cast.agent, "You rang back on your own.")

    def _answers(self) -> None:
        agent, talks = self.cast[Role.AGENT], Conversation.objects.filter(organisation=self.cast.organisation)
        for moment in list(self.conversation.moments.order_by("place"))[1 : self.many]:
            give(agent, moment, Asks("no_need", "Nothing was the matter."))
        for talk in talks.filter(agent=self.cast.agent)[: self.many]:
            thank(self.admin, self.cast.agent, "You rang back.", conversation=talk)
        assert self.answer
        assert self.kudos

    def _reviews(self) -> None:
        organisation = self.cast.organisation
        plan = SamplingPlan.objects.create(organisation=organisation, version=1, seed="crowd")
        assert self.queued
        assert self.calibration
        assert self.agreed
        for n, talk in enumerate(Conversation.objects.filter(organisation=organisation).exclude(key="doors-1")):
            if n >= self.many:
                break
            QueueItem.objects.create(
                organisation=organisation, conversation=talk, team=self.cast.north, reason="asked", place=0
            )
            CalibrationConversation.objects.create(calibration=self.calibration, conversation=talk)
            Agreed.objects.create(
                calibration=self.calibration,
                criterion="recognised",
                text=f"{n}",
                conversation=talk,
                turn=0,
                by=self.admin,
            )
            Calibration.objects.create(
                organisation=organisation, title=f"Doors {n}", standard="everyday", led_by=self.admin
            )
            Draw.objects.create(
                organisation=organisation,
                plan=plan,
                team=self.cast.north,
                until=timezone.now() - timedelta(days=n),
                population=9,
                drawn=3,
            )
        for one in Person.objects.filter(email__startswith="agent", organisation=organisation):
            if one.email != "agent@brightwater.test":
                Participant.objects.create(calibration=self.calibration, person=one)

    def _rest(self) -> None:
        organisation = self.cast.organisation
        assert self.draft
        assert self.trial
        assert self.exemplar
        for n in range(self.many):
            StandardVersion.objects.create(
                organisation=organisation,
                name=f"doors-{n}",
                version=1,
                text=EVERYDAY.replace('name = "everyday"', f'name = "doors-{n}"', 1),
                written_by="Admin",
            )
            Trial.objects.create(draft=self.draft, text=self.draft.text, against="everyday@1", since=timezone.now())
            Exemplar.objects.create(
                organisation=organisation,
                standard="everyday",
                criterion="recognised",
                meets=bool(n % 2),
                script="customer: My line is still charged.\nagent: Please wait.",
                moment=self.moment,
                added_by=self.admin,
            )
            brought = Import.objects.create(organisation=organisation, by=self.admin, state="done", read=0)
            for owner in (brought, self.brought):
                ImportFile.objects.create(brought=owner, name=f"{n}.csv", path="", size=3, digest=f"{n}")
                Reject.objects.create(brought=owner, file=f"{n}.csv", place="line 2", what="No words.", cure="Look.")
            Receipt.objects.create(
                organisation=organisation, number=n + 2, by_name="Manager Person", by=self.admin, customer=f"{n:064}"
            )
            RetentionRun.objects.create(organisation=organisation)
        assert self.receipt
        assert Session.objects.exists()
