"""Appeals: the list, one of them with both sides' words, the decision, and how often they are upheld."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from heard.web.answers.access import answer_for, answers_for, may_decide
from heard.web.answers.actions import NotNow, decide, mark_read
from heard.web.answers.forms import DecisionForm
from heard.web.answers.links import to_appeals, to_mine
from heard.web.answers.models import Answer
from heard.web.answers.overturned import overturned
from heard.web.answers.queries import appeals, deciders, earlier_words, exported, whole
from heard.web.organisation.access import Role, open_to
from heard.web.organisation.actions import log
from heard.web.people.access import person_of
from heard.web.people.models import Person
from heard.web.plumbing.links import Tab
from heard.web.plumbing.sheets import sheet

__all__ = ["appeal", "export", "list_appeals", "overturn_rates", "overturn_rates_sheet"]

DECIDERS = (Role.LEAD, Role.REVIEWER, Role.MANAGER)
READERS = (Role.AGENT, *DECIDERS, Role.ANALYST)


@open_to(*DECIDERS)
def list_appeals(request: HttpRequest) -> HttpResponse:
    """Open ones by deadline, overdue on top; or decided ones."""
    person = person_of(request)
    after = request.GET.get("after", "")
    decided = request.GET.get("show") == "decided"
    page = appeals(person, decided=decided, after=int(after) if after.isdecimal() and len(after) < 19 else None)
    log(person.organisation, person, "saw appeals", count=len(page.rows))
    base = "?show=decided" if decided else "?show=open"
    context = {
        "page": page,
        "decided": decided,
        "newest": base if after else "",
        "older": f"{base}&after={page.next}" if page.next else "",
        "tabs": [
            Tab(_("Waiting (%(n)s)") % {"n": page.open}, "?show=open", not decided),
            Tab(_("Decided"), "?show=decided", decided),
        ],
        "tabs_title": _("Appeals"),
    }
    return render(request, "answers/appeals.html", context)


@open_to(*READERS)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer beside its moment with everything said and decided; the form for whoever may decide."""
    person = person_of(request)
    answer = whole(answers_for(person)).filter(pk=pk).first() or answer_for(person, pk)
    may = may_decide(person, answer)
    posted = request.POST.copy() if request.method == "POST" else None
    form = DecisionForm(answer, posted) if may else None
    if posted is not None:
        if form is None:
            messages.error(request, _("You can't decide about this appeal: somebody who has no part in it does."))
            return redirect("answers:appeal", pk)
        if form.is_valid() and (done := _decide(request, person, answer, form, posted)):
            return done
    own = answer.moment.agent_id in person.agents
    if own:
        mark_read(person, answer)
    else:
        log(person.organisation, person, "saw answer", f"moment {answer.moment_id}")
    context = {
        "answer": answer,
        "moment": answer.moment,
        "analysis": answer.moment.conversation.record.analysis,
        "decisions": list(answer.decisions.all()),
        "earlier": earlier_words(person, answer),
        "own": own,
        "released": answer.moment.released <= timezone.now(),
        "crumbs": [to_mine() if own else to_appeals()] if own or person.roles & set(DECIDERS) else [],
        "deciders": deciders(answer) if answer.is_appeal and answer.state != "withdrawn" else [],
        "form": form,
    }
    return render(request, "answers/appeal.html", context)


@open_to(*DECIDERS)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Every appeal the person decides about as a table: no names and no words of anybody."""
    person = person_of(request)
    log(person.organisation, person, "exported appeals")
    header = (
        _("moment"),
        _("conversation"),
        _("team"),
        _("about"),
        _("given"),
        _("deadline"),
        _("state"),
        _("decided"),
    )
    rows = (
        (
            a.moment.place + 1,
            a.moment.conversation.key,
            a.team,
            a.get_kind_display(),
            a.given.isoformat(timespec="seconds"),
            a.deadline and a.deadline.isoformat(timespec="seconds"),
            _("overdue") if a.is_overdue else a.get_state_display(),
            a.decided and a.decided.isoformat(timespec="seconds"),
        )
        for a in exported(person).iterator(chunk_size=500)
    )
    return sheet("heard-appeals", header, rows)


@open_to(*READERS)
def overturn_rates(request: HttpRequest) -> HttpResponse:
    """How often appeals were upheld, by team and by what they were about."""
    person = person_of(request)
    return render(
        request, "answers/overturned.html", {"teams": overturned(person), "organisation": person.organisation}
    )


@open_to(*READERS)
def overturn_rates_sheet(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a table."""
    person = person_of(request)
    log(person.organisation, person, "exported overturn rates")
    rows = [
        (team.name, title, share.met, share.needed, *(round(end, 4) for end in share.interval))
        for team in overturned(person)
        for title, share in ((_("all"), team.all), *team.about)
    ]
    return sheet("heard-upheld", (_("team"), _("about"), _("upheld"), _("decided"), _("low"), _("high")), rows)


def _decide(
    request: HttpRequest, person: Person, answer: Answer, form: DecisionForm, posted: QueryDict
) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        decide(person, answer, said["verdict"], said["reason"], found=form.found, version=said["version"])
    except NotNow as why:
        form.add_error(None, str(why))
        answer.refresh_from_db()
        posted["version"] = str(answer.version)  # they read it again now
        return None
    messages.success(request, _("Your decision is kept. The agent reads it with your reason and your name."))
    return redirect("answers:appeals")
