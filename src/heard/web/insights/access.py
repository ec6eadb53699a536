"""Whose figures a person may see: a lead their teams', who reads all the whole organisation's."""

from __future__ import annotations

from django.db.models import QuerySet

from heard.web.conversations.access import READ_ALL
from heard.web.organisation.access import Role
from heard.web.organisation.models import Team
from heard.web.people.models import Person

__all__ = ["OPEN_TO", "sees_whole_organisation", "teams_for"]

OPEN_TO = (Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST)


def sees_whole_organisation(person: Person) -> bool:
    """True for those who read the conversations of every team."""
    return not person.roles.isdisjoint(READ_ALL)


def teams_for(person: Person) -> QuerySet[Team]:
    """The teams that `person` may look at one by one."""
    teams = Team.objects.filter(organisation=person.organisation_id)
    return teams if sees_whole_organisation(person) else teams.filter(pk__in=person.led_teams)
