"""Files are given, to a new import or to one that is being prepared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from heard.web.intake import actions, keeping
from heard.web.intake.access import BRING_IN, draft_for
from heard.web.intake.limits import MOST_FILES, most_bytes, problem_of, too_much
from heard.web.intake.models import Import
from heard.web.intake.queries import sizes
from heard.web.intake.uploading import GivenFile, ToImports
from heard.web.organisation.access import open_to
from heard.web.organisation.models import REDACTIONS
from heard.web.people.access import person_of

__all__ = ["add", "new", "remove"]


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
@require_POST
def remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Takes a file out of an import that is being prepared."""
    brought = draft_for(person_of(request), pk)
    actions.remove_file(brought, file)
    return redirect("intake:one", pk)


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
    brought = draft_for(person_of(request), pk)
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
