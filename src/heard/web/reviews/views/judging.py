"""One review: the blank form, blind to the engine; once saved, both views side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.standards import Standard, StandardError
from heard.web.conversations.models import Conversation
from heard.web.organisation.access import open_to
from heard.web.organisation.actions import log
from heard.web.people.access import person_of
from heard.web.people.models import Person
from heard.web.plumbing.links import Crumb
from heard.web.reviews import actions
from heard.web.reviews.access import JUDGES, reviewable_for
from heard.web.reviews.forms import ReviewForm
from heard.web.reviews.models import Review
from heard.web.reviews.queries import compare, history
from heard.web.reviews.reading import spoken, standard_of, stretches

__all__ = ["review"]


@open_to(*JUDGES)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The form until it is saved; then the comparison, unless it is edited or a calibration holds it back."""
    person = person_of(request)
    conversation = _whole(person, pk)
    try:
        standard = standard_of(conversation)
    except StandardError as error:
        return render(request, "reviews/no_standard.html", {"conversation": conversation, "error": error}, status=409)
    versions = history(person, conversation)
    held = actions.held_back(person, conversation)
    if versions and held is None and request.method == "GET" and "edit" not in request.GET:
        return _side_by_side(request, person, conversation, versions)
    return _form(request, person, conversation, standard, versions)


def _form(
    request: HttpRequest, person: Person, conversation: Conversation, standard: Standard, versions: list[Review]
) -> HttpResponse:
    analysis = conversation.record.analysis
    turns, found = spoken(analysis), stretches(analysis)
    draft = Review.objects.filter(conversation=conversation, by=person, saved=None).first()
    held = actions.held_back(person, conversation)
    if request.method == "POST":
        form = ReviewForm(standard, turns, found, request.POST)
        if "keep" in request.POST:
            actions.keep_draft(person, conversation, form.typed(request.POST))
            if getattr(request, "htmx", False):
                return render(request, "reviews/parts/kept.html")
            messages.success(request, _("Your draft is kept. Nobody else sees it."))
            return redirect(
                "reviews:queue" if held is None else reverse("reviews:calibration", args=[held.calibration_id])
            )
        if form.is_valid():
            actions.save(person, conversation, standard, form.judged)
            if held is not None:
                messages.success(
                    request, _("Saved. What the others and Heard say is shown when you have finished the set.")
                )
                return redirect("reviews:calibration", held.calibration_id)
            messages.success(request, _("Saved. Here is Heard’s view beside yours."))
            return redirect("reviews:review", conversation.pk)
    else:
        log(person.organisation, person, "read conversation for review", f"conversation {conversation.pk}")
        before = draft or (versions[0] if versions else None)
        form = ReviewForm(standard, turns, found, initial=before.typed if before else None)
    context = {
        "conversation": conversation,
        "standard": standard,
        "turns": turns,
        "form": form,
        "needs": form.needs(),
        "draft": draft,
        "held": held,
        "versions": versions,
        "seen": actions.seen_before(person, conversation) or (bool(versions) and held is None),
        "crumbs": _crumbs(held.calibration_id if held else None),
    }
    return render(request, "reviews/review.html", context)


def _side_by_side(
    request: HttpRequest, person: Person, conversation: Conversation, versions: list[Review]
) -> HttpResponse:
    wanted = request.GET.get("version", "")
    shown = next((v for v in versions if str(v.version) == wanted), versions[0])
    standard = standard_of(conversation)
    log(person.organisation, person, "compared review", f"conversation {conversation.pk}", version=shown.version)
    context = {
        "conversation": conversation,
        "standard": standard,
        "shown": shown,
        "versions": versions,
        "compared": compare(shown, conversation, standard),
        "crumbs": _crumbs(None),
    }
    return render(request, "reviews/compared.html", context)


def _whole(person: Person, pk: int) -> Conversation:
    rows = reviewable_for(person).select_related("organisation", "agent", "team", "record")
    return get_object_or_404(rows, pk=pk)


def _crumbs(calibration: int | None) -> list[Crumb]:
    if calibration is not None:
        return [Crumb(_("Calibration"), reverse("reviews:calibration", args=[calibration]))]
    return [Crumb(_("Reviews"), reverse("reviews:queue"))]
