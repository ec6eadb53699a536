"""The pages of the standards."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heard.standards import read_standard
from heard.web.conversations.access import conversations_for, moment_for
from heard.web.organisation.access import EVERYONE, Role, open_to
from heard.web.organisation.actions import log
from heard.web.organisation.queries import standard_in_use, standard_told
from heard.web.people.access import person_of
from heard.web.plumbing.links import Crumb
from heard.web.standards import access, actions, queries
from heard.web.standards.forms import DraftForm, ExemplarForm, NewForm
from heard.web.standards.scripts import script_of
from heard.web.standards.texts import check

EXEMPLIFIERS = (Role.LEAD, Role.REVIEWER, Role.MANAGER)  # who may make examples of real moments
READERS = (Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST)  # of drafts and trials


def _above(name: str = "") -> list[Crumb]:
    crumbs = [Crumb(_("Standards"), reverse("standards:list"))]
    if name:
        crumbs.append(Crumb(name, reverse("standards:one", args=[name])))
    return crumbs


@open_to(*EVERYONE)
@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """Every standard; the one that judges first."""
    context = {
        "entries": queries.listed(person_of(request).organisation),
        "may_write": bool(person_of(request).roles & access.WRITERS),
    }
    return render(request, "standards/list.html", context)


@open_to(*EVERYONE)
@require_GET
def one(request: HttpRequest, name: str) -> HttpResponse:
    """A standard: its newest adopted version, its history."""
    access.standard_named(person_of(request), name)
    history = queries.history_of(person_of(request).organisation, name)
    if person_of(request).roles <= {Role.AGENT}:
        history = [v for v in history if v.adopted or not v.pk]
    if not history:  # a draft, which is not open to them
        raise Http404
    shown = next((v for v in history if v.adopted or not v.pk), history[0])
    return _version(request, name, shown.version)


@open_to(*access.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begins a standard under a name of its own, from one there is."""
    taken = [entry.name for entry in queries.listed(person_of(request).organisation)]
    form = NewForm(request.POST or None, taken=taken)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        actions.begin(person_of(request), name, form.cleaned_data["based_on"])
        return redirect("standards:draft", name=name)
    return render(request, "standards/new.html", {"crumbs": _above(), "form": form})


@open_to(*EVERYONE)
@require_GET
def version(request: HttpRequest, name: str, version: int) -> HttpResponse:
    """A standard as it was, which explains every judgement that names it."""
    return _version(request, name, version)


def _version(request: HttpRequest, name: str, number: int) -> HttpResponse:
    shown = access.version_for(person_of(request), name, number)
    checked = check(shown.text, name=name, version=number)
    history = [v for v in queries.history_of(person_of(request).organisation, name) if v.adopted or not v.pk]
    context = {
        "crumbs": _above(),
        "shown": shown,
        "standard": checked.standard,
        "criteria": queries.criteria_of(person_of(request).organisation, checked.standard) if checked.standard else [],
        "history": history,
        "may_exemplify": not person_of(request).roles.isdisjoint(EXEMPLIFIERS),
        "judges": standard_in_use(person_of(request).organisation).reference == shown.reference,
        "may_write": bool(person_of(request).roles & access.WRITERS),
    }
    return render(request, "standards/version.html", context)


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, name: str) -> HttpResponse:
    """Writes a draft, with what is wrong with it; begins one where there is none."""
    access.standard_named(person_of(request), name)
    may_write = bool(person_of(request).roles & access.WRITERS)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    if request.method == "POST" and "text" not in request.POST:
        actions.draft(person_of(request), name)
        return redirect("standards:draft", name=name)
    if request.method == "POST":
        held = actions.draft(person_of(request), name)
        form = DraftForm(request.POST)
        if form.is_valid():
            actions.save(person_of(request), held, form.cleaned_data["text"])
            messages.success(request, _("The draft is kept."))
            return redirect("standards:draft", name=name)
    else:
        held = access.draft_for(person_of(request), name)
        form = DraftForm(initial={"text": held.text})
    context = {
        "crumbs": _above(name),
        "held": held,
        "form": form,
        "checked": check(form["text"].value() or "", name=name, version=held.version),
        "trials": held.trials.select_related("by")[:10],
        "may_write": may_write,
    }
    return render(request, "standards/draft.html", context)


