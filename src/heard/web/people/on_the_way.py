"""What happens to every request of somebody who is signed in, before its view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation

from heard.web.people.models import Person
from heard.web.people.signing_in import has_second_factor

__all__ = ["OwnLanguage", "SecondFactorFirst", "SeenLately"]

Answer = Callable[[HttpRequest], HttpResponse]
NOTED_EVERY = 600  # seconds between two notes that a session is alive: a write a page would queue behind an import
OPEN_WITHOUT: Final = frozenset(  # pages on the way to a second factor
    """account_login account_logout account_reauthenticate account_inactive
    mfa_index mfa_authenticate mfa_reauthenticate mfa_activate_totp mfa_list_webauthn mfa_add_webauthn
    mfa_reauthenticate_webauthn mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes""".split()
)


class OwnLanguage:
    """Shows every page in the person's language, else in the organisation's."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, in their language."""
        person = request.user
        if isinstance(person, Person):
            language = person.language or person.organisation.language
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language() or language
        return self.answer(request)


class SecondFactorFirst:
    """Leads people without a second factor to set one up, where the organisation asks for it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the way to the second factor."""
        person = request.user
        if (
            isinstance(person, Person)
            and person.organisation.needs_second_factor
            and not _is_open_without(request)
            and not has_second_factor(person)
        ):
            return redirect("mfa_index")
        return self.answer(request)


class SeenLately:
    """Notes, every few minutes, when and from where a session was last used: what the list of sessions shows."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"seen-{key}", 1, NOTED_EVERY):
            UserSession.objects.create_from_request(request)
        return self.answer(request)


def _is_open_without(request: HttpRequest) -> bool:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return True  # it will be a 404 for everybody
    return found.url_name in OPEN_WITHOUT
