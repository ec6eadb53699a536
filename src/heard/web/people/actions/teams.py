"""Teams, and who the agents of the conversations are."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heard.web.organisation.actions import log
from heard.web.organisation.models import Team
from heard.web.people.models import Agent, Person

__all__ = ["add_team", "link_agent", "remove_team", "rename_team"]


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
    for relation in Team._meta.get_fields(include_hidden=True):  # noqa: SLF001 — Django's public way to ask
        if not (relation.one_to_many or relation.many_to_many) or not relation.auto_created:
            continue
        model = relation.related_model
        field = relation.remote_field.name  # type: ignore[union-attr]
        if model._default_manager.filter(**{field: team}).exists():  # type: ignore[union-attr]  # noqa: SLF001
            raise ValidationError(
                _("“%(team)s” still has %(things)s, so it stays."),
                params={"team": team.name, "things": model._meta.verbose_name_plural},  # type: ignore[union-attr]  # noqa: SLF001
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