@open_to(*access.WRITERS)
@require_POST
def checked(request: HttpRequest, name: str) -> HttpResponse:
    """What is wrong with a text as it is typed: a part of the draft's page."""
    held = access.draft_for(person_of(request), name)
    found = check(request.POST.get("text", ""), name=name, version=held.version)
    return render(request, "standards/checked.html", {"checked": found})


@open_to(*access.WRITERS)
@require_POST
def try_out(request: HttpRequest, name: str) -> HttpResponse:
    """Begins a trial of the draft."""
    held = access.draft_for(person_of(request), name)
    try:
        trial = actions.begin_trial(person_of(request), held)
    except actions.NotAdopted as error:
        messages.error(request, str(error))
        return redirect("standards:draft", name=name)
    return redirect("standards:trial", pk=trial.pk)


@open_to(*READERS)
@require_GET
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draft would have changed."""
    held = access.trial_for(person_of(request), pk)
    changed = held.outcome.get("changed", [])
    seen = conversations_for(person_of(request)).in_bulk([change["key"] for change in changed])
    context = {
        "crumbs": _above(held.draft.name),
        "trial": held,
        "titles": {c.id: c.title for c in read_standard(held.text, held.draft.name).criteria},
        "changed": [(seen[c["key"]], c) for c in changed if c["key"] in seen],
        "waiting": held.finished is None,
    }
    return render(request, "standards/trial.html", context)


@open_to(*access.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, name: str) -> HttpResponse:
    """Asks, then adopts the draft."""
    held = access.draft_for(person_of(request), name)
    if request.method == "POST":
        try:
            actions.adopt(person_of(request), held)
        except actions.NotAdopted as error:
            messages.error(request, str(error))
            return redirect("standards:draft", name=name)
        messages.success(request, _("%(standard)s judges from now on.") % {"standard": held.reference})
        return redirect("standards:one", name=name)
    context = {
        "title": _("Adopt %(standard)s?") % {"standard": held.reference},
        "what": _("Conversations that come in from now on are judged by it, instead of by %(old)s.")
        % {"old": standard_in_use(person_of(request).organisation).reference},
        "kept": _("What was judged before stays as it is, and names the standard of its day."),
        "submit": _("Adopt it"),
        "cancel": reverse("standards:draft", args=[name]),
    }
    return render(request, "parts/confirm.html", context)


@open_to(*access.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, name: str) -> HttpResponse:
    """Asks, then removes the draft."""
    held = access.draft_for(person_of(request), name)
    if request.method == "POST":
        actions.discard(person_of(request), held)
        messages.success(request, _("The draft is gone."))
        return redirect("standards:one", name=name)
    context = {
        "title": _("Discard the draft of %(standard)s?") % {"standard": held.reference},
        "what": _("The draft and what its trials showed are removed."),
        "kept": _("The standard in use is not touched."),
        "submit": _("Discard the draft"),
        "cancel": reverse("standards:draft", args=[name]),
        "dangerous": True,
    }
    return render(request, "parts/confirm.html", context)


@open_to(*EXEMPLIFIERS)
@require_http_methods(["GET", "HEAD", "POST"])
def exemplar(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes an example of a moment."""
    person = person_of(request)
    moment = moment_for(person, pk)
    log(person.organisation, person, "saw conversation", f"conversation {moment.conversation_id}")
    standard = standard_told(standard_in_use(person.organisation).text)
    form = ExemplarForm(
        request.POST or None,
        criteria=[(c.id, c.title) for c in standard.criteria],
        initial={"script": script_of(moment), "meets": moment.result == "met"},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.add_exemplar(
            person,
            moment,
            standard.name,
            data["criterion"],
            meets=data["meets"],
            script=data["script"],
            note=data["note"],
        )
        messages.success(request, _("It is an example of the standard now."))
        return redirect("standards:one", name=standard.name)
    context = {"crumbs": _above(standard.name), "form": form, "moment": moment}
    return render(request, "standards/exemplar.html", context)


@open_to(*EXEMPLIFIERS)
@require_POST
def remove_exemplar(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an example away."""
    held = access.exemplar_for(person_of(request), pk)
    actions.remove_exemplar(person_of(request), held)
    messages.success(request, _("The example is gone."))
    return redirect("standards:one", name=held.standard)
