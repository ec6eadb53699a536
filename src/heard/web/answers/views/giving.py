"""An agent answers a moment of their own, and takes an answer back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.web.answers.access import own_answer_for, own_moment_for
from heard.web.answers.actions import NotNow, give, withdraw
from heard.web.answers.forms import AnswerForm
from heard.web.answers.links import to_mine
from heard.web.answers.models import Answer
from heard.web.organisation.access import Role, open_to
from heard.web.people.access import person_of

__all__ = ["give_answer", "withdraw_answer"]


@open_to(Role.AGENT)
def give_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for one moment; what was said already stands in it. Once decided, the decision."""
    person = person_of(request)
    moment = own_moment_for(person, pk)
    answer = Answer.objects.filter(moment=moment).first()
    if answer is not None and answer.is_decided:
        return redirect("answers:appeal", answer.pk)
    form = AnswerForm(moment, answer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer = give(person, moment, form.asks)
        except NotNow as why:
            messages.error(request, str(why))
            return redirect("answers:give", moment.pk)
        messages.success(request, _said(answer))
        return redirect("answers:appeal", answer.pk)
    context = {
        "form": form,
        "moment": moment,
        "answer": answer,
        "analysis": moment.conversation.record.analysis,
        "days": person.organisation.appeal_days,
        "crumbs": [to_mine()],
    }
    return render(request, "answers/give.html", context)


@open_to(Role.AGENT)
def withdraw_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, then takes it back."""
    person = person_of(request)
    answer = own_answer_for(person, pk)
    if request.method == "POST":
        try:
            withdraw(person, answer)
        except NotNow as why:
            messages.error(request, str(why))
            return redirect("answers:appeal", answer.pk)
        messages.success(request, _("Your answer is withdrawn. You can answer this moment again at any time."))
        return redirect("answers:give", answer.moment_id)
    context = {
        "answer": answer,
        "title": _("Withdraw your answer?"),
        "what": _("Nobody reads it any more, and nobody decides about it."),
        "kept": _("You can still read it yourself, and answer this moment again at any time."),
        "submit": _("Withdraw it"),
        "cancel": reverse("answers:appeal", args=[answer.pk]),
        "crumbs": [to_mine()],
    }
    return render(request, "answers/withdraw.html", context)


def _said(answer: Answer) -> str:
    if answer.is_appeal:
        return _("Your appeal is kept. You can change or withdraw it until somebody decides.")
    return _("Your context is kept and stands beside the moment. You can change or withdraw it.")
