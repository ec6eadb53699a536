"""Pages of insights, as HTML, CSV and PDF."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from heard.overview import sentence_at
from heard.web.conversations.models import Moment
from heard.web.conversations.paging import Cursor, page_of
from heard.web.insights.access import OPEN_TO
from heard.web.insights.actions import freshen, name_owners
from heard.web.insights.charts import CHARTS, matrix_chart, shown_points, time_chart
from heard.web.insights.drawing import svg_of
from heard.web.insights.forms import NarrowingForm, OwnersForm, SelectionForm
from heard.web.insights.overview import Overview, overview_of, why_hidden
from heard.web.insights.printing import list_as_pdf, overview_as_pdf
from heard.web.insights.queries import figures_of, line_words, moments_behind, owners, talks_with_line, with_words
from heard.web.insights.selection import Selection
from heard.web.insights.spreadsheets import moments_as_csv, overview_as_csv, talks_as_csv
from heard.web.organisation.access import Role, open_to
from heard.web.organisation.actions import log
from heard.web.people.access import person_of
from heard.web.plumbing import words
from heard.web.plumbing.links import Crumb

__all__ = ["chart", "line", "moments", "overview", "owners_page"]


A_PAGE = 25  # moments, or conversations
PRINTED = 200  # rows of a list on paper; the CSV holds all


@open_to(*OPEN_TO)
def overview(request: HttpRequest) -> HttpResponse:
    """Figures of an organisation or a team over a period."""
    form, shown = _overview(request)
    selection = shown.selection
    if request.GET.get("format") == "csv":
        _log_export(request, "overview", selection, "csv")
        return _download(overview_as_csv(shown), "overview", selection, "csv")
    if request.GET.get("format") == "pdf":
        _log_export(request, "overview", selection, "pdf")
        return _download([overview_as_pdf(shown)], "overview", selection, "pdf")
    multiples = [
        (kind, title, [(series, shown_points(shown, kind, series)) for series in many])
        for kind, title, many in (
            ("channels", _("By channel"), shown.by_channel),
            ("teams", _("By team"), shown.by_team),
        )
        if many
    ]
    context = {
        **_around(request, form, selection, "overview"),
        "overview": shown,
        "points": shown_points(shown, "time", shown.over_time),
        "multiples": multiples,
        "charts": _charts(selection),
        "overall": shown.total.share.rate if shown.total.share else None,
        "read": {key: shown.figures.count(key) for key in ("conversations", "without_need", "unreadable")}
        | {"unsure": shown.figures.count("result", "unsure")},
        "may_name_owners": not person_of(request).roles.isdisjoint(NAME_OWNERS),
    }
    return render(request, "insights/overview.html", context)


@cache_control(private=True, no_cache=True)
@open_to(*OPEN_TO)
def chart(request: HttpRequest) -> HttpResponse:
    """A chart of the overview, as SVG in the reader's theme."""
    _form, shown = _overview(request)
    kind, narrow = request.GET.get("chart", ""), request.GET.get("narrow") == "yes"
    drawing = (
        time_chart(shown, kind, narrow=narrow)
        if kind in CHARTS and kind != "matrix"
        else matrix_chart(shown, narrow=narrow)
    )
    svg = svg_of(drawing, request.COOKIES.get("heard_theme", ""))
    tag = f'"{blake2b(svg.encode(), digest_size=16).hexdigest()}"'
    answer: HttpResponse = HttpResponse(svg, content_type="image/svg+xml")
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    answer["ETag"] = tag
    return answer


