"""Imports, newest first."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from heard.web.intake.access import BRING_IN
from heard.web.intake.models import CAME_BY
from heard.web.intake.queries import newest
from heard.web.organisation.access import Role, open_to
from heard.web.people.access import person_of

__all__ = ["list_"]


@open_to(*BRING_IN)
@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """Imports, newest first: of files, or of what programs brought."""
    came_by = request.GET.get("by", "upload")
    if came_by not in CAME_BY:
        raise Http404
    before = request.GET.get("before", "")
    page = newest(person_of(request), came_by, int(before) if before.isdecimal() and len(before) < 18 else None)
    address = reverse("intake:list")
    tabs = [
        {"title": title, "url": f"{address}?by={name}", "current": name == came_by}
        for name, title in (("upload", _("Files")), ("api", _("API")), ("chatwoot", _("Chatwoot")))
    ]
    older = f"{address}?by={came_by}&before={page.older}" if page.older else ""
    context = {
        "rows": page.rows,
        "older": older,
        "newer": "",
        "tabs": tabs,
        "came_by": came_by,
        "may_join": Role.ADMIN in person_of(request).roles,
    }
    return render(request, "intake/list.html", context)
