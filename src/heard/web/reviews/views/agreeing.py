"""How reviewers and the engine agree, what the random sample says, and who reads how much."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heard.web.organisation.access import open_to
from heard.web.people.access import person_of
from heard.web.reviews.access import JUDGES
from heard.web.reviews.queries import load, sampled, seasons
from heard.web.reviews.tabs import tabs

__all__ = ["agreement"]


@open_to(*JUDGES)
def agreement(request: HttpRequest) -> HttpResponse:
    """The last year by quarters; the sample and the load of the last weeks. Nobody is ranked."""
    person = person_of(request)
    now = timezone.now()
    context = {
        "seasons": seasons(person, now - timedelta(days=365)),
        "sampled": sampled(person, now - timedelta(weeks=13)),
        "load": load(person, now),
        "tabs": tabs("agreement"),
    }
    return render(request, "reviews/agreement.html", context)
