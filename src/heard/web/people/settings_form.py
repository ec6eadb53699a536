"""The organisation's choices, each with what it means and how far it may go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from heard.web.organisation.models import REDACTIONS, Organisation

__all__ = ["Choices"]

BOUNDS: dict[str, tuple[float, float]] = {
    "agent_first_hours": (1, 336),  # never 0: the agent sees a result first, whatever is chosen
    "appeal_days": (1, 60),
    "retention_months": (1, 120),
    "smallest_group": (3, 50),
    "least_agreement": (0.5, 0.95),
}


class Choices(forms.ModelForm[Organisation]):
    """Everything an organisation can choose."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the pages, for everybody who has not chosen another one for themselves."),
    )
    redact = forms.MultipleChoiceField(
        label=_("Blacked out before it is stored"),
        choices=list(REDACTIONS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Holds for conversations that come in from now on. What is blacked out is never stored, so nobody can bring it back."
        ),
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "language",
            "agent_first_hours",
            "appeal_days",
            "smallest_group",
            "least_agreement",
            "redact",
            "retention_months",
            "needs_second_factor",
        )
        help_texts = {  # noqa: RUF012 — Django's way
            "agent_first_hours": _(
                "For so long only the agent sees a new result, and can add what Heard could not know. 1 to 336 hours."
            ),
            "appeal_days": _(
                "When an agent contests a moment, a person decides, in writing, within so many days. 1 to 60."
            ),
            "smallest_group": _(
                "Figures of a team with fewer people are not shown: they would be figures of one person. 3 to 50."
            ),
            "least_agreement": _(
                "When people who judge the same conversations agree less than this on a criterion (Krippendorff's alpha), "
                "the criterion is not used for individuals until they do. 0.5 to 0.95; 0.67 is usual."
            ),
            "retention_months": _(
                "Conversations that are older are removed every night, with all that was found in them. 6 and 12 are "
                "usual; 1 to 120. Empty: they stay until somebody removes them."
            ),
            "needs_second_factor": _(
                "Who has none yet is asked to set up an authenticator app or a passkey before anything else."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in BOUNDS.items():
            field = self.fields[name]
            field.validators += [MinValueValidator(least), MaxValueValidator(most)]
            field.widget.attrs |= {"min": least, "max": most}
        self.fields["least_agreement"].widget.attrs["step"] = "0.01"
