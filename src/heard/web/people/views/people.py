"""The people of the organisation: the list, inviting, and one person's roles and account."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.web.organisation.access import Role, open_to
from heard.web.people import access
from heard.web.people.access import person_of
from heard.web.people.actions import coming_in, roles
from heard.web.people.forms import GiveRole, Invite
from heard.web.people.models import Person
from heard.web.people.once import show_once, shown_once
from heard.web.people.queries import open_invitations, people_of, unclaimed_agents

__all__ = [
    "deactivate",
    "everybody",
    "forget_factor",
    "give_role",
    "invite",
    "one",
    "reactivate",
    "renew_invitation",
    "reset_link",
    "revoke_invitation",
    "take_role",
]

ADMIN = open_to(Role.ADMIN)


@ADMIN
def everybody(request: HttpRequest) -> HttpResponse:
    """Everybody with their roles, the open invitations, and the link that was just made."""
    organisation = person_of(request).organisation
    return render(
        request,
        "people/list.html",
        {
            "people": people_of(organisation),
            "invitations": open_invitations(organisation),
            "unclaimed": unclaimed_agents(organisation).count(),
            "link": shown_once(request, "invitation"),
        },
    )


@ADMIN
def invite(request: HttpRequest) -> HttpResponse:
    """Invites somebody by a link that is shown once."""
    admin = person_of(request)
    form = Invite(request.POST or None, organisation=admin.organisation)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        secret = coming_in.invite(
            admin,
            name=typed["name"],
            email=typed["email"],
            role=typed["role"],
            team=typed["team"],
            agent=typed["agent"],
        )
        _show_invitation(request, typed["name"], secret)
        return redirect("people:list")
    unclaimed = unclaimed_agents(admin.organisation).values_list("name", flat=True)
    return render(request, "people/invite.html", {"form": form, "unclaimed": unclaimed})


@ADMIN
@require_POST
def renew_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link for an invitation; the old one stops working."""
    invitation = access.invitation_for(person_of(request), pk)
    _show_invitation(request, invitation.name, coming_in.renew(invitation, person_of(request)))
    return redirect("people:list")


@ADMIN
@require_POST
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an invitation back."""
    invitation = access.invitation_for(person_of(request), pk)
    coming_in.revoke_invitation(invitation, person_of(request))
    messages.success(request, _("The invitation of %(name)s is taken back.") % {"name": invitation.name})
    return redirect("people:list")


@ADMIN
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, agents, and what helps them to sign in."""
    admin = person_of(request)
    person = access.person_for(admin, pk)
    return _page_of(request, person, GiveRole(organisation=admin.organisation))


@ADMIN
@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives somebody one more role."""
    admin = person_of(request)
    person = access.person_for(admin, pk)
    form = GiveRole(request.POST, organisation=admin.organisation)
    if form.is_valid():
        try:
            roles.give_role(person, form.cleaned_data["role"], form.cleaned_data["team"], admin)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(name)s has the role now.") % {"name": person.name})
            return redirect("people:one", pk=pk)
    return _page_of(request, person, form)


@ADMIN
@require_POST
def take_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a role away."""
    held = access.membership_for(person_of(request), pk)
    return _try(request, held.person, _("The role is taken away."), lambda by: roles.take_role(held, by))


@ADMIN
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, then ends somebody's sessions and tokens and lets them in no more."""
    person = access.person_for(person_of(request), pk)
    if request.method != "POST":
        question = {
            "title": _("Close the account of %(name)s") % {"name": person.name},
            "what": _("%(name)s is signed out everywhere at once, and can't sign in any more. Their tokens end.")
            % {"name": person.name},
            "kept": _("What they have decided keeps their name, and their conversations stay. You can open it again."),
            "submit": _("Close the account"),
        }
        return _ask(request, person, question)
    done = _("%(name)s can't sign in any more.") % {"name": person.name}
    return _try(request, person, done, lambda by: roles.deactivate(person, by))


@ADMIN
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets somebody in again."""
    person = access.person_for(person_of(request), pk)
    done = _("%(name)s can sign in again.") % {"name": person.name}
    return _try(request, person, done, lambda by: roles.reactivate(person, by))


@ADMIN
@require_POST
def reset_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a link to a new password, to be handed over by the administrator."""
    person = access.person_for(person_of(request), pk)
    if person.is_active:
        path = roles.path_to_new_password(person, person_of(request))
        show_once(request, kind="password", url=request.build_absolute_uri(path))
    return redirect("people:one", pk=pk)


@ADMIN
def forget_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, then removes the second factors of somebody who has lost theirs."""
    person = access.person_for(person_of(request), pk)
    if request.method != "POST":
        question = {
            "title": _("Remove the second factor of %(name)s") % {"name": person.name},
            "what": _(
                "Their authenticator app, passkeys and recovery codes stop working. Be sure that it is they who ask."
            ),
            "kept": _("The password stays. It stands in the log that you did this."),
            "submit": _("Remove it"),
        }
        return _ask(request, person, question)
    done = _("%(name)s signs in with the password alone until a new second factor is set up.") % {"name": person.name}
    return _try(request, person, done, lambda by: roles.forget_second_factor(person, by))


def _page_of(request: HttpRequest, person: Person, form: GiveRole) -> HttpResponse:
    known = people_of(person.organisation).get(pk=person.pk)
    context = {
        "person": known,
        "form": form,
        "link": shown_once(request, "password"),
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    return render(request, "people/one.html", context)


def _ask(request: HttpRequest, person: Person, question: dict[str, str]) -> HttpResponse:
    cancel = reverse("people:one", args=[person.pk])
    return render(request, "parts/confirm.html", {**question, "cancel": cancel, "dangerous": True})


def _try(request: HttpRequest, person: Person, done: str, act: Callable[[Person], object]) -> HttpResponse:
    """Acts, says that it is done or why not, and leads back to the person."""
    try:
        act(person_of(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, done)
    return redirect("people:one", pk=person.pk)


def _show_invitation(request: HttpRequest, name: str, secret: str) -> None:
    url = request.build_absolute_uri(reverse("people:invited", args=[secret]))
    show_once(request, kind="invitation", name=name, url=url)
