"""The list of conversations, its export, and a person's saved views of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heard.text import showable
from heard.web.conversations import reading as one_reading
from heard.web.conversations.access import conversation_for
from heard.web.conversations.criteria import not_for_individuals
from heard.web.conversations.exporting import as_csv, as_json_lines
from heard.web.conversations.forms import FilterForm, ViewForm
from heard.web.conversations.paging import MANY, Cursor
from heard.web.conversations.queries import every, listing, neighbours
from heard.web.conversations.saved_views import remove_view, rename_view, save_view, view_for, views_of
from heard.web.organisation.access import Role, open_to
from heard.web.organisation.actions import log
from heard.web.people.access import person_of

JUDGES = frozenset({Role.LEAD, Role.REVIEWER, Role.MANAGER})  # beside the engine
READERS = (Role.AGENT, Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST)
FORMATS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
SLICE = 50_000  # characters of a long turn on a page


@open_to(*READERS)
@require_GET
def conversations(request: HttpRequest) -> HttpResponse:
    """The list: what the person may see, narrowed down as they asked."""
    person = person_of(request)
    form = FilterForm(request.GET, person=person)
    filters, query = form.filters(), form.query()
    page = listing(person, filters, Cursor.of(request.GET.get("page", "")))
    if filters.words:
        log(person.organisation, person, "searched conversations", filters=filters.names())
    return _page(
        request,
        "conversations/list.html",
        {
            "form": form,
            "chips": list(form.chips()),
            "query": query,
            "clear": reverse("conversations:list"),
            "page": page,
            "many": page.total is not None and page.total > MANY,
            "most": MANY,
            "newer": _to(query, str(page.newer)) if page.newer else "",
            "older": _to(query, str(page.older)) if page.older else "",
            "views": list(views_of(person)),
            "view_form": ViewForm(initial={"query": query}),
            "has_any": bool(page.rows or filters.names() or form.errors),
        },
    )


@open_to(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """What the list shows, all of it, as a file."""
    person = person_of(request)
    form = FilterForm(request.GET, person=person)
    filters = form.filters()
    kind = request.GET.get("format", "csv")
    if form.errors or kind not in FORMATS:
        messages.error(request, _("Nothing was exported: put the filters right first."))
        return redirect(f"{reverse('conversations:list')}?{request.GET.urlencode()}")
    rows = every(person, filters)
    log(
        person.organisation,
        person,
        "exported conversations",
        format=kind,
        filters=filters.names(),
        conversations=rows.count(),
    )
    if kind == "csv":
        lines = as_csv(rows)
    else:
        lines = as_json_lines(rows, person.agents, not_for_individuals(person.organisation_id))
    answer = StreamingHttpResponse(lines, content_type=FORMATS[kind])
    answer["Content-Disposition"] = f'attachment; filename="conversations.{kind}"'
    return answer


@open_to(*READERS)
@require_GET
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation, read like a page with a margin."""
    person = person_of(request)
    one = conversation_for(person, pk)
    log(person.organisation, person, "saw conversation", f"conversation {pk}")
    form = FilterForm(request.GET, person=person)
    query = form.query()
    newer, older = neighbours(person, form.filters(), one)
    first = _number(request.GET.get("first"))
    shown = one_reading.reading(person, one, turn=_number(request.GET.get("turn")), first=first)
    turns = len(shown.analysis["turns"])
    later = first + one_reading.AT_ONCE if first is not None and first + one_reading.AT_ONCE < turns else None
    return _page(
        request,
        "conversations/one.html",
        {
            "reading": shown,
            "results": shown.results,
            "one": one,
            "title": str(one) if one.subject else one.opening or one.key,
            "query": query,
            "list_url": _to(query),
            "prev_url": _one(newer, query) if newer else "",
            "next_url": _one(older, query) if older else "",
            "first": first,
            "last": first + len(shown.turns) if first is not None else None,
            "later": later,
            "earlier": max(0, first - one_reading.AT_ONCE) if first else 0,
            "own_agents": person.agents,
            "may_review": not shown.own and bool(person.roles & JUDGES),
            "may_exemplify": not shown.alone and bool(person.roles & JUDGES),
            "may_thank": bool(person.roles & {Role.AGENT, *JUDGES}),
        },
    )


@open_to(*READERS)
@require_GET
def turn(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """The whole of one long turn, a slice at a time."""
    person = person_of(request)
    one = conversation_for(person, pk)
    turns = one.record.analysis["turns"]
    if index >= len(turns):
        return redirect("conversations:one", pk=pk)
    log(person.organisation, person, "saw conversation", f"conversation {pk}")
    text = turns[index]["text"]
    start = min(_number(request.GET.get("from")) or 0, len(text))
    return _page(
        request,
        "conversations/turn.html",
        {
            "one": one,
            "turn": turns[index],
            "text": text[start : start + SLICE],
            "start": start,
            "end": min(start + SLICE, len(text)),
            "whole": len(text),
            "before": max(0, start - SLICE) if start else None,
            "after": start + SLICE if start + SLICE < len(text) else None,
        },
    )


@open_to(*READERS)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keeps the filters of the list under a name."""
    person = person_of(request)
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The view was not saved: give it a name of at most 100 characters."))
        return redirect(_to(request.POST.get("query", "")[:1000]))
    query = FilterForm(QueryDict(form.cleaned_data["query"]), person=person).query()
    view = save_view(person, form.cleaned_data["name"], query)
    messages.success(request, _("“%(name)s” is saved. It stands beside the list.") % {"name": view.name})
    return redirect(_to(query))


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a saved view another name."""
    view = view_for(person_of(request), pk)
    form = ViewForm(request.POST or None, initial={"name": view.name, "query": view.query})
    if request.method == "POST" and form.is_valid():
        if rename_view(view, form.cleaned_data["name"]):
            messages.success(request, _("The view is now called “%(name)s”.") % {"name": view.name})
            return redirect("conversations:views")
        form.add_error("name", _("You have a view of this name already. Choose another."))
    return render(request, "conversations/rename.html", {"form": form, "view": view})


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes a saved view, after asking."""
    view = view_for(person_of(request), pk)
    if request.method == "POST":
        remove_view(view)
        messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
        return redirect("conversations:views")
    return render(
        request,
        "parts/confirm.html",
        {
            "title": _("Remove the view “%(name)s”?") % {"name": view.name},
            "what": _("Its filters are forgotten."),
            "kept": _("The conversations stay as they are."),
            "submit": _("Remove the view"),
            "cancel": reverse("conversations:views"),
            "dangerous": True,
        },
    )


@open_to(*READERS)
@require_GET
def saved(request: HttpRequest) -> HttpResponse:
    """The person's saved views."""
    return render(request, "conversations/views.html", {"views": list(views_of(person_of(request)))})


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with words of conversations: whatever characters they hold, they can be sent and steer nothing."""
    return HttpResponse(showable(render_to_string(template, context, request)).encode("utf-8", "replace"))


def _to(query: str, page: str = "") -> str:
    parts = [part for part in (query, f"page={page}" if page else "") if part]
    return reverse("conversations:list") + (f"?{'&'.join(parts)}" if parts else "")


def _one(pk: int, query: str) -> str:
    return reverse("conversations:one", args=[pk]) + (f"?{query}" if query else "")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
