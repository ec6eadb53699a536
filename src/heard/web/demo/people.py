"""Who works in the demo organisation: three teams, 25 people. Nobody of them exists."""

from __future__ import annotations

from typing import NamedTuple

from heard.web.organisation.access import Role
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Agent, Membership, Person

__all__ = ["PASSWORD", "bring_in", "sign_ins"]

PASSWORD = "heard on my own machine"  # noqa: S105 — printed on the first page; the demo listens on this machine alone
DOMAIN = "demo.example"


class Somebody(NamedTuple):
    """A person of the demo."""

    name: str
    roles: tuple[Role, ...]
    team: str | None


TEAMS = {"Care": "care", "Service": "service", "Travel": "travel"}  # title → the archive's file
LEADERS = (
    Somebody("Marguerite Osei", (Role.LEAD,), "Care"),
    Somebody("Anselm Brandt", (Role.LEAD,), "Service"),
    Somebody("Yuki Tanabe", (Role.LEAD,), "Travel"),
    Somebody("Odile Fournier", (Role.REVIEWER,), None),
    Somebody("Helen Marsh", (Role.MANAGER, Role.ADMIN), None),
    Somebody("Samir Haddad", (Role.ANALYST,), None),
)


def bring_in(organisation: Organisation, agents: dict[str, str]) -> dict[str, Person]:
    """Makes the teams and everybody in them; `agents` are the names in the conversations with their teams' titles."""
    teams = {title: Team.objects.create(organisation=organisation, name=title) for title in TEAMS}
    everybody = [
        *LEADERS,
        *(Somebody(name, (Role.AGENT,), team) for name, team in sorted(agents.items())),
    ]
    people = {}
    for somebody in everybody:
        address = f"{somebody.name.lower().replace(' ', '.')}@{DOMAIN}"
        person = Person.objects.create_user(address, PASSWORD, name=somebody.name, organisation=organisation)
        team = teams[somebody.team] if somebody.team else None
        Membership.objects.bulk_create(Membership(person=person, role=role, team=team) for role in somebody.roles)
        if Role.AGENT in somebody.roles:
            Agent.objects.create(organisation=organisation, name=somebody.name, team=team, person=person)
        people[somebody.name] = person
    return people


def sign_ins() -> list[tuple[str, str]]:
    """(e-mail address, who that is) of some people worth being, as the demo offers them."""
    return [
        (f"priya@{DOMAIN}", "an agent: sees her own moments first"),
        (f"marguerite.osei@{DOMAIN}", "leads the team Care"),
        (f"odile.fournier@{DOMAIN}", "reviews and calibrates"),
        (f"helen.marsh@{DOMAIN}", "manager and administrator"),
        (f"samir.haddad@{DOMAIN}", "analyst"),
    ]
