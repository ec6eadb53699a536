"""Which conversations a person may judge, and which reviews, queue items and calibrations are theirs to open."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from heard.web.conversations.access import conversations_for
from heard.web.conversations.models import Answered, Conversation
from heard.web.organisation.access import Role
from heard.web.people.models import Person
from heard.web.reviews.models import Calibration, Participant, QueueItem

__all__ = [
    "JUDGES",
    "calibration_for",
    "calibrations_for",
    "item_for",
    "items_for",
    "judges_of",
    "may_lead",
    "reviewable_for",
]

JUDGES = (Role.LEAD, Role.REVIEWER, Role.MANAGER)
JUDGES_ALL = frozenset({Role.REVIEWER, Role.MANAGER})  # of every team


def reviewable_for(person: Person) -> QuerySet[Conversation]:
    """What `person` may judge: of their teams, no longer the agent's alone, read by Heard, and never their own."""
    rows = conversations_for(person).filter(released__lte=timezone.now(), readable=True)
    if person.roles.isdisjoint(JUDGES_ALL):
        rows = rows.filter(team__in=person.led_teams)
    if person.agents:
        rows = rows.exclude(Exists(Answered.objects.filter(conversation=OuterRef("pk"), agent__in=person.agents)))
    return rows


def items_for(person: Person) -> QuerySet[QueueItem]:
    """The queue as `person` may see it; by what they may judge, so that nobody is asked to judge their own."""
    rows = QueueItem.objects.filter(organisation=person.organisation_id, conversation__released__lte=timezone.now())
    if person.roles.isdisjoint(JUDGES_ALL):
        rows = rows.filter(conversation__team__in=person.led_teams)
    if person.agents:
        own = Answered.objects.filter(conversation=OuterRef("conversation"), agent__in=person.agents)
        rows = rows.exclude(Exists(own))
    return rows


def item_for(person: Person, pk: int) -> QueueItem:
    """That place in the queue, or 404."""
    return get_object_or_404(items_for(person).select_related("conversation", "taken_by"), pk=pk)


def calibrations_for(person: Person) -> QuerySet[Calibration]:
    """Those that `person` leads or judges in; a manager's are all of the organisation's."""
    rows = Calibration.objects.filter(organisation=person.organisation_id)
    if Role.MANAGER in person.roles:
        return rows
    mine = Participant.objects.filter(calibration=OuterRef("pk"), person=person)
    return rows.filter(Q(led_by=person) | Exists(mine))


def calibration_for(person: Person, pk: int) -> Calibration:
    """That calibration, or 404."""
    return get_object_or_404(calibrations_for(person).select_related("led_by"), pk=pk)


def may_lead(person: Person, calibration: Calibration) -> bool:
    """True for who may close it: who called for it, and managers."""
    return calibration.led_by_id == person.pk or Role.MANAGER in person.roles


def judges_of(person: Person) -> QuerySet[Person]:
    """Who can be asked to judge with `person`: everybody here who judges conversations."""
    return Person.objects.filter(
        organisation=person.organisation_id, is_active=True, memberships__role__in=JUDGES
    ).distinct()
