"""Calibrations: begin one, judge, finish, close, talk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from heard.standards import Standard
from heard.web.organisation.access import open_to
from heard.web.organisation.actions import log
from heard.web.organisation.models import CriterionAgreement
from heard.web.people.access import person_of
from heard.web.people.models import Person
from heard.web.plumbing.links import Crumb
from heard.web.reviews import actions
from heard.web.reviews.access import JUDGES, calibration_for, calibrations_for, may_lead
from heard.web.reviews.forms import AgreedForm, CalibrationForm
from heard.web.reviews.models import Agreed, Calibration, Participant
from heard.web.reviews.queries import Table, progress_of, table_of, to_judge
from heard.web.reviews.reading import standard_of, titles_of
from heard.web.reviews.tabs import tabs

__all__ = [
    "add_agreed",
    "begin_calibration",
    "calibration",
    "close_calibration",
    "finish_calibration",
    "list_calibrations",
    "remove_agreed",
]


@open_to(*JUDGES)
def list_calibrations(request: HttpRequest) -> HttpResponse:
    """Those one leads or judges in, newest first; and what they have shown of each criterion."""
    person = person_of(request)
    rows = calibrations_for(person).select_related("led_by").prefetch_related("participants__person", "set")[:50]
    context = {
        "rows": [(row, [p.person.name for p in row.participants.all()], len(row.set.all())) for row in rows],
        "agreements": _titled(person),
        "least": person.organisation.least_agreement,
        "tabs": tabs("calibrations"),
    }
    return render(request, "reviews/calibrations.html", context)


@open_to(*JUDGES)
def begin_calibration(request: HttpRequest) -> HttpResponse:
    """Who judges what."""
    person = person_of(request)
    form = CalibrationForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        begun = actions.begin(person, said["title"], said["standard"], said["people"], form.conversations)
        if fewer := form.fewer():
            messages.info(request, fewer)
        messages.success(request, _("It has begun. Everybody judges for themselves."))
        return redirect("reviews:calibration", begun.pk)
    crumbs = [Crumb(_("Calibrations"), reverse("reviews:calibrations"))]
    return render(request, "reviews/begin.html", {"form": form, "crumbs": crumbs})


@open_to(*JUDGES)
def calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """My part of it while it is open; what everybody said once I have finished or it is closed."""
    person = person_of(request)
    of = calibration_for(person, pk)
    return _page(request, person, of, None)


def _page(request: HttpRequest, person: Person, of: Calibration, form: AgreedForm | None) -> HttpResponse:
    mine = Participant.objects.filter(calibration=of, person=person).first()
    may_see = of.closed is not None or (mine is not None and mine.finished is not None)
    table: Table | None = None
    standard = _standard(of)
    if may_see:
        table = table_of(of, person)
        form = form or AgreedForm(standard, _examples(table))
        log(person.organisation, person, "saw calibration", f"calibration {of.pk}")
    context: dict[str, Any] = {
        "calibration": of,
        "standard": standard,
        "titles": {c.id: c.title for c in standard.criteria} if standard else {},
        "mine": mine,
        "to_judge": to_judge(of, person) if mine and not may_see else [],
        "progress": progress_of(of),
        "table": table,
        "form": form,
        "agreed": list(of.agreed.select_related("by", "conversation__record")) if may_see else [],
        "agreements": {
            a.criterion: a
            for a in CriterionAgreement.objects.filter(organisation=of.organisation_id, standard=of.standard)
        },
        "least": person.organisation.least_agreement,
        "may_close": of.closed is None and may_lead(person, of),
        "crumbs": [Crumb(_("Calibrations"), reverse("reviews:calibrations"))],
    }
    return render(request, "reviews/calibration.html", context)


@require_POST
@open_to(*JUDGES)
def finish_calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on I see what the others said."""
    person = person_of(request)
    of = calibration_for(person, pk)
    mine = get_object_or_404(
        Participant.objects.select_related("person", "calibration__organisation"), calibration=of, person=person
    )
    try:
        actions.finish(mine)
    except actions.Unfinished as left:
        (n,) = left.args
        said = ngettext("%(n)s conversation is still to be judged.", "%(n)s conversations are still to be judged.", n)
        messages.error(request, said % {"n": n})
    else:
        messages.success(request, _("You have finished. Here is what those who have finished, and Heard, say."))
    return redirect("reviews:calibration", pk)


@open_to(*JUDGES)
def close_calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """By who leads it; asks first, since nobody judges blindly afterwards."""
    person = person_of(request)
    of = calibration_for(person, pk)
    if not may_lead(person, of):
        raise PermissionDenied
    if request.method == "POST":
        if actions.close(person, of):
            import_string("heard.web.reviews.tasks.measure_calibration").enqueue(of.pk)
            messages.success(request, _("It is closed. How far you agree is being counted."))
        return redirect("reviews:calibration", pk)
    left = [p.participant.person.name for p in progress_of(of) if p.participant.finished is None]
    context = {
        "title": _("Close the calibration"),
        "what": _("Everybody sees what everybody said, and nobody judges blindly any more.")
        + (" " + _("Not finished yet: %(names)s.") % {"names": ", ".join(left)} if left else ""),
        "kept": _("What has been judged so far is counted. Drafts are not."),
        "submit": _("Close it"),
        "cancel": reverse("reviews:calibration", args=[pk]),
    }
    return render(request, "parts/confirm.html", context)


@require_POST
@open_to(*JUDGES)
def add_agreed(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes what was agreed, by somebody who judged or leads, once they see what was said."""
    person = person_of(request)
    of = calibration_for(person, pk)
    mine = Participant.objects.filter(calibration=of, person=person).first()
    if of.closed is None and (mine is None or mine.finished is None):
        raise PermissionDenied
    form = AgreedForm(_standard(of), _examples(table_of(of, person)), request.POST)
    if not form.is_valid():
        return _page(request, person, of, form)
    actions.agree_on(person, of, **form.facts)
    messages.success(request, _("Noted."))
    return redirect(f"{reverse('reviews:calibration', args=[pk])}#agreed")


@require_POST
@open_to(*JUDGES)
def remove_agreed(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """Removes a note: one's own, or any for who leads."""
    person = person_of(request)
    of = calibration_for(person, pk)
    agreed = get_object_or_404(Agreed, calibration=of, pk=note)
    if agreed.by_id != person.pk and not may_lead(person, of):
        raise PermissionDenied
    actions.forget_agreed(person, agreed)
    messages.success(request, _("Removed."))
    return redirect(f"{reverse('reviews:calibration', args=[pk])}#agreed")


def _titled(person: Person) -> list[tuple[CriterionAgreement, str]]:
    rows = list(
        CriterionAgreement.objects.filter(organisation=person.organisation_id).order_by("standard", "criterion")
    )
    titles = titles_of(person.organisation_id, {row.standard for row in rows})
    return [(row, titles.get((row.standard, row.criterion), row.criterion)) for row in rows]


def _standard(of: Calibration) -> Standard | None:
    first = of.conversations.first()
    return standard_of(first) if first is not None else None


def _examples(table: Table) -> list[tuple[str, str]]:
    """The customer's and the agents' turns that people differ on, to choose an example from."""
    found: dict[str, str] = {}
    for conversation, said in table.talk_first:
        for turn, words in said.examples.items():
            found.setdefault(f"{conversation.pk}-{turn}", f"{conversation}, {turn + 1}: {words[:60]}")
    return list(found.items())
