"""The list's filters as a plain form that is sent by GET, and the name of a saved view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils import formats
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from heard.conversation import CHANNELS
from heard.moments import CAUSES, OUTCOMES
from heard.signals import NEGATIVE, catalogue
from heard.web.conversations.filters import NOBODY, Filters
from heard.web.conversations.models import RESULTS
from heard.web.conversations.queries import agents_to_choose, teams_to_choose
from heard.web.conversations.searching import LONGEST_QUERY, Asked
from heard.web.organisation.models import Team
from heard.web.people.models import Agent, Person
from heard.web.plumbing import words

__all__ = ["Chip", "FilterForm", "ViewForm"]

REVIEWS = (
    ("not_reviewed", _("nobody has judged it")),
    ("reviewed", _("a person has judged it")),
    ("to_read", _("Heard was not sure and nobody has read it")),
    ("ruled", _("a person ruled on a moment")),
    ("context", _("the agent added context")),
    ("contested", _("the agent contests a moment")),
    ("upheld", _("an appeal was upheld")),
    ("declined", _("an appeal was declined")),
)


class Chip(NamedTuple):
    """A filter that is set, and the query without it."""

    name: str | Promise
    value: str
    without: str  # a query string


class Day(forms.DateInput):
    """A day chosen from a calendar."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """As browsers take it, whatever the language."""
        return formats.date_format(value, "Y-m-d") if hasattr(value, "year") else value


class FilterForm(forms.Form):
    """What to show of the list."""

    q = forms.CharField(label=_("words"), required=False, max_length=LONGEST_QUERY, strip=True)
    team = forms.ModelChoiceField(Team.objects.none(), label=_("team"), required=False, empty_label=_("any"))
    agent = forms.ModelChoiceField(Agent.objects.none(), label=_("agent"), required=False, empty_label=_("any"))
    channel = forms.ChoiceField(label=_("channel"), required=False)
    since = forms.DateField(label=_("from"), required=False, widget=Day)
    until = forms.DateField(label=_("to"), required=False, widget=Day)
    need = forms.ChoiceField(label=_("the customer showed"), required=False)
    recognition = forms.ChoiceField(label=_("recognition"), required=False)
    result = forms.ChoiceField(label=_("the need was"), required=False)
    outcome = forms.ChoiceField(label=_("afterwards"), required=False)
    cause = forms.ChoiceField(label=_("cause of a miss"), required=False)
    below = forms.TypedChoiceField(label=_("how sure"), required=False, coerce=float, empty_value=None)
    review = forms.ChoiceField(label=_("judged by people"), required=False)

    def __init__(self, data: QueryDict | None, *, person: Person) -> None:
        super().__init__(data if data is not None else QueryDict())
        teams, agents = teams_to_choose(person), agents_to_choose(person)
        self._offer("team", teams)
        self._offer("agent", agents)
        any_ = ("", _("any"))
        for name, choices in {
            "channel": ((c, words.channel(c)) for c in CHANNELS),
            "need": ((label, words.label(label)) for label in _needs()),
            "recognition": [
                *((str(level), words.recognition(level)) for level in (-1, 0, 1, 2, 3)),
                (NOBODY, words.recognition(None)),
            ],
            "result": ((r, words.state(r)) for r in RESULTS),
            "outcome": ((o, words.outcome(o)) for o in OUTCOMES),
            "cause": ((c, words.cause(c)) for c in CAUSES),
            "below": (
                (str(b), format_lazy(_("below {level}"), level=formats.localize(b))) for b in (0.5, 0.6, 0.7, 0.8)
            ),
            "review": REVIEWS,
        }.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 — for the types
            field.choices = [any_, *choices]

    def clean_q(self) -> str:
        """Refuses what can be said nowhere."""
        typed: str = self.cleaned_data["q"]
        if typed and not Asked.of(typed).terms:
            raise forms.ValidationError(_("Search by letters or digits: whole words, a beginning*, or a “phrase”."))
        return typed

    def clean(self) -> dict[str, Any]:
        """Refuses a time that ends before it begins."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return self.cleaned_data

    def filters(self) -> Filters:
        """What is asked for; what is wrong is left out and said beside its field."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        found = {name: value.pk if isinstance(value, Model) else value for name, value in found.items()}
        return Filters(words=found.pop("q", ""), **found)

    def query(self, *without: str) -> str:
        """The query string of what is set and right, but for the fields `without`."""
        self.is_valid()
        said = QueryDict(mutable=True)
        for name in self.fields:
            if name not in without and self.cleaned_data.get(name) not in ("", None):
                said[name] = self.data[name]
        return said.urlencode()

    def chips(self) -> Iterable[Chip]:
        """One for each filter that is set."""
        self.is_valid()
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value not in ("", None):
                yield Chip(field.label or name, self._said(field, value), self.query(name))

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 — for the types
        field.queryset = rows

    @staticmethod
    def _said(field: forms.Field, value: Any) -> str:
        if isinstance(field, forms.DateField):
            return formats.date_format(value, str(_("j F Y")))
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return str(dict(field.choices).get(str(value), value))  # type: ignore[arg-type]  # a list of pairs, from above
        return str(value)


class ViewForm(forms.Form):
    """A name for the filters that are set."""

    name = forms.CharField(label=_("Name of this view"), max_length=100, strip=True)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)


def _needs() -> list[str]:
    """What can make a moment a need: feelings that weigh, then circumstances."""
    return [*NEGATIVE, *(s.label for s in catalogue().values() if s.kind == "circumstance")]
