"""The first pages anybody sees: home, first set-up, signing in, an invitation."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from heard.web.organisation.access import Role, public
from heard.web.organisation.models import Organisation
from heard.web.people.access import invitation_by
from heard.web.people.actions.coming_in import AlreadySetUp, accept, set_up
from heard.web.people.forms import Accept, SetUp
from heard.web.people.models import Person

__all__ = ["closed", "home", "invited", "new_password", "set_up_first", "sign_in"]

HOMES = (  # the first that the person may open and that is there
    (frozenset({Role.AGENT}), "answers:mine"),
    (frozenset({Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST}), "insights:overview"),
    (frozenset({Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST}), "conversations:list"),
    (frozenset({Role.ADMIN}), "people:organisation"),
    (frozenset(Role), "people:account"),
)


@public
def home(request: HttpRequest) -> HttpResponse:
    """Leads everybody to where their day begins; strangers to sign in, and the very first to set up."""
    person = request.user
    if not isinstance(person, Person):
        return redirect("people:setup" if not Organisation.objects.exists() else "account_login")
    for roles, name in HOMES:
        if person.roles & roles:
            try:
                return redirect(reverse(name))
            except NoReverseMatch:  # an app that is not there yet
                continue
    return redirect("account_logout")  # no role at all: there is nothing here for them


@public
@never_cache
@sensitive_post_parameters("password", "again")
def set_up_first(request: HttpRequest) -> HttpResponse:
    """Makes the organisation and its first person, once."""
    if Organisation.objects.exists():
        raise Http404
    form = SetUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            person = set_up(
                organisation=typed["organisation"],
                name=typed["name"],
                email=typed["email"],
                password=typed["password"],
                language=typed["language"],
                team=typed["team"],
                host=request.get_host(),
            )
        except AlreadySetUp as late:
            raise Http404 from late
        _sign_in(request, person)
        messages.success(request, _("%(name)s is set up. You are its administrator.") % {"name": typed["organisation"]})
        return redirect("home")
    return render(request, "people/setup.html", {"form": form})


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signing in, as allauth does it; before the first set-up there is nothing to sign in to."""
    if request.method == "GET" and not Organisation.objects.exists():
        return redirect("people:setup")
    answer: HttpResponse = allauth.login(request)
    return answer


@public
def new_password(request: HttpRequest) -> HttpResponse:
    """A link to a new password by mail, where this installation sends mail; else who can help."""
    if settings.SENDS_MAIL:
        answer: HttpResponse = allauth.password_reset(request)
        return answer
    return render(request, "people/no_mail.html")


@public
@never_cache
@sensitive_post_parameters("password", "again")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody with an invitation's link sees: who invites them to what, and a password to choose."""
    invitation = invitation_by(token)
    if request.user.is_authenticated:
        return render(request, "people/invited_signed_in.html", {"invitation": invitation})
    form = Accept(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            person = accept(invitation, form.cleaned_data["password"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            _sign_in(request, person)
            messages.success(request, _("Welcome, %(name)s.") % {"name": person.name})
            return redirect("home")
    return render(request, "people/invited.html", {"form": form, "invitation": invitation})


@public
def closed(_request: HttpRequest) -> HttpResponse:
    """What allauth has and Heard has not: signing up, other e-mail addresses, codes by mail."""
    raise Http404


def _sign_in(request: HttpRequest, person: Person) -> None:
    """Signs in somebody who has just chosen their password, so that they need not type it again to add a passkey."""
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, person, method="password", reauthenticated=True)
