"""The queue: what is to be read next, who has it, and what was left unread."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from heard.web.conversations.access import conversations_for
from heard.web.organisation.access import Role, open_to
from heard.web.people.access import person_of
from heard.web.reviews import actions
from heard.web.reviews.access import JUDGES, item_for
from heard.web.reviews.forms import AskForm, SkipForm
from heard.web.reviews.models import REASONS
from heard.web.reviews.queries import queue, waiting
from heard.web.reviews.tabs import tabs

__all__ = ["ask", "fill", "give_item_back", "list_queue", "put_item_back", "skip_item", "take_item"]

SHOWN = ("waiting", "mine", "done", "skipped")


@open_to(*JUDGES)
def list_queue(request: HttpRequest) -> HttpResponse:
    """What waits, with the reason for each; or what is mine, done or skipped."""
    person = person_of(request)
    shown = request.GET.get("show", "waiting")
    shown = shown if shown in SHOWN else "waiting"
    reason = request.GET.get("reason", "")
    reason = reason if reason in REASONS else ""
    page = queue(person, shown=shown, reason=reason, after=request.GET.get("after", ""))
    older = request.GET.copy()
    older["after"] = page.older
    context = {
        "page": page,
        "shown": shown,
        "reason": reason,
        "reasons": [(name, REASONS[name], n) for name, n in waiting(person).items()],
        "older": f"?{older.urlencode()}" if page.older else "",
        "tabs": tabs("queue"),
        "may_give_back": not person.roles.isdisjoint({Role.LEAD, Role.MANAGER}),
        "may_plan": Role.MANAGER in person.roles,
    }
    return render(request, "reviews/queue.html", context)


@require_POST
@open_to(Role.MANAGER)
def fill(request: HttpRequest) -> HttpResponse:
    """Draws now what the daily task would draw tonight."""
    person = person_of(request)
    new = actions.fill_queue(person.organisation)
    if new:
        said = ngettext("%(n)s conversation came new.", "%(n)s conversations came new.", new) % {"n": new}
        messages.success(request, said)
    else:
        messages.info(
            request, _("Nothing came new: this week’s conversations were drawn already, or none is free yet.")
        )
    return redirect("reviews:queue")


@require_POST
@open_to(*JUDGES)
def take_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Mine to read: on to the form."""
    person = person_of(request)
    item = item_for(person, pk)
    if item.state == "done" or actions.take(person, item):
        return redirect("reviews:review", item.conversation_id)
    item.refresh_from_db()
    if item.state == "skipped":
        messages.info(request, _("This one was left unread meanwhile. You can put it back."))
        return redirect("reviews:queue")
    messages.info(request, _("%(name)s took this one meanwhile.") % {"name": item.taken_by or _("Somebody")})
    return redirect("reviews:queue")


@require_POST
@open_to(*JUDGES)
def give_item_back(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own, or anybody's for leads and managers: people are away sometimes."""
    person = person_of(request)
    item = item_for(person, pk)
    if item.taken_by_id != person.pk and person.roles.isdisjoint({Role.LEAD, Role.MANAGER}):
        messages.error(request, _("Only who took it, a lead or a manager can give it back."))
    else:
        actions.give_back(person, item)
        messages.success(request, _("It is open to everybody again. What was typed is kept."))
    return redirect("reviews:queue")


@open_to(*JUDGES)
def skip_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, then leaves it unread."""
    person = person_of(request)
    item = item_for(person, pk)
    form = SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.skip(person, item, form.cleaned_data["why"])
        messages.success(request, _("Left unread. It can be put back from the list of those."))
        return redirect("reviews:queue")
    context = {
        "title": _("Leave it unread"),
        "what": _("Nobody is asked to read “%(subject)s” any more.") % {"subject": item.conversation},
        "kept": _("The reason stays beside it. In the random sample it is counted as not read."),
        "submit": _("Leave it unread"),
        "cancel": reverse("reviews:queue"),
        "form": form,
    }
    return render(request, "parts/confirm.html", context)


@require_POST
@open_to(*JUDGES)
def put_item_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes leaving it unread."""
    person = person_of(request)
    actions.put_back(person, item_for(person, pk))
    messages.success(request, _("It is in the queue again."))
    return redirect("reviews:queue")


@open_to(Role.AGENT, *JUDGES)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for one named conversation to be read by a person: by its agent, a lead, or at a customer's wish."""
    person = person_of(request)
    rows = (
        conversations_for(person)
        .filter(released__lte=timezone.now(), readable=True)
        .select_related("organisation", "team")
    )
    conversation = get_object_or_404(rows, pk=pk)
    form = AskForm(request.POST or None)
    back = reverse("reviews:queue") if not person.roles.isdisjoint(JUDGES) else reverse("home")
    if request.method == "POST" and form.is_valid():
        actions.ask_for(person, conversation, form.cleaned_data["why"], for_customer=form.cleaned_data["for_customer"])
        messages.success(request, _("It comes first in the queue now."))
        return redirect(back)
    context = {
        "title": _("Ask for a review"),
        "what": _("Somebody who had no part in “%(subject)s” will read it and judge it.") % {"subject": conversation},
        "submit": _("Ask for it"),
        "cancel": back,
        "form": form,
    }
    return render(request, "parts/confirm.html", context)
