"""Teams, and who the agents of the conversations are."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.web.organisation.actions import log
from heard.web.organisation.models import Team
from heard.web.people.models import Agent, Invitation, Person

__all__ = ["add_team", "link_agent", "remove_team", "rename_team"]

IN_A_TEAM = {  # by table
    "Membership": gettext_lazy("people"),
    "Agent": gettext_lazy("names in the conversations"),
    "Invitation": gettext_lazy("open invitations"),
    "Conversation": gettext_lazy("conversations"),
    "Moment": gettext_lazy("conversations"),
}


@transaction.atomic
def add_team(name: str, by: Person) -> Team:
    """Makes a team."""
    team = Team.objects.create(organisation=by.organisation, name=name)
    log(by.organisation, by, "added team", f"team {team.pk}", name=name)
    return team


@transaction.atomic
def rename_team(team: Team, name: str, by: Person) -> None:
    """Gives a team another name, also where it stands beside the past."""
    log(by.organisation, by, "renamed team", f"team {team.pk}", before=team.name, after=name)
    team.name = name
    team.save(update_fields=["name"])


@transaction.atomic
def remove_team(team: Team, by: Person) -> None:
    """Removes a team that nothing points to. Raises ValidationError that says what still does."""
    if things := _what_is_in(team):
        raise ValidationError(
            _("“%(team)s” still has %(things)s, so it stays."), params={"team": team.name, "things": things}
        )
    log(by.organisation, by, "removed team", f"team {team.pk}", name=team.name)
    team.delete()


@transaction.atomic
def link_agent(agent: Agent, person: Person | None, team: Team | None, by: Person) -> None:
    """Says who an agent of the conversations is, and in which team from now on. Past conversations keep their team."""
    log(
        by.organisation,
        by,
        "linked agent",
        f"agent {agent.pk}",
        is_person={"before": agent.person_id, "after": person.pk if person else None},
        team={"before": str(agent.team or ""), "after": str(team or "")},
    )
    agent.person, agent.team = person, team
    agent.save(update_fields=["person", "team"])


def _what_is_in(team: Team) -> str:
    """What still points to the team, in words, whichever app's table it is; "" for nothing. Used invitations don't count."""
    for relation in Team._meta.get_fields(include_hidden=True):  # noqa: SLF001 — Django's documented way to ask
        if not relation.auto_created or not (relation.one_to_many or relation.many_to_many):
            continue
        model: Any = relation.related_model
        rows = model.objects.filter(**{relation.remote_field.name: team})  # type: ignore[union-attr]  # a relation of a model always has its field
        if model is Invitation:
            rows = rows.filter(used=None)
        if rows.exists():
            return str(IN_A_TEAM.get(model.__name__, _("a past that other pages show")))
    return ""
