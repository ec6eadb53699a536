"""An import that is being prepared: how it would be read, what is chosen, and its start."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.web.intake import actions
from heard.web.intake.access import BRING_IN, draft_for
from heard.web.intake.forms import Choices
from heard.web.intake.limits import MOST_FILES, most_bytes
from heard.web.intake.models import Import
from heard.web.intake.preview import look
from heard.web.intake.queries import known_files
from heard.web.organisation.access import open_to
from heard.web.organisation.models import REDACTIONS
from heard.web.people.access import person_of

__all__ = ["begin", "discard", "draft"]


def draft(request: HttpRequest, brought: Import) -> HttpResponse:
    """How an import would be read, and what can be chosen about it."""
    if brought.by_id != person_of(request).pk:
        return render(request, "intake/others_draft.html", {"brought": brought})
    preview = look(brought)
    form = Choices(request.POST if request.method == "POST" else None, brought=brought, preview=preview)
    if request.method == "POST" and form.is_valid():
        actions.choose(brought, form.choices())
        if request.POST.get("then") == "begin":
            return begin(request, brought.pk)
        return redirect(f"{reverse('intake:one', args=[brought.pk])}#look")
    organisation = brought.organisation
    context = {
        "brought": brought,
        "files": brought.files.all(),
        "most_files": MOST_FILES,
        "most_bytes": most_bytes(),
        "known": known_files(brought),
        "formats": dict(preview.formats),
        "preview": preview,
        "form": form,
        "redacted": [REDACTIONS[kind] for kind in organisation.redact if kind in REDACTIONS],
    }
    return render(request, "intake/draft.html", context)


@open_to(*BRING_IN)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Starts an import."""
    brought = draft_for(person_of(request), pk)
    if not brought.files.exists():
        messages.error(request, _("There is no file to bring in. Give one first."))
    elif actions.begin(brought, person_of(request)):
        messages.success(request, _("The import has begun. You can leave this page; the work goes on."))
    return redirect("intake:one", pk)


@open_to(*BRING_IN)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes an import that was prepared and not begun."""
    if actions.discard_draft(draft_for(person_of(request), pk)):
        messages.success(request, _("The files are removed. Nothing of them was stored."))
    return redirect("intake:list")
