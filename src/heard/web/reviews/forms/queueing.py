"""The sampling plan, asking for a conversation to be read, and leaving one unread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heard.web.organisation.models import Team
from heard.web.reviews.models import SamplingPlan

__all__ = ["AskForm", "PlanForm", "SkipForm"]

LONGEST = 2_000  # characters of what somebody writes


class PlanForm(forms.ModelForm[SamplingPlan]):
    """A new version of the plan. Each team may have a number of its own."""

    class Meta:
        model = SamplingPlan
        fields = ("per_week", "random", "first_weeks", "worst", "uncertain", "new_for_weeks", "seed")
        labels = {  # noqa: RUF012 — Django's way
            "random": _("Drawn at random, per cent"),
            "first_weeks": _("Of new agents, per cent"),
            "worst": _("With a strong need that may have been missed, per cent"),
            "uncertain": _("Of which Heard is not sure, per cent"),
            "seed": _("Seed of the draw"),
        }
        help_texts = {  # noqa: RUF012 — Django's way
            "random": _("Only these say how the team is doing as a whole. Half of all is a good start."),
            "seed": _("Any word. With the same seed, anybody can draw the same conversations again."),
        }

    def __init__(self, plan: SamplingPlan, teams: Iterable[Team], data: Any = None) -> None:
        super().__init__(data, instance=SamplingPlan(), initial=self._of(plan))
        self.teams = list(teams)
        for name in ("random", "first_weeks", "worst", "uncertain"):
            self.fields[name].widget = forms.NumberInput(attrs={"min": 0, "max": 100})
        for team in self.teams:
            self.fields[f"team_{team.pk}"] = forms.IntegerField(
                label=_now("Conversations a week for %(team)s") % {"team": team.name},
                help_text=_("Empty: as many as for every team."),
                required=False,
                min_value=0,
                max_value=500,
                initial=plan.per_team.get(str(team.pk)),
            )

    def clean(self) -> dict[str, Any]:
        """The four shares are the whole."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        shares = [said.get(name) for name in ("random", "first_weeks", "worst", "uncertain")]
        if None not in shares and (whole := sum(shares)) != 100:  # type: ignore[arg-type]  # no None is left
            self.add_error("random", _now("The four shares have to make 100; they make %(whole)s.") % {"whole": whole})
        return said

    @property
    def chosen(self) -> dict[str, Any]:
        """The columns of the new version."""
        said = self.cleaned_data
        own = {str(team.pk): said[f"team_{team.pk}"] for team in self.teams if said[f"team_{team.pk}"] is not None}
        return {**{name: said[name] for name in self.Meta.fields}, "per_team": own}

    def _of(self, plan: SamplingPlan) -> dict[str, Any]:
        return {name: getattr(plan, name) for name in self.Meta.fields}


class AskForm(forms.Form):
    """Somebody wants a named conversation to be read."""

    why = forms.CharField(
        label=_("Why should somebody read it?"),
        help_text=_("Whoever reviews it sees this."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    for_customer = forms.BooleanField(label=_("The customer wishes it"), required=False)


class SkipForm(forms.Form):
    """Somebody leaves a conversation unread."""

    why = forms.CharField(
        label=_("Why is it left unread?"),
        help_text=_("For example: it is a test, or it is in another language."),
        max_length=LONGEST,
    )
