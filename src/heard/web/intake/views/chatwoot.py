"""The page on which an organisation joins its Chatwoot."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from heard.web.intake.chatwoot import new_key
from heard.web.intake.forms import Settings
from heard.web.intake.joining import join, move
from heard.web.intake.models import ChatwootSource
from heard.web.organisation.access import Role, open_to
from heard.web.people.access import person_of

__all__ = ["new_address", "webhook"]


@open_to(Role.ADMIN)
def webhook(request: HttpRequest) -> HttpResponse:
    """The address for Chatwoot, and the secret that it signs with."""
    person = person_of(request)
    source = ChatwootSource.objects.filter(organisation=person.organisation).first()
    row = source or ChatwootSource(organisation=person.organisation, key=new_key())
    form = Settings(request.POST or None, instance=row, organisation=person.organisation)
    if request.method == "POST" and form.is_valid():
        join(form.save(commit=False), form.cleaned_data["new_secret"], person)
        messages.success(request, _("The settings for Chatwoot are saved."))
        return redirect("intake:webhook")
    context = {"source": source, "form": form, "address": _address(request, source.key) if source else ""}
    return render(request, "intake/webhook.html", context)


@open_to(Role.ADMIN)
@transaction.atomic
def new_address(request: HttpRequest) -> HttpResponse:
    """Asks, and then gives Chatwoot another address; the former one ends at once."""
    person = person_of(request)
    source = ChatwootSource.objects.filter(organisation=person.organisation).first()
    if source is None:
        return redirect("intake:webhook")
    if request.method == "POST":
        move(source, person)
        messages.success(request, _("There is a new address. Enter it in Chatwoot; the former one has ended."))
        return redirect("intake:webhook")
    context = {
        "title": _("A new address for Chatwoot"),
        "what": _(
            "The address that Chatwoot sends to now ends at once. Nothing comes in until the new one is entered there."
        ),
        "kept": _("What came in stays."),
        "submit": _("Make a new address"),
        "cancel": reverse("intake:webhook"),
        "dangerous": True,
    }
    return render(request, "parts/confirm.html", context)


def _address(request: HttpRequest, key: str) -> str:
    try:
        path = reverse("api-1:chatwoot", args=[key])
    except NoReverseMatch:
        path = f"/api/v1/chatwoot/{key}"
    return request.build_absolute_uri(path)
