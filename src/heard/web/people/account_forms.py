"""Forms about one's own account and tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from heard.web.people.access import MAY_DO
from heard.web.people.models import Person

__all__ = ["SCOPE_NAMES", "Account", "NewToken"]

AS_ORGANISATION = "organisation"
SCOPE_NAMES = {
    "conversations:write": _("bring conversations in"),
    "conversations:read": _("read conversations and moments"),
    "insights:read": _("read figures"),
}


class Account(forms.Form):
    """A person's own name and language."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": person.name, "language": person.language or AS_ORGANISATION}
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        if isinstance(language, forms.ChoiceField):
            language.choices = [(AS_ORGANISATION, _("as the organisation")), *settings.LANGUAGES]

    def clean_language(self) -> str:
        """The language, "" for the organisation's."""
        chosen = str(self.cleaned_data["language"])
        return "" if chosen == AS_ORGANISATION else chosen


class NewToken(forms.Form):
    """What a token is for, what it may do, and for how long."""

    name = forms.CharField(
        label=_("What it is for"), max_length=200, help_text=_("For example “nightly export of the help desk”.")
    )
    scopes = forms.MultipleChoiceField(label=_("It may"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(
        label=_("It ends"),
        coerce=lambda days: int(days) or None,
        initial="90",
        choices=[
            ("30", _("after 30 days")),
            ("90", _("after 90 days")),
            ("365", _("after a year")),
            ("0", _("when I revoke it")),
        ],
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        if isinstance(scopes, forms.MultipleChoiceField):
            scopes.choices = [(s, SCOPE_NAMES[s]) for s, roles in MAY_DO.items() if person.roles & roles]
