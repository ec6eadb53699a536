"""Forms about teams, and about who the agents of the conversations are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Agent, Person

__all__ = ["LinkAgent", "NewTeam", "RenameTeam"]


class NewTeam(forms.Form):
    """A team's name, which no other team has."""

    name = forms.CharField(label=_("Name of the team"), max_length=200)

    def __init__(self, *args: Any, organisation: Organisation, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.team = organisation, team

    def clean_name(self) -> str:
        """The name, if it is free."""
        name = str(self.cleaned_data["name"])
        taken = self.organisation.teams.filter(name__iexact=name)
        if self.team:
            taken = taken.exclude(pk=self.team.pk)
        if taken.exists():
            raise ValidationError(_("There is a team of this name already."))
        return name


class RenameTeam(NewTeam):
    """Another name for a team."""


class LinkAgent(forms.Form):
    """Who an agent of the conversations is, and in which team."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.none(), required=False, empty_label=_("nobody here")
    )
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("none"))

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"person": agent.person_id, "team": agent.team_id})
        super().__init__(*args, **kwargs)
        people, teams = self.fields["person"], self.fields["team"]
        if isinstance(people, forms.ModelChoiceField) and isinstance(teams, forms.ModelChoiceField):
            people.queryset = Person.objects.filter(organisation=agent.organisation_id, is_active=True)
            teams.queryset = Team.objects.filter(organisation=agent.organisation_id)
