"""Forms by which people come in and get their roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heard.web.organisation.access import Role
from heard.web.organisation.models import Organisation, Team
from heard.web.people.actions.roles import IN_A_TEAM
from heard.web.people.models import ROLE_CHOICES, Agent, Invitation, Person

__all__ = ["Accept", "GiveRole", "Invite", "SetUp"]


class ChoosesPassword(forms.Form):
    """A password, typed twice, that is none of the common ones."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a few words in a row are easy to remember and hard to guess."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def person(self) -> Person:
        """Whose password it will be: it may not resemble their name or address."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Both alike, and good enough."""
        typed = super().clean() or {}
        password, again = typed.get("password"), typed.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        if password:
            try:
                validate_password(password, self.person())
            except ValidationError as weak:
                self.add_error("password", weak)
        return typed


class SetUp(ChoosesPassword):
    """The organisation and its first person."""

    organisation = forms.CharField(label=_("Name of the organisation"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    team = forms.CharField(
        label=_("First team"),
        max_length=200,
        required=False,
        help_text=_("For example “Customer service”. More can be added later, and this one renamed."),
    )
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You sign in with it. Heard sends you nothing."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("organisation", "language", "team", "name", "email", "password", "again")

    def person(self) -> Person:
        """The first person."""
        return Person(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))


class Accept(ChoosesPassword):
    """The password of somebody who was invited."""

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def person(self) -> Person:
        """Who was invited."""
        return Person(name=self.invitation.name, email=self.invitation.email)


class RoleInTeam(forms.Form):
    """A role, and the team for those roles that need one."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("Agents and team leads are in a team; the other roles are for the whole organisation."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        teams = self.fields["team"]
        if isinstance(teams, forms.ModelChoiceField):
            teams.queryset = organisation.teams.all()

    def clean(self) -> dict[str, Any]:
        """A team with the roles that have one, and only with those."""
        typed = super().clean() or {}
        if typed.get("role"):
            typed["role"] = Role(typed["role"])
            if typed["role"] not in IN_A_TEAM:
                typed["team"] = None
            elif not typed.get("team") and "team" not in self.errors:
                self.add_error("team", _("Choose the team: agents and team leads are in one."))
        return typed


class GiveRole(RoleInTeam):
    """One more role for somebody."""


class Invite(RoleInTeam):
    """Who is invited, and what they will do."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("They sign in with it. Heard sends nothing there."))
    agent = forms.CharField(
        label=_("Name in the conversations"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "agents", "autocomplete": "off"}),
        help_text=_("As the conversations name this person when they answer customers. Empty if they don't."),
    )
    field_order = ("name", "email", "role", "team", "agent")

    def clean_email(self) -> str:
        """Nobody has it yet, and no other invitation is open for it."""
        email = str(self.cleaned_data["email"]).lower()
        if Person.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("Somebody with this e-mail address is here already."))
        if Invitation.objects.filter(organisation=self.organisation, email__iexact=email, used=None).exists():
            raise ValidationError(_("There is an invitation for this address already. Make it a new link instead."))
        return email

    def clean_agent(self) -> str:
        """Nobody else is this agent."""
        name = str(self.cleaned_data["agent"]).strip()
        claimed = Agent.objects.filter(organisation=self.organisation, name=name).exclude(person=None).first()
        if claimed:
            raise ValidationError(_("In the conversations, this is %(name)s already."), params={"name": claimed.person})
        return name
