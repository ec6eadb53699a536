"""allauth's forms in Heard's words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = [
    "AddPasskey",
    "Again",
    "AskNewPassword",
    "ChangePassword",
    "Code",
    "CodeAgain",
    "FirstCode",
    "NewPassword",
    "RenamePasskey",
    "SignIn",
]

Words = dict[str, tuple[str | Promise, str | Promise]]
CODE = (_("Code"), _("Six digits from the app, or a recovery code."))
LONG_ENOUGH = _("At least 10 characters; a few words in a row are easy to remember and hard to guess.")


class InOurWords:
    """Gives the fields the labels and hints of `words`, and drops the placeholders, which vanish when one types."""

    words: ClassVar[Words] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignIn(InOurWords, account.LoginForm):  # type: ignore[misc]  # allauth publishes no types
    """E-mail address and password."""

    words: ClassVar[Words] = {"login": (_("E-mail address"), ""), "password": (_("Password"), "")}


class Again(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """The password once more."""

    words: ClassVar[Words] = {"password": (_("Your password"), "")}


class ChangePassword(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]  # allauth publishes no types
    """The old password and, twice, the new one."""

    words: ClassVar[Words] = {
        "oldpassword": (_("The password you have"), ""),
        "password1": (_("The new one"), LONG_ENOUGH),
        "password2": (_("The new one again"), ""),
    }


class AskNewPassword(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]  # allauth publishes no types
    """The address to which a link is sent."""

    words: ClassVar[Words] = {"email": (_("E-mail address"), "")}


class NewPassword(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth publishes no types
    """The new password, twice."""

    words: ClassVar[Words] = {
        "password1": (_("The new password"), LONG_ENOUGH),
        "password2": (_("The same password again"), ""),
    }


class Code(InOurWords, mfa.AuthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """The second factor when signing in."""

    words: ClassVar[Words] = {"code": CODE}


class CodeAgain(InOurWords, mfa.ReauthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """The second factor once more."""

    words: ClassVar[Words] = {"code": CODE}


class FirstCode(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth publishes no types
    """The first code of a new authenticator app."""

    words: ClassVar[Words] = {"code": (_("Code"), _("The six digits that the app shows now."))}


class AddPasskey(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth publishes no types
    """A passkey and what to call it."""

    words: ClassVar[Words] = {
        "name": (_("What to call it"), _("For example the device it is on.")),
        "passwordless": (
            _("Sign in with it alone"),
            _("Otherwise it is asked for after the password. Security keys without a PIN can do only that."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskey(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]  # allauth publishes no types
    """Another name for a passkey."""

    words: ClassVar[Words] = {"name": (_("What to call it"), "")}
