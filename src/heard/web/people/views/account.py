"""A person's own account and tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.web.organisation.access import EVERYONE, open_to
from heard.web.people.access import person_of, token_for
from heard.web.people.account_forms import SCOPE_NAMES, Account, NewToken
from heard.web.people.actions.account import change_account
from heard.web.people.actions.tokens import make_token, revoke_token
from heard.web.people.once import show_once, shown_once
from heard.web.people.queries import tokens_of
from heard.web.people.signing_in import has_second_factor

__all__ = ["account", "revoke", "tokens"]


@open_to(*EVERYONE)
def account(request: HttpRequest) -> HttpResponse:
    """Name and language, roles, and the ways to password, second factor, sessions and tokens."""
    person = person_of(request)
    form = Account(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        change_account(person, name=form.cleaned_data["name"], language=form.cleaned_data["language"])
        messages.success(request, _("Your account is saved."))
        return redirect("people:account")
    held = person.memberships.select_related("team")
    context = {"form": form, "held": held, "agents": person.agent_set.all(), "has_factor": has_second_factor(person)}
    return render(request, "people/account.html", context)


@open_to(*EVERYONE)
def tokens(request: HttpRequest) -> HttpResponse:
    """A person's own tokens, and a form for one more."""
    person = person_of(request)
    form = NewToken(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        secret = make_token(person, name=typed["name"], scopes=typed["scopes"], days=typed["days"])
        show_once(request, kind="token", name=typed["name"], secret=secret)
        return redirect("people:tokens")
    rows = [(token, [SCOPE_NAMES[s] for s in token.scopes if s in SCOPE_NAMES]) for token in tokens_of(person)]
    context = {"form": form, "tokens": rows, "new": shown_once(request, "token"), "now": timezone.now()}
    return render(request, "people/tokens.html", context)


@open_to(*EVERYONE)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a token of one's own."""
    token = token_for(person_of(request), pk)
    revoke_token(token, person_of(request))
    messages.success(request, _("The token “%(name)s” has ended.") % {"name": token.name})
    return redirect("people:tokens")
