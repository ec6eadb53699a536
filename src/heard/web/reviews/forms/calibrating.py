"""Beginning a calibration, and noting what people agreed on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from heard.standards import Standard
from heard.web.conversations.models import Conversation
from heard.web.people.models import Person
from heard.web.reviews.access import judges_of
from heard.web.reviews.models import Agreed
from heard.web.reviews.queries import Chosen, choose_set, standards_in_use

__all__ = ["AgreedForm", "CalibrationForm"]

LONGEST = 2_000
MOST = 30  # conversations: more is not a meeting any more


class PeopleField(forms.ModelMultipleChoiceField[Person]):
    """People by their names."""

    def label_from_instance(self, obj: Any) -> str:
        """A name, and the address where two have the same name would need it."""
        return f"{obj.name} ({obj.email})"


class CalibrationForm(forms.Form):
    """Who judges what. Conversations are drawn, named, or both."""

    title = forms.CharField(label=_("What it is called"), max_length=200)
    standard = forms.ChoiceField(label=_("By which standard"))
    people = PeopleField(label=_("Who judges"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple)
    drawn = forms.IntegerField(
        label=_("Conversations drawn for it"),
        help_text=_("Half of them at random, half of those about which Heard is least sure."),
        initial=10,
        min_value=0,
        max_value=MOST,
    )
    named = forms.CharField(
        label=_("And these"),
        help_text=_("One id a line, as the conversation’s source gives it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.conversations: list[Conversation] = []
        people: QuerySet[Person] = judges_of(person)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind
        self.fields["standard"].choices = standards_in_use(person)  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind

    def clean(self) -> dict[str, Any]:
        """Two or more judge, and everybody may read every conversation and knows nobody's view of it yet."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        people = said.get("people")
        if people is not None and len(people) < 2:
            self.add_error("people", _("Choose two people or more: one alone has nobody to agree with."))
        if self.errors:
            return said
        keys = [line.strip() for line in said["named"].splitlines() if line.strip()]
        chosen: Chosen = choose_set(self.person, list(people or ()), said["standard"], said["drawn"], keys)
        if chosen.unfit:
            self.add_error(
                "named",
                _now(
                    "Not everybody here may judge these, or somebody has judged them already, "
                    "or they go by another standard: %(ids)s."
                )
                % {"ids": ", ".join(chosen.unfit)},
            )
        elif len(chosen.conversations) > MOST:
            self.add_error(
                "named", _now("At most %(most)s conversations; a second calibration can follow.") % {"most": MOST}
            )
        elif not chosen.conversations:
            self.add_error(
                "drawn", _("There is no conversation that all of these people may judge and none has judged yet.")
            )
        self.conversations = chosen.conversations
        return said

    def fewer(self) -> str:
        """A sentence where there were fewer conversations than asked for; "" otherwise."""
        asked = self.cleaned_data["drawn"]
        if len(self.conversations) >= asked:
            return ""
        return ngettext(
            "Only %(n)s conversation could be found that everybody may judge.",
            "Only %(n)s conversations could be found that everybody may judge.",
            len(self.conversations),
        ) % {"n": len(self.conversations)}


class AgreedForm(forms.Form):
    """What was agreed about a criterion, with an example where there is one."""

    criterion = forms.ChoiceField(label=_("About"))
    text = forms.CharField(label=_("What you agreed on"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label=_("Keep an example"), choices=list(Agreed.KINDS.items()), required=False)
    example = forms.ChoiceField(label=_("The example"), required=False)

    def __init__(self, standard: Standard | None, examples: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria = [(c.id, c.title) for c in standard.criteria] if standard else []
        scales = [("need", _("Need")), ("recognition", _("Recognition")), ("action", _("Action"))]
        self.fields["criterion"].choices = [*criteria, *scales]  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind
        self.fields["example"].choices = [("", _("no turn")), *examples]  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind

    def clean(self) -> dict[str, Any]:
        """An example has words."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("kind") and not said.get("example"):
            self.add_error("example", _("Choose the words that are the example."))
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of what is kept."""
        said = self.cleaned_data
        conversation, _sep, turn = said["example"].partition("-")
        return {
            "criterion": said["criterion"],
            "text": said["text"],
            "kind": said["kind"],
            "conversation_id": int(conversation) if said["kind"] else None,
            "turn": int(turn) if said["kind"] else None,
        }
