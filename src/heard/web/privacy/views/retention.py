"""How long what is kept, what goes next, and what went."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heard.web.organisation.access import Role, open_to
from heard.web.people.access import person_of
from heard.web.privacy.access import SEE_RETENTION
from heard.web.privacy.models import RetentionRun
from heard.web.privacy.retention import PROOF_MONTHS, preview

__all__ = ["retention"]

RUNS = 31  # a month of them


@open_to(*SEE_RETENTION)
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """The choice, a preview of the next run, and the reports of those before."""
    person = person_of(request)
    context = {
        "organisation": person.organisation,
        "preview": preview(person.organisation),
        "runs": RetentionRun.objects.filter(organisation=person.organisation)[:RUNS],
        "proof_months": PROOF_MONTHS,
        "may_choose": Role.ADMIN in person.roles,
    }
    return render(request, "privacy/retention.html", context)
