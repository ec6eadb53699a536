"""Kudos: given for a moment, for a conversation, or just so; taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.web.answers.access import given_kudos_for
from heard.web.answers.actions import take_back, thank
from heard.web.answers.forms import KudosForm
from heard.web.answers.queries import kudos_given_by
from heard.web.conversations.access import conversation_for, moment_for
from heard.web.conversations.models import Conversation, Moment
from heard.web.organisation.access import Role, open_to
from heard.web.organisation.actions import log
from heard.web.people.access import person_of
from heard.web.people.models import Agent
from heard.web.plumbing.links import Crumb

__all__ = ["kudos", "kudos_for_conversation", "kudos_for_moment", "kudos_taken_back"]

GIVERS = (Role.AGENT, Role.LEAD, Role.REVIEWER, Role.MANAGER)


@open_to(*GIVERS)
def kudos(request: HttpRequest) -> HttpResponse:
    """For a colleague, about something that stands in no conversation."""
    return _form(request, None)


@open_to(*GIVERS)
def kudos_for_moment(request: HttpRequest, pk: int) -> HttpResponse:
    """For the agent of a moment."""
    moment = moment_for(person_of(request), pk)
    return _form(request, moment.agent, conversation=moment.conversation, moment=moment, fixed=True)


@open_to(*GIVERS)
def kudos_for_conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """For the agent who answered most in a conversation."""
    conversation = conversation_for(person_of(request), pk)
    return _form(request, conversation.agent, conversation=conversation, fixed=True)


@open_to(*GIVERS)
def kudos_taken_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, then removes kudos that the person gave."""
    person = person_of(request)
    given = given_kudos_for(person, pk)
    if request.method == "POST":
        take_back(person, given)
        messages.success(request, _("Taken back."))
        return redirect("answers:kudos")
    context = {
        "kudos": given,
        "title": _("Take these kudos back?"),
        "what": _("%(name)s won’t find them on their page any more.") % {"name": given.agent},
        "submit": _("Take them back"),
        "cancel": reverse("answers:kudos"),
        "crumbs": [Crumb(_("Leave kudos"), reverse("answers:kudos"))],
    }
    return render(request, "answers/kudos_back.html", context)


def _form(
    request: HttpRequest,
    agent: Agent | None,
    *,
    conversation: Conversation | None = None,
    moment: Moment | None = None,
    fixed: bool = False,
) -> HttpResponse:
    person = person_of(request)
    if fixed and (agent is None or agent.pk in person.agents):
        raise Http404  # nobody answered, or the person did: there is nobody to thank
    if conversation is not None:
        log(person.organisation, person, "saw conversation", f"conversation {conversation.pk}")
    form = KudosForm(person, request.POST or None, fixed=fixed)
    if request.method == "POST" and form.is_valid():
        to = agent or form.cleaned_data["agent"]
        thank(person, to, form.cleaned_data["words"], conversation=conversation, moment=moment)
        messages.success(request, _("%(name)s will find it on their own page.") % {"name": to})
        return redirect("answers:kudos")
    context = {
        "form": form,
        "agent": agent,
        "conversation": conversation,
        "moment": moment,
        "given": kudos_given_by(person),
    }
    return render(request, "answers/kudos.html", context)
