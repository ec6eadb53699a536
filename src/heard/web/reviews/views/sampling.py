"""The sampling plan: what it says, its versions, and what was drawn by it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heard.web.organisation.access import Role, open_to
from heard.web.organisation.models import Team
from heard.web.people.access import person_of
from heard.web.reviews import actions
from heard.web.reviews.access import JUDGES
from heard.web.reviews.forms import PlanForm
from heard.web.reviews.models import SamplingPlan
from heard.web.reviews.queries import draws
from heard.web.reviews.tabs import tabs

__all__ = ["plan"]


@open_to(*JUDGES)
def plan(request: HttpRequest) -> HttpResponse:
    """Everybody who judges may see it; managers write new versions."""
    person = person_of(request)
    holds = actions.plan_of(person.organisation)
    teams = list(Team.objects.filter(organisation=person.organisation_id))
    may_write = Role.MANAGER in person.roles
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = PlanForm(holds, teams, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.write_plan(person, **form.chosen)
        messages.success(
            request, _("The new plan holds from the next draw on. Earlier draws keep the plan of their day.")
        )
        return redirect("reviews:plan")
    context = {
        "plan": holds,
        "each": [(team, holds.per_team.get(str(team.pk), holds.per_week)) for team in teams],
        "form": form if may_write else None,
        "versions": list(SamplingPlan.objects.filter(organisation=person.organisation_id)[:20]),
        "draws": draws(person.organisation),
        "tabs": tabs("plan"),
    }
    return render(request, "reviews/plan.html", context)
