"""Teams, and the agents that conversations name."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.web.organisation.access import Role, open_to
from heard.web.people.access import agent_for, person_of, team_for
from heard.web.people.actions.teams import add_team, link_agent, remove_team, rename_team
from heard.web.people.queries import agents_of, teams_of
from heard.web.people.team_forms import LinkAgent, NewTeam, RenameTeam

__all__ = ["agent", "agents", "remove", "team", "teams"]

ADMIN = open_to(Role.ADMIN)


@ADMIN
def teams(request: HttpRequest) -> HttpResponse:
    """Every team, and a form for one more."""
    admin = person_of(request)
    form = NewTeam(request.POST or None, organisation=admin.organisation)
    if request.method == "POST" and form.is_valid():
        add_team(form.cleaned_data["name"], admin)
        messages.success(request, _("The team %(name)s is there now.") % {"name": form.cleaned_data["name"]})
        return redirect("people:teams")
    return render(request, "people/teams.html", {"teams": teams_of(admin.organisation), "form": form})


@ADMIN
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """One team: its name, who is in it, and removing it."""
    admin = person_of(request)
    found = team_for(admin, pk)
    form = RenameTeam(request.POST or None, organisation=admin.organisation, team=found, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        rename_team(found, form.cleaned_data["name"], admin)
        messages.success(request, _("The team is called %(name)s now.") % {"name": found.name})
        return redirect("people:teams")
    held = found.memberships.select_related("person").order_by("person__name")
    return render(
        request, "people/team.html", {"team": found, "form": form, "held": held, "agents": found.agents.all()}
    )


@ADMIN
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes a team that is empty."""
    found = team_for(person_of(request), pk)
    name = found.name
    try:
        remove_team(found, person_of(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("people:team", pk=pk)
    messages.success(request, _("The team %(name)s is removed.") % {"name": name})
    return redirect("people:teams")


@ADMIN
def agents(request: HttpRequest) -> HttpResponse:
    """The agents that conversations name; those whom nobody has claimed first."""
    return render(request, "people/agents.html", {"agents": agents_of(person_of(request).organisation)})


@ADMIN
def agent(request: HttpRequest, pk: int) -> HttpResponse:
    """Says who an agent is and in which team."""
    admin = person_of(request)
    found = agent_for(admin, pk)
    form = LinkAgent(request.POST or None, agent=found)
    if request.method == "POST" and form.is_valid():
        link_agent(found, form.cleaned_data["person"], form.cleaned_data["team"], admin)
        messages.success(request, _("Saved. Conversations that come in from now on follow it."))
        return redirect("people:agents")
    return render(request, "people/agent.html", {"agent": found, "form": form})
