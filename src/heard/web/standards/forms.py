"""What people write about standards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.conversation import Conversation, ConversationError
from heard.web.standards.models import Exemplar
from heard.web.standards.texts import LONGEST

__all__ = ["DraftForm", "ExemplarForm"]


class DraftForm(forms.Form):
    """A draft's text."""

    text = forms.CharField(
        label=_("The standard as text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("It is kept as you save it, finished or not. Nothing is judged by it until it is adopted."),
    )


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
