"""What the organisation chooses, and the log of who saw and changed what."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from heard.web.organisation.access import Role, open_to
from heard.web.organisation.actions import log
from heard.web.people.access import person_of
from heard.web.people.actions.account import change_settings
from heard.web.people.log_forms import AskLog
from heard.web.people.queries import entries, log_page
from heard.web.people.settings_form import Choices
from heard.web.plumbing.sheets import sheet

__all__ = ["log_csv", "log_entries", "settings"]


@open_to(Role.ADMIN)
def settings(request: HttpRequest) -> HttpResponse:
    """Everything the organisation can choose, with what it means."""
    person = person_of(request)
    form = Choices(request.POST or None, instance=person.organisation)
    if request.method == "POST" and form.is_valid():
        if change_settings(person.organisation, form.cleaned_data, person):
            messages.success(request, _("Saved. The log keeps what it was before."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("people:organisation")
    return render(request, "people/organisation.html", {"form": form})


@open_to(Role.ADMIN)
def log_entries(request: HttpRequest) -> HttpResponse:
    """Who saw and changed what, newest first."""
    person = person_of(request)
    form = AskLog(request.GET or None, organisation=person.organisation)
    page = log_page(person.organisation, form.asked(), request.GET.get("after", ""))
    asked = {key: value for key in ("person", "text", "since", "until") if (value := request.GET.get(key))}
    context = {
        "form": form,
        "page": page,
        "older": urlencode({**asked, "after": page.after}) if page.after else "",
        "asked": urlencode(asked),
        "chosen": len(asked),
        "is_first": "after" not in request.GET,
    }
    return render(request, "people/log.html", context)


@open_to(Role.ADMIN)
def log_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The entries that are asked for, as CSV."""
    person = person_of(request)
    asked = AskLog(request.GET or None, organisation=person.organisation).asked()
    log(person.organisation, person, "exported log")
    rows = (
        (
            entry.at.isoformat(),
            entry.person_id,
            entry.person,
            entry.did,
            entry.thing,
            json.dumps(entry.details, ensure_ascii=False) if entry.details else "",
        )
        for entry in entries(person.organisation, asked).iterator(chunk_size=1000)
    )
    header = ("at", "person_id", "person", "did", "thing", "details")
    return sheet(f"heard-log-{timezone.now():%Y-%m-%d}", header, rows)
