"""Everything about me, as a page and as a file."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from heard.web.organisation.access import EVERYONE, open_to
from heard.web.organisation.actions import log
from heard.web.people.access import person_of
from heard.web.privacy.downloads import everything_about, headed
from heard.web.privacy.gathering import gather

__all__ = ["download", "mine"]

FIRST = 5  # rows of each part on the page; the download has all
COLUMNS = 8  # likewise


@open_to(*EVERYONE)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What is kept about who asks: how much of what, and the first of each."""
    person = person_of(request)
    parts = list(headed(gather(person), FIRST, COLUMNS))
    held = [part for part in parts if part["rows"]]
    return render(request, "privacy/mine.html", {"parts": held, "none": [p for p in parts if not p["rows"]]})


@open_to(*EVERYONE)
@require_POST
def download(request: HttpRequest) -> FileResponse:
    """All of it, as a ZIP with JSON and a page to read."""
    person = person_of(request)
    log(person.organisation, person, "exported own data", f"person {person.pk}")
    return FileResponse(everything_about(person), as_attachment=True, filename="heard-my-data.zip")