@open_to(*OPEN_TO)
def moments(request: HttpRequest) -> HttpResponse:
    """The moments behind a number."""
    person = person_of(request)
    narrowed = NarrowingForm(request.GET)
    narrowing = narrowed.narrowing()
    form = SelectionForm(person, request.GET, keep=narrowing.query())
    selection = form.selection()
    waiting = freshen(person.organisation)
    hidden = why_hidden(selection, figures_of(selection))
    rows = moments_behind(person, selection, narrowing)
    rows = rows.none() if hidden else rows
    title, asked = _("Moments"), ", ".join(narrowing.in_words())
    form_asked = request.GET.get("format")
    if form_asked == "csv":
        _log_export(request, "moments", selection, "csv", **narrowing.query())
        return _download(moments_as_csv(selection, rows), "moments", selection, "csv")
    if form_asked == "pdf":
        _log_export(request, "moments", selection, "pdf", **narrowing.query())
        facts = _printed_facts(rows, asked, hidden)
        found = with_words(rows, list(rows.values_list("pk", flat=True)[:PRINTED]))
        head = [_("When"), _("What was said"), _("Need"), _("Response"), _("Result")]
        lines = [[words.when(m.began), said_in(m), _needs(m), _response(m), words.state(m.result)] for m in found]
        return _download([list_as_pdf(title, selection, facts, head, lines)], "moments", selection, "pdf")
    page = page_of(cast("QuerySet[Any]", rows), Cursor.of(request.GET.get("from_row", "")), A_PAGE)
    found = with_words(rows, page.keys)
    if found:
        log(
            person.organisation, person, "saw moments", f"{len(found)} moments", **_chosen(selection, narrowing.query())
        )
    context = {
        **_around(request, form, selection, "moments", narrowing.query()),
        "asked": asked,
        "narrowed": narrowed,
        "narrowing": narrowing.query(),
        "hidden": hidden,
        "waiting": waiting,
        "rows": [(moment, said_in(moment), [label.label for label in moment.labels.all()]) for moment in found],
        "total": page.total,
        "many": page.total is not None and page.total > 1_000,
        "newer": page.newer and selection.url("moments", **narrowing.query(), from_row=str(page.newer)),
        "older": page.older and selection.url("moments", **narrowing.query(), from_row=str(page.older)),
        "all_url": selection.url("moments"),
    }
    return render(request, "insights/moments.html", context)


@open_to(*OPEN_TO)
def line(request: HttpRequest) -> HttpResponse:
    """The conversations in which a canned line stands."""
    person = person_of(request)
    form = SelectionForm(person, request.GET, keep=("line",))
    selection = form.selection()
    waiting = freshen(person.organisation)
    key = request.GET.get("line", "")[:16]
    figures = figures_of(selection)
    hidden = why_hidden(selection, figures)
    talks = talks_with_line(person, selection, key)
    talks = talks.none() if hidden else talks
    said = "" if hidden else line_words(figures, key)
    title = _("Conversations with one line")
    if request.GET.get("format") == "csv":
        _log_export(request, "conversations with a line", selection, "csv")
        return _download(talks_as_csv(talks), "line", selection, "csv")
    if request.GET.get("format") == "pdf":
        _log_export(request, "conversations with a line", selection, "pdf")
        facts = [(_("Line"), said), *_printed_facts(talks, "", hidden)]
        head = [_("When"), _("Conversation"), _("Channel")]
        lines = [[words.when(t.began), str(t), words.channel(t.channel)] for t in talks[:PRINTED]]
        return _download([list_as_pdf(title, selection, facts, head, lines)], "line", selection, "pdf")
    page = page_of(talks, Cursor.of(request.GET.get("from_row", "")), A_PAGE)
    found = {talk.pk: talk for talk in talks.filter(pk__in=page.keys)}
    context = {
        **_around(request, form, selection, "line", {"line": key}),
        "said": said,
        "hidden": hidden,
        "waiting": waiting,
        "rows": [found[pk] for pk in page.keys if pk in found],
        "narrowing": {"line": key},
        "total": figures.count("line", key),
        "newer": page.newer and selection.url("line", line=key, from_row=str(page.newer)),
        "older": page.older and selection.url("line", line=key, from_row=str(page.older)),
    }
    return render(request, "insights/line.html", context)


NAME_OWNERS = {Role.MANAGER, Role.ADMIN}


