"""A reviewer's ruling on one moment, after both views have been seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.moments import CAUSES, Bar
from heard.web.conversations.models import Moment
from heard.web.plumbing import words

__all__ = ["RulingForm"]

LONGEST = 2_000


class RulingForm(forms.Form):
    """How the moment is to stand from now on, and why. It begins with how it stands now."""

    counts = forms.ChoiceField(
        label=_("Was something needed here?"), choices=[("yes", _("yes")), ("no", _("no"))], widget=forms.RadioSelect
    )
    recognition = forms.TypedChoiceField(
        label=_("The reply recognised it"), coerce=int, required=False, empty_value=None
    )
    action = forms.TypedChoiceField(label=_("The reply did about it"), coerce=int, required=False, empty_value=None)
    cause = forms.ChoiceField(label=_("If it was not met: what left it open"), required=False)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The agent reads this. Say what the customer showed and what they got."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, moment: Moment, bar: Bar, repaired: bool, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {
            "counts": "yes" if moment.counts else "no",
            "recognition": moment.recognition,
            "action": moment.action,
            "cause": moment.cause,
            **kwargs["initial"],
        }
        super().__init__(*args, **kwargs)
        self.moment, self.bar, self.repaired = moment, bar, repaired
        levels = [("", words.recognition(None)), *((n, words.recognition(n)) for n in (-1, 0, 1, 2, 3))]
        self.fields["recognition"].choices = levels  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind
        self.fields["action"].choices = [  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind
            ("", words.recognition(None)),
            *((level, words.action(level)) for level in (0, 1, 2)),
        ]
        self.fields["cause"].choices = [("", _("choose")), *((c, words.cause(c)) for c in CAUSES)]  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind

    def clean(self) -> dict[str, Any]:
        """What was answered has both scales; what was not met has a cause."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("counts") != "yes":
            return said
        recognition, action = said.get("recognition"), said.get("action")
        if (recognition is None) != (action is None):
            self.add_error("action", _("Give both scales, or say in both that nobody answered."))
        elif self._result(recognition, action) != "met" and not said.get("cause"):
            self.add_error("cause", _("Say what left it open; “unclear” is a right answer."))
        return said

    @property
    def after(self) -> dict[str, Any]:
        """The moment's columns as they are to be."""
        said = self.cleaned_data
        if said["counts"] != "yes":
            return {"counts": False}
        recognition, action = said["recognition"], said["action"]
        result = self._result(recognition, action)
        return {
            "counts": True,
            "recognition": recognition,
            "action": action,
            "result": result,
            "cause": "" if result == "met" else said["cause"],
        }

    def _result(self, recognition: int | None, action: int | None) -> str:
        answered = recognition is not None and action is not None
        if answered and recognition >= self.bar.recognition and action >= self.bar.action:  # type: ignore[operator]  # an answered need has both, the form holds to it
            return "met"
        return "repaired" if self.repaired else "missed"
