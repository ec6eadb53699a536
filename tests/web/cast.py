"""One cast for all web tests: an organisation with two teams, a person for each role, conversations analysed for real."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from heard.analysis import analyse
from heard.conversation import Conversation as Talk
from heard.conversation import Speaker
from heard.web.conversations.actions import store
from heard.web.conversations.models import Conversation
from heard.web.organisation.access import Role
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Agent, Membership, Person

PASSWORD = "a long enough phrase"  # noqa: S105 — of people who exist in tests only

MISSED = """
    customer: My father died on Monday and his line is still being charged. I can't ring three departments about this again.
    agent: Please provide the account number.
    customer: You haven't even read what I wrote, have you?
"""
MET = """
    customer: I'm worried sick, my daughter's medicine was due yesterday and she has none left.
    agent: Being without her medicine since yesterday is frightening, I understand why you are worried. I have put a courier
     on it myself: it will be with you today before 6 pm, and I will ring you when it is.
    customer: Thank you so much, that is a weight off my mind.
"""


@dataclass
class Cast:
    """Who is there."""

    organisation: Organisation
    north: Team
    south: Team
    people: dict[Role, Person]  # one for each role; the agent and the lead are in north
    stranger: Person  # a manager of another organisation

    def __getitem__(self, role: Role) -> Person:
        return self.people[role]

    @property
    def agent(self) -> Agent:
        """The agent of the conversations who is the person with the agent's role."""
        return Agent.objects.get(person=self.people[Role.AGENT])


def assemble() -> Cast:
    """Makes the cast."""
    organisation = Organisation.objects.create(name="Brightwater Parcels")
    north = Team.objects.create(organisation=organisation, name="North")
    south = Team.objects.create(organisation=organisation, name="South")
    people = {role: person(organisation, role, north if role in (Role.AGENT, Role.LEAD) else None) for role in Role}
    Agent.objects.create(organisation=organisation, name="Ada", team=north, person=people[Role.AGENT])
    Agent.objects.create(organisation=organisation, name="Bo", team=south)
    other = Organisation.objects.create(name="Somebody else")
    return Cast(organisation, north, south, people, person(other, Role.MANAGER, None, email="manager@elsewhere.test"))


def person(organisation: Organisation, role: Role, team: Team | None = None, *, email: str | None = None) -> Person:
    """Somebody with one role, who signs in with PASSWORD."""
    made = Person.objects.create_user(
        email or f"{role}@brightwater.test", PASSWORD, name=f"{role.value.title()} Person", organisation=organisation
    )
    Membership.objects.create(person=made, role=role, team=team)
    return made


@cache
def analysis_of(script: str, agent: str = "Ada", customer: str = "Cleo") -> Mapping[str, Any]:
    """The analysis of a written conversation (patterns alone), with names at its turns."""
    talk = Talk.chat(script)
    names = {Speaker.AGENT: agent, Speaker.CUSTOMER: customer}
    return analyse(talk.with_turns(replace(t, name=names.get(t.speaker)) for t in talk.turns)).to_json()


def put(
    organisation: Organisation,
    scripts: Iterable[str] = (MISSED, MET),
    *,
    agent: str = "Ada",
    customer: str = "Cleo",
    began: datetime = datetime(2026, 3, 14, 9, 0, tzinfo=UTC),
    released: bool = True,
    key: str = "talk",
) -> list[Conversation]:
    """Stores the scripts as conversations an hour apart; `released` says whether the agent's own time is over."""
    analyses = [
        {
            **analysis_of(script, agent, customer),
            "id": f"{key}-{number}",
            "started": (began + timedelta(hours=number)).isoformat(),
        }
        for number, script in enumerate(scripts, 1)
    ]
    came_in = timezone.now() - timedelta(hours=organisation.agent_first_hours + 1 if released else 0)
    store(organisation, analyses, origin="test", came_in=came_in)
    return list(
        Conversation.objects.filter(organisation=organisation, key__in=[a["id"] for a in analyses]).order_by("key")
    )
