"""What can be chosen on a page of insights, read from its address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heard.conversation import CHANNELS
from heard.moments import CAUSES
from heard.signals import catalogue
from heard.web.insights.access import sees_whole_organisation, teams_for
from heard.web.insights.narrowing import CHOICES, Narrowing
from heard.web.insights.periods import Kind, Period
from heard.web.insights.selection import Selection
from heard.web.people.models import Person
from heard.web.plumbing import words

__all__ = ["NarrowingForm", "OwnersForm", "SelectionForm"]

KINDS = [
    (Kind.WEEK.value, _("a week")),
    (Kind.MONTH.value, _("a month")),
    (Kind.QUARTER.value, _("a quarter")),
    (Kind.YEAR.value, _("a year")),
    (Kind.DAYS.value, _("from one day to another")),
]
USUAL = Kind.QUARTER
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 12, 31)
LONGEST = 3 * 366  # days


def _day(label: Any, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"], help_text=hint)


class SelectionForm(forms.Form):
    """Period, team and channel. Empty: this quarter, everything that the person may see."""

    def __init__(self, person: Person, *args: Any, keep: Iterable[str] = (), **options: Any) -> None:
        """`keep`: what else stands in the address and stays there, unseen, when something is chosen."""
        super().__init__(*args, **options)
        self.person = person
        teams = teams_for(person)
        every = _("the whole organisation") if sees_whole_organisation(person) else _("all my teams")
        self.fields["period"] = forms.ChoiceField(label=_("Period"), choices=KINDS, required=False, initial=USUAL.value)
        self.fields["day"] = _day(_("with this day in it"))
        self.fields["from"] = _day(_("or from"))
        self.fields["to"] = _day(_("to"))
        self.fields["team"] = forms.ModelChoiceField(teams, label=_("Team"), required=False, empty_label=every)
        self.fields["channel"] = forms.ChoiceField(
            label=_("Channel"),
            required=False,
            choices=[("", _("every channel")), *((c, words.channel(c)) for c in CHANNELS)],
        )
        for name in keep:
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Days that make a period."""
        given = self.cleaned_data
        for name in ("day", "from", "to"):
            day = given.get(name)
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Give a day between 1990 and 2200."))
        if given.get("period") == Kind.DAYS:
            for name in ("from", "to"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Give this day, or choose a week, month, quarter or year."))
            first, last = given.get("from"), given.get("to")
            if first and last and first > last:
                self.add_error("to", _("This day lies before the first one. Swap them."))
            elif first and last and (last - first).days > LONGEST:
                self.add_error("to", _("That is longer than three years. Choose a shorter time."))
        return given

    def selection(self) -> Selection:
        """What was chosen; what is usual where the form is not valid."""
        given = self.cleaned_data if self.is_valid() else {}
        kind = Kind(given.get("period") or USUAL)
        if kind is Kind.DAYS:
            period = Period(kind, given["from"], given["to"])
        else:
            period = Period.of(kind, given.get("day") or timezone.now().date())
        return Selection(
            organisation=self.person.organisation,
            period=period,
            reach=None if sees_whole_organisation(self.person) else self.person.led_teams,
            team=given.get("team"),
            channel=given.get("channel") or "",
        )


class NarrowingForm(forms.Form):
    """Which of the moments; what is not understood is left out and said."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, values in (*CHOICES.items(), ("need", tuple(catalogue())), ("process_first", ("yes",))):
            self.fields[name] = forms.ChoiceField(required=False, choices=[(value, value) for value in values])

    def narrowing(self) -> Narrowing:
        """What was asked for."""
        self.is_valid()
        return Narrowing(**{name: value for name, value in self.cleaned_data.items() if value})


class OwnersForm(forms.Form):
    """What this organisation calls those who can change a cause."""

    def __init__(self, owners: dict[str, str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for cause in CAUSES:
            if cause not in ("agent", "unclear"):
                self.fields[cause] = forms.CharField(
                    label=words.cause(cause).capitalize(),
                    initial=owners.get(cause, ""),
                    max_length=200,
                    required=False,
                    help_text=_("Empty: %(usual)s.") % {"usual": words.owner(cause)},
                )
