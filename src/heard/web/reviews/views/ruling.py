"""A reviewer rules on one moment, in writing, after both views have been seen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.web.conversations.models import Moment
from heard.web.organisation.access import open_to
from heard.web.people.access import person_of
from heard.web.reviews import actions
from heard.web.reviews.access import JUDGES, reviewable_for
from heard.web.reviews.forms import RulingForm
from heard.web.reviews.models import JudgedNeed
from heard.web.reviews.queries import history
from heard.web.reviews.reading import standard_of

__all__ = ["rule_on_moment"]


@open_to(*JUDGES)
def rule_on_moment(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Only for who has judged the conversation; the form begins with what they judged."""
    person = person_of(request)
    rows = Moment.objects.filter(conversation__in=reviewable_for(person), conversation=pk, place=place)
    moment = get_object_or_404(rows.select_related("conversation__record", "agent"), pk__isnull=False)
    versions = history(person, moment.conversation)
    if not versions or actions.held_back(person, moment.conversation) is not None:
        raise Http404  # the engine's view is not theirs to see yet
    if moment.answer == "contested":
        messages.info(request, _("The agent has contested this moment. It is decided among the appeals."))
        return redirect("reviews:review", pk)
    analysis = moment.conversation.record.analysis
    repaired = analysis["moments"][place]["repaired_turn"] is not None
    mine = JudgedNeed.objects.filter(review=versions[0], moment=moment).first()
    form = RulingForm(
        moment, standard_of(moment.conversation).bar, repaired, request.POST or None, initial=_as_judged(mine)
    )
    if request.method == "POST" and form.is_valid():
        if actions.rule_on(person, moment, form.cleaned_data["reason"], form.after) is None:
            messages.info(request, _("Nothing was changed: the moment stands like that already."))
        else:
            messages.success(
                request, _("The moment counts as you judged it. The agent sees what was changed, and why.")
            )
        return redirect(f"{reverse('reviews:review', args=[pk])}#moment-{place}")
    context = {
        "moment": moment,
        "analysis": analysis,
        "form": form,
        "rulings": list(moment.rulings.select_related("by")),
        "back": reverse("reviews:review", args=[pk]),
    }
    return render(request, "reviews/rule.html", context)


def _as_judged(mine: JudgedNeed | None) -> dict[str, object]:
    if mine is None:
        return {}
    if not mine.need:
        return {"counts": "no"}
    return {"counts": "yes", "recognition": mine.recognition, "action": mine.action}
