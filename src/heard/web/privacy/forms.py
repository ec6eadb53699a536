"""What is typed on the pages about customers."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["CodesForm", "EraseForm", "SearchForm"]

FEWEST = 2
CODE = re.compile(r"\b[0-9a-f]{64}\b")


class SearchForm(forms.Form):
    """Sent by POST, so that the name stands in no address, no history and no server's log."""

    name = forms.CharField(
        label=_("Name or id, as the conversations have it"),
        min_length=FEWEST,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("At least two characters. Heard keeps no list of customers to browse."),
    )


class EraseForm(forms.Form):
    """What can't be undone is typed, not clicked."""

    name = forms.CharField(
        label=_("Type the customer’s name to erase them"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: object, expected: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.expected = expected

    def clean_name(self) -> str:
        """The very name, in any case."""
        name: str = self.cleaned_data["name"]
        if name.strip().casefold() != self.expected.strip().casefold():
            raise forms.ValidationError(_("This is not the name that stands above. Nothing was erased."))
        return name


class CodesForm(forms.Form):
    """Receipts that were downloaded, as they are."""

    codes = forms.CharField(
        label=_("Receipts"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Put in the text of the receipts that are younger than the backup, one below the other."),
    )

    def clean_codes(self) -> set[str]:
        """The codes in it."""
        found = set(CODE.findall(self.cleaned_data["codes"].lower()))
        if not found:
            raise forms.ValidationError(_("There is no code in it. It is the line of 64 characters below “Code”."))
        return found