@open_to(*NAME_OWNERS)
def owners_page(request: HttpRequest) -> HttpResponse:
    """What the owners of causes are called here."""
    person = person_of(request)
    form = OwnersForm(owners(person.organisation), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name_owners(person.organisation, person, form.cleaned_data)
        messages.success(request, _("The owners are named. The overview says so from now on."))
        return redirect("insights:owners")
    return render(
        request, "insights/owners.html", {"form": form, "may_see_overview": not person.roles.isdisjoint(OPEN_TO)}
    )


def said_in(moment: Moment) -> str:
    """The customer's sentence that a moment rests on most."""
    analysis = moment.conversation.record.analysis
    turn = analysis["turns"][moment.turn]
    evidence = [e for e in analysis["moments"][moment.place]["evidence"] if e["turn"] == moment.turn]
    if not evidence:
        return sentence_at(turn["text"], 0, 1) if turn["text"].strip() else ""
    telling = max(evidence, key=lambda e: (e["strength"], e["confidence"], -e["start"]))
    return sentence_at(turn["text"], telling["start"], telling["end"])


def _overview(request: HttpRequest) -> tuple[SelectionForm, Overview]:
    person = person_of(request)
    form = SelectionForm(person, request.GET)
    selection = form.selection()
    return form, overview_of(person, selection, freshen(person.organisation))


def _around(
    request: HttpRequest, form: SelectionForm, selection: Selection, page: str, more: dict[str, str] | None = None
) -> dict[str, Any]:
    """What every page of insights shows around its figures."""
    here = more or {}
    before, after = selection.moved(-1), selection.moved(1)
    return {
        "form": form,
        "crumbs": [Crumb(_("Overview"), selection.url("overview"))],
        "chosen": len(set(selection.query()) & set(request.GET) - {"day"}),
        "selection": selection,
        "before_url": before.url(page, **here),
        "after_url": after.url(page, **here) if after.period.first <= timezone.now().date() else "",
        "before_period": before.period,
        "after_period": after.period,
        "csv_url": selection.url(page, **here, format="csv"),
        "pdf_url": selection.url(page, **here, format="pdf"),
        "overview_url": selection.url("overview"),
    }


def _charts(selection: Selection) -> dict[str, tuple[str, str]]:
    """The addresses of each chart, for a wide and a narrow screen."""
    return {
        kind: (selection.url("chart", chart=kind), selection.url("chart", chart=kind, narrow="yes")) for kind in CHARTS
    }


def _download(content: Any, what: str, selection: Selection, kind: str) -> HttpResponse:
    period = selection.period
    types = {"csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}
    answer = StreamingHttpResponse(content, content_type=types[kind])
    name = f"heard-{what}-{period.first.isoformat()}-{period.last.isoformat()}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast("HttpResponse", answer)


def _log_export(request: HttpRequest, what: str, selection: Selection, kind: str, **narrowed: str) -> None:
    person = person_of(request)
    log(person.organisation, person, "exported insights", f"{what} as {kind}", **_chosen(selection, narrowed))


def _chosen(selection: Selection, more: dict[str, str]) -> dict[str, str]:
    """What was chosen, as the log keeps it: names of filters, never words."""
    return {**selection.query(), **{f"filter_{name}": value for name, value in more.items()}}


def _printed_facts(rows: QuerySet[Any], asked: str, hidden: str) -> list[tuple[str, str]]:
    facts = [(_("Only"), asked)] if asked else []
    if hidden:
        return [*facts, (_("Not shown"), hidden)]
    if rows[PRINTED:].exists():
        facts.append((_("Printed"), _("the newest %(count)s; the CSV holds all of them") % {"count": PRINTED}))
    return facts


def _needs(moment: Moment) -> str:
    return words.listed(label.label for label in moment.labels.all())


def _response(moment: Moment) -> str:
    if moment.recognition is None:
        return words.recognition(None)
    return f"{words.recognition(moment.recognition)}, {words.action(moment.action)}"
