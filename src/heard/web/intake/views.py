"""The pages of imports: give files, look at how they would be read, start, watch, end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from heard.web.intake import actions, keeping
from heard.web.intake.access import BRING_IN, import_for
from heard.web.intake.forms import Choices, Ending
from heard.web.intake.limits import MOST_FILES, most_bytes, problem_of, too_much
from heard.web.intake.models import CAME_BY, Import
from heard.web.intake.preview import look
from heard.web.intake.queries import known_files, newest, seconds_left, sizes
from heard.web.intake.uploading import GivenFile, ToImports
from heard.web.organisation.access import Role, open_to
from heard.web.organisation.actions import log
from heard.web.organisation.models import REDACTIONS
from heard.web.people.access import person_of
from heard.web.people.models import Person

__all__ = [
    "add",
    "begin",
    "cancel",
    "discard",
    "go_on",
    "list_",
    "new",
    "one",
    "pause",
    "progress",
    "rejects",
    "remove",
]

READ_ALL = frozenset({Role.MANAGER, Role.ANALYST})  # of those who bring in: who may read conversations of others


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


@open_to(*BRING_IN)
@csrf_exempt  # the upload handler must be set before the token is looked for; `_new` looks for it
def new(request: HttpRequest) -> HttpResponse:
    """The page where files are given."""
    return _given(request, _new)


@open_to(*BRING_IN)
@csrf_exempt  # as in `new`
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """More files for an import that is being prepared."""
    return _given(request, _add, pk=pk)


@open_to(*BRING_IN)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An import: while it is prepared, how it would be read; then how far it is, and what became of it."""
    brought = import_for(person_of(request), pk)
    if brought.state == "draft":
        return _draft(request, brought)
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
def remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Takes a file out of an import that is being prepared."""
    brought = _own_draft(request, pk)
    actions.remove_file(brought, file)
    return redirect("intake:one", pk)


@open_to(*BRING_IN)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Starts an import."""
    brought = _own_draft(request, pk)
    if not brought.files.exists():
        messages.error(request, _("There is no file to bring in. Give one first."))
    elif actions.begin(brought, person_of(request)):
        messages.success(request, _("The import has begun. You can leave this page; the work goes on."))
    return redirect("intake:one", pk)


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
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes an import that was prepared and not begun."""
    if actions.discard_draft(_own_draft(request, pk)):
        messages.success(request, _("The files are removed. Nothing of them was stored."))
    return redirect("intake:list")


@open_to(*BRING_IN)
@require_GET
def rejects(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was not brought in, as JSON Lines: one record a line with its reason and its cure."""
    person = person_of(request)
    brought = import_for(person, pk)
    words = _may_read(person, brought)
    log(brought.organisation, person, "downloaded rejects", str(brought), with_words=words)
    response = StreamingHttpResponse(_lines(brought, words=words), content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="heard-import-{pk}-rejects.jsonl"'
    return response


def _given(request: HttpRequest, view: Any, **arguments: Any) -> HttpResponse:
    """`view`, with the files of the request where imports keep theirs; a page that says why where they are too many."""
    handler = ToImports(request)
    if request.method == "POST":
        request.upload_handlers = [handler]
        try:
            _files = request.FILES
        except TooManyFilesSent:
            handler.forget()
            said = _("More than %(n)s files can't be given at once. Put them into a zip archive, and give that.")
            return _new_page(request, [said % {"n": MOST_FILES}], status=413)
    if handler.refused:
        handler.forget()
        return _new_page(request, [too_much(handler.refused)], status=413)
    response: HttpResponse = view(request, **arguments)
    return response


@csrf_protect
def _new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _new_page(request, [])
    given = _sent(request)
    if not given:
        return _new_page(request, [_("No file was chosen.")], status=422)
    problems = [problem for file in given if (problem := _problem(file))]
    good = [file for file in given if not _problem(file)]
    if not good:
        _forget(given)
        return _new_page(request, problems, status=422)
    brought = actions.draft(person_of(request))
    _take(request, brought, given)
    return redirect("intake:one", brought.pk)


@csrf_protect
def _add(request: HttpRequest, pk: int) -> HttpResponse:
    brought = _own_draft(request, pk)
    if request.method == "POST":
        given = _sent(request)
        number, size = sizes(brought)
        problem = too_much(size + sum(file.size or 0 for file in given))
        if problem or number + len(given) > MOST_FILES:
            _forget(given)
            messages.error(request, problem or _("An import has at most %(n)s files.") % {"n": MOST_FILES})
        else:
            _take(request, brought, given)
    return redirect("intake:one", pk)


def _new_page(request: HttpRequest, problems: list[str], status: int = 200) -> HttpResponse:
    redacted = [REDACTIONS[kind] for kind in person_of(request).organisation.redact if kind in REDACTIONS]
    context = {"problems": problems, "most_bytes": most_bytes(), "most_files": MOST_FILES, "redacted": redacted}
    return render(request, "intake/new.html", context, status=status)


def _sent(request: HttpRequest) -> list[GivenFile]:
    return [file for file in request.FILES.getlist("files") if isinstance(file, GivenFile)]


def _problem(file: GivenFile) -> str:
    return problem_of(keeping.place_of(file.kept.path), file.name or "", file.kept.size)


def _take(request: HttpRequest, brought: Import, given: list[GivenFile]) -> None:
    """Gives the import each file that can be taken; of the others it is said why, and they are removed."""
    for file in given:
        problem = _problem(file)
        if not problem and not keeping.room_for(file.kept.size):
            problem = _("There is not enough room on the disk for “%(name)s”. Make room, and give it again.") % {
                "name": file.name
            }
        if problem:
            messages.error(request, problem)
            _forget([file])
        else:
            actions.add_file(brought, file.name or "file", file.kept)


def _forget(given: list[GivenFile]) -> None:
    for file in given:
        keeping.remove(file.kept.path)


def _draft(request: HttpRequest, brought: Import) -> HttpResponse:
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
        "may_read": _may_read(person, brought),
    }


def _may_read(person: Person, brought: Import) -> bool:
    """True for who gave the files, and for who may read everybody's conversations: a reject shows how one begins."""
    return brought.by_id == person.pk or not person.roles.isdisjoint(READ_ALL)


def _own_draft(request: HttpRequest, pk: int) -> Import:
    """An import that this person prepares, or 404."""
    brought = import_for(person_of(request), pk)
    if brought.state != "draft" or brought.by_id != person_of(request).pk:
        raise Http404
    return brought


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
