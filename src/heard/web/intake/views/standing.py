"""An import that has begun: how far it is, pausing, ending, and what was not brought in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from heard.web.intake import actions
from heard.web.intake.access import BRING_IN, import_for, may_read_rejects
from heard.web.intake.forms import Ending
from heard.web.intake.models import Import
from heard.web.intake.queries import seconds_left
from heard.web.intake.views.preparing import draft
from heard.web.organisation.access import open_to
from heard.web.organisation.actions import log
from heard.web.organisation.models import REDACTIONS
from heard.web.people.access import person_of

__all__ = ["cancel", "go_on", "one", "pause", "progress", "rejects"]


@open_to(*BRING_IN)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An import: while it is prepared, how it would be read; then how far it is, and what became of it."""
    brought = import_for(person_of(request), pk)
    if brought.state == "draft":
        return draft(request, brought)
    if request.method != "GET":
        return redirect("intake:one", pk)
    return render(request, "intake/one.html", _standing(request, brought))


@open_to(*BRING_IN)
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, as a part of its page."""
    return render(request, "intake/parts/standing.html", _standing(request, import_for(person_of(request), pk)))


@open_to(*BRING_IN)
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Pauses an import after the conversations under way."""
    if actions.pause(import_for(person_of(request), pk), person_of(request)):
        messages.success(request, _("It pauses after the conversations under way. What was stored stays."))
    return redirect("intake:one", pk)


@open_to(*BRING_IN)
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Goes on with an import that was paused or stopped."""
    if actions.go_on(import_for(person_of(request), pk), person_of(request)):
        messages.success(request, _("It goes on where it stopped."))
    return redirect("intake:one", pk)


@open_to(*BRING_IN)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks whether what was stored stays, and ends the import; for one that is done: takes it back."""
    brought = import_for(person_of(request), pk)
    is_over = brought.state in ("done", "cancelled")
    if brought.state in ("draft", "undoing", "undone"):
        return redirect("intake:one", pk)
    form = None if is_over else Ending(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        undo = form is None or form.cleaned_data["stored"] == "undo"
        if actions.cancel(brought, person_of(request), undo=undo):
            gone = _("What it brought in is being removed.")
            messages.success(request, gone if undo else _("The import is cancelled. What it had stored stays."))
        return redirect("intake:one", pk)
    stored = ngettext("%(n)s conversation", "%(n)s conversations", brought.stored) % {"n": brought.stored}
    what = _("%(stored)s that this import stored, and everything people wrote about them, are removed.")
    kept = _("Conversations that were known before stay as they are.")
    context: dict[str, Any] = {
        "title": _("Take this import back") if is_over else _("Cancel this import"),
        "what": what % {"stored": stored} if is_over else _("It stops after the conversations under way."),
        "kept": kept if is_over else "",
        "submit": _("Remove what it brought in") if is_over else _("Cancel the import"),
        "cancel": reverse("intake:one", args=[pk]),
        "dangerous": True,
        "form": form,
    }
    return render(request, "parts/confirm.html", context)


@open_to(*BRING_IN)
@require_GET
def rejects(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was not brought in, as JSON Lines: one record a line with its reason and its cure."""
    person = person_of(request)
    brought = import_for(person, pk)
    words = may_read_rejects(person, brought)
    log(brought.organisation, person, "downloaded rejects", str(brought), with_words=words)
    response = StreamingHttpResponse(_lines(brought, words=words), content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="heard-import-{pk}-rejects.jsonl"'
    return response


def _standing(request: HttpRequest, brought: Import) -> dict[str, Any]:
    person = person_of(request)
    is_moving = brought.state in ("waiting", "running", "undoing")
    shown = brought.rejects.filter(on_purpose=False)[:20] if brought.rejected else []
    return {
        "brought": brought,
        "poll": reverse("intake:progress", args=[brought.pk]) if is_moving else "",
        "seconds": seconds_left(brought, timezone.now()),
        "files": brought.files.all(),
        "redacted": [(REDACTIONS[kind], n) for kind, n in brought.redacted.items() if kind in REDACTIONS],
        "rejects": shown,
        "may_read": may_read_rejects(person, brought),
    }


def _lines(brought: Import, *, words: bool) -> Iterator[str]:
    for reject in brought.rejects.all().iterator(chunk_size=500):
        told = {
            "file": reject.file,
            "place": reject.place,
            "what": reject.what,
            "cure": reject.cure,
            "raw": reject.raw if words else "",
            "left_out_on_purpose": reject.on_purpose,
        }
        yield json.dumps(told, ensure_ascii=False) + "\n"
