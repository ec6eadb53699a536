"""Who may answer, who may read an answer, and who may decide: the only way an id from a request becomes one."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from heard.web.answers.models import APPEALS, CLOSED, Answer, Decision, Kudos
from heard.web.conversations.access import moments_for
from heard.web.conversations.models import Answered, Conversation, Gold, Moment, Ruling
from heard.web.organisation.access import Role
from heard.web.people.models import Agent, Person

__all__ = [
    "answer_for",
    "answers_for",
    "appeals_for",
    "colleagues_for",
    "given_kudos_for",
    "may_decide",
    "own_answer_for",
    "own_moment_for",
    "own_moments",
    "parties",
]

DECIDE_ALL = frozenset({Role.REVIEWER, Role.MANAGER})


def own_moments(person: Person) -> QuerySet[Moment]:
    """Moments that `person` answered as the agent, from the minute they are there."""
    if not person.agents:
        return Moment.objects.none()
    return Moment.objects.filter(organisation=person.organisation_id, agent__in=person.agents)


def own_moment_for(person: Person, pk: int) -> Moment:
    """A moment of the person's own, or 404: nobody answers for somebody else."""
    return get_object_or_404(own_moments(person), pk=pk)


def own_answer_for(person: Person, pk: int) -> Answer:
    """An answer to a moment of the person's own, or 404."""
    return get_object_or_404(_in_sight(own_moments(person)), pk=pk)


def answers_for(person: Person) -> QuerySet[Answer]:
    """Answers beside moments that `person` may see; withdrawn ones are for the agent alone."""
    own = _own(person)
    return _in_sight(moments_for(person)).filter(own | ~Q(state="withdrawn"), organisation=person.organisation_id)


def answer_for(person: Person, pk: int) -> Answer:
    """That answer, or 404."""
    return get_object_or_404(answers_for(person), pk=pk)


def appeals_for(person: Person) -> QuerySet[Answer]:
    """What a person decides about: appeals of teams they lead or, as reviewer or manager, of all; never their own."""
    if person.roles.isdisjoint(DECIDE_ALL) and not person.led_teams:
        return Answer.objects.none()
    appeals = answers_for(person).filter(kind__in=APPEALS, state__in=("open", *CLOSED))
    if person.roles.isdisjoint(DECIDE_ALL):
        appeals = appeals.filter(moment__team__in=person.led_teams)
    return appeals.exclude(_own(person))


def may_decide(person: Person, answer: Answer) -> bool:
    """Whether this person may decide now, being neither in the conversation nor the one whose judgement it is about."""
    if not appeals_for(person).filter(pk=answer.pk).exists():
        return False
    return not parties(answer).filter(pk=person.pk).exists()


def parties(answer: Answer) -> QuerySet[Person]:
    """Who has a part in an appeal, whatever their roles: everyone who answered in the conversation, and everyone who
    has judged the moment or this appeal before."""
    talk = Conversation.objects.filter(moments=answer.moment_id)
    return Person.objects.filter(
        Q(agent__in=Answered.objects.filter(conversation__in=talk).values("agent"))
        | Q(pk__in=Ruling.objects.filter(moment=answer.moment_id).values("by"))
        | Q(pk__in=Gold.objects.filter(moment=answer.moment_id).values("by"))
        | Q(pk__in=Decision.objects.filter(answer=answer).values("by"))
    )


def colleagues_for(person: Person) -> QuerySet[Agent]:
    """Agents whom the person may thank: those of their teams; for reviewers and managers all; never themselves."""
    agents = Agent.objects.filter(organisation=person.organisation_id).exclude(person=person)
    if person.roles.isdisjoint(DECIDE_ALL):
        agents = agents.filter(team__in=person.own_teams)
    return agents


def given_kudos_for(person: Person, pk: int) -> Kudos:
    """Kudos that the person gave, or 404."""
    return get_object_or_404(Kudos, organisation=person.organisation_id, by=person, pk=pk)


def _own(person: Person) -> Q:
    return Q(moment__agent__in=person.agents) if person.agents else Q(pk__in=[])


def _in_sight(moments: QuerySet[Moment]) -> QuerySet[Answer]:
    return Answer.objects.filter(Exists(moments.filter(pk=OuterRef("moment"))))
