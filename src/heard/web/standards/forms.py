"""What people write about standards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.conversation import Conversation, ConversationError
from heard.web.standards.models import Exemplar
from heard.web.standards.texts import LONGEST

__all__ = ["DraftForm", "ExemplarForm", "NewForm"]


class DraftForm(forms.Form):
    """A draft's text."""

    text = forms.CharField(
        label=_("The standard as text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("It is kept as you save it, finished or not. Nothing is judged by it until it is adopted."),
    )


class NewForm(forms.Form):
    """A new standard's name, and what it begins with."""

    name = forms.SlugField(
        label=_("Its name"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. It stands beside every judgement: “our-promise@1”."),
    )
    based_on = forms.ChoiceField(label=_("Begin with the text of"))

    def __init__(self, *args: Any, taken: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken = {*taken, "new", "trials", "examples"}
        self.fields["based_on"] = forms.ChoiceField(
            label=self.fields["based_on"].label, choices=[(name, name) for name in taken]
        )

    def clean_name(self) -> str:
        """In small letters, and not there yet."""
        name: str = self.cleaned_data["name"].lower()
        if name in self._taken:
            raise forms.ValidationError(_("This name is taken. Choose another."))
        return name


class ExemplarForm(forms.ModelForm[Exemplar]):
    """A real moment made into an example."""

    nobody = forms.BooleanField(
        label=_("I have taken out whatever tells who this is: names, numbers, places, dates."),
        error_messages={"required": _("Look through the words once more, then say so.")},
    )

    class Meta:
        model = Exemplar
        fields = ("criterion", "meets", "script", "note")
        widgets = {"script": forms.Textarea(attrs={"rows": 10})}  # noqa: RUF012 — Django's way

    def __init__(self, *args: Any, criteria: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"] = forms.ChoiceField(label=_("criterion"), choices=criteria)

    def clean_script(self) -> str:
        """Lines that begin with a speaker."""
        script: str = self.cleaned_data["script"]
        try:
            Conversation.chat(script)
        except ConversationError as error:
            raise forms.ValidationError(str(error)) from None
        return script
