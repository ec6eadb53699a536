"""Which entries of the log are asked for, as an address or a form says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.web.organisation.models import Organisation
from heard.web.people.models import Person
from heard.web.people.queries import LogFilter

__all__ = ["AskLog"]


class AskLog(forms.Form):
    """A person, a part of what was done or to what, and a period."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.none(), required=False, empty_label=_("everybody, and Heard itself")
    )
    text = forms.CharField(
        label=_("What, or to what"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("saw conversation")}),
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["person"]
        if isinstance(people, forms.ModelChoiceField):
            people.queryset = Person.objects.filter(organisation=organisation)

    def clean(self) -> dict[str, Any]:
        """A period that does not end before it begins."""
        typed = super().clean() or {}
        if typed.get("since") and typed.get("until") and typed["until"] < typed["since"]:
            self.add_error("until", _("This day is before the first one."))
        return typed

    def asked(self) -> LogFilter:
        """What is asked for; everything where it can't be understood, with the error beside the field."""
        if not self.is_valid():
            return LogFilter()
        typed = self.cleaned_data
        person = typed["person"].pk if typed["person"] else None
        return LogFilter(person, typed["text"].strip(), typed["since"], typed["until"])
