"""How people sign in, where it differs from allauth's way."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext

from heard.web.people.models import Person

__all__ = ["Adapter", "Backend", "SecondFactors", "has_second_factor"]


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Nobody signs up by themselves: people come in by an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 — allauth's signature
        """Never."""
        return False


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth publishes no types
    """E-mail address and password; the person comes with the organisation, which every page asks for."""

    def get_user(self, user_id: Any) -> Person | None:
        """The person of a session, or None once they are deactivated: their sessions end with the next page."""
        return Person.objects.select_related("organisation").filter(pk=user_id, is_active=True).first()


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Second factors and passkeys under the names people gave them."""

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002 — allauth's name
        """A name to start with: "Passkey", then "Passkey 2"."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)d") % {"number": number}


def has_second_factor(person: Person) -> bool:
    """True with an authenticator app or a passkey; recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())
