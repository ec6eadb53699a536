"""Which conversations and moments a person may see: the only way an id from a request becomes one."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from heard.web.conversations.models import Answered, Conversation, Moment
from heard.web.organisation.access import Role
from heard.web.people.models import Person

__all__ = ["conversation_for", "conversations_for", "moment_for", "moments_for"]

READ_ALL = frozenset({Role.REVIEWER, Role.MANAGER, Role.ANALYST})


def conversations_for(person: Person) -> QuerySet[Conversation]:
    """An agent's own; a lead's team's and everybody's for those who read all, once they are no longer the agent's alone."""
    answered = Answered.objects.filter(agent__in=person.agents)
    own = Q(pk__in=answered.values("conversation"))
    return Conversation.objects.filter(_reach(person, own), organisation=person.organisation_id)


def conversation_for(person: Person, pk: int) -> Conversation:
    """That conversation, or 404: who may not see it does not learn that it exists."""
    return get_object_or_404(conversations_for(person), pk=pk)


def moments_for(person: Person) -> QuerySet[Moment]:
    """The moments of those conversations that `person` may see."""
    return Moment.objects.filter(_reach(person, Q(agent__in=person.agents)), organisation=person.organisation_id)


def moment_for(person: Person, pk: int) -> Moment:
    """That moment, or 404."""
    return get_object_or_404(moments_for(person), pk=pk)


def _reach(person: Person, own: Q) -> Q:
    """What `person` may see, where `own` says what is theirs. The tables name team and release alike."""
    reach = own if person.agents else Q(pk__in=[])
    released = Q(released__lte=timezone.now())
    if not person.roles.isdisjoint(READ_ALL):
        return reach | released
    if person.led_teams:
        return reach | (released & Q(team__in=person.led_teams))
    return reach
