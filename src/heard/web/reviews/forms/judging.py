"""The review form, made from the standard of the conversation's day: each criterion, then each stretch of the customer's turns.

Nothing of the engine's view goes into it, so that nothing of it can come out in the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from heard.moments import OUTCOMES
from heard.standards import Criterion, Standard
from heard.web.plumbing import words
from heard.web.reviews.actions import Judged, JudgedNeedAs, Marked
from heard.web.reviews.models import RESULTS
from heard.web.reviews.reading import Spoken, Stretch

__all__ = ["CriterionFields", "NeedFields", "ReviewForm"]

LONGEST = 2_000  # characters of a note
NOBODY = "nobody"  # answered


class CriterionFields(NamedTuple):
    """The fields about one criterion."""

    criterion: Criterion
    result: BoundField
    turn: BoundField
    note: BoundField


class NeedFields(NamedTuple):
    """The fields about one stretch of the customer's turns."""

    stretch: Stretch
    need: BoundField
    recognition: BoundField
    action: BoundField
    outcome: BoundField
    note: BoundField
    wrong: bool  # something in it has to be put right


class ReviewForm(forms.Form):
    """What a reviewer says of one conversation."""

    def __init__(
        self, standard: Standard, turns: Sequence[Spoken], found: Sequence[Stretch], *args: Any, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.standard, self.stretches = standard, found
        places = [("", _("no turn")), *((t.index, _shown(t)) for t in turns)]
        for criterion in standard.criteria:
            self._add_criterion(criterion, places)
        for stretch in found:
            self._add_need(stretch)
        self.fields["note"] = forms.CharField(
            label=_("Anything else"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["for_gold"] = forms.BooleanField(
            label=_("Measure Heard against this"),
            help_text=_("The moments Heard found here go to the gold set, as you judged them."),
            required=False,
        )

    def criteria(self) -> Iterator[CriterionFields]:
        """The criteria in the order of the standard."""
        for criterion in self.standard.criteria:
            at = f"c-{criterion.id}-"
            yield CriterionFields(criterion, self[at + "result"], self[at + "turn"], self[at + "note"])

    def needs(self) -> dict[int, NeedFields]:
        """The fields of each stretch, by its first turn."""
        found = {}
        for stretch in self.stretches:
            at = f"n-{stretch.first}-"
            names = ("need", "recognition", "action", "outcome", "note")
            need, recognition, action, outcome, note = (self[at + name] for name in names)
            wrong = any(self[at + name].errors for name in names)
            found[stretch.first] = NeedFields(stretch, need, recognition, action, outcome, note, wrong)
        return found

    def clean(self) -> dict[str, Any]:
        """A need has a response, or nobody answered."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for stretch in self.stretches:
            at = f"n-{stretch.first}-"
            if said.get(at + "need") != "yes":
                continue
            recognition, action = said.get(at + "recognition"), said.get(at + "action")
            if recognition == "":
                self.add_error(at + "recognition", _("Say how far the reply recognised it, or that nobody answered."))
            elif recognition != NOBODY and action == "":
                self.add_error(at + "action", _("Say what the reply did about it."))
        return said

    @property
    def judged(self) -> Judged:
        """What is saved."""
        said = self.cleaned_data
        return Judged(
            criteria=[self._marked(criterion.id, said) for criterion in self.standard.criteria],
            needs=[self._need(stretch.first, said) for stretch in self.stretches],
            note=said["note"],
            for_gold=said["for_gold"],
            typed=self.typed(self.data),
        )

    def typed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Those of `data` that are fields of this form: what a draft keeps."""
        return {name: data[name] for name in self.fields if name in data}

    def _marked(self, criterion: str, said: Mapping[str, Any]) -> Marked:
        at = f"c-{criterion}-"
        return Marked(criterion, said[at + "result"], said[at + "turn"], said[at + "note"])

    def _need(self, turn: int, said: Mapping[str, Any]) -> JudgedNeedAs:
        at = f"n-{turn}-"
        need = said[at + "need"] == "yes"
        answered = need and said[at + "recognition"] != NOBODY
        return JudgedNeedAs(
            turn=turn,
            need=need,
            recognition=int(said[at + "recognition"]) if answered else None,
            action=int(said[at + "action"]) if answered else None,
            outcome=said[at + "outcome"],
            note=said[at + "note"],
        )

    def _add_criterion(self, criterion: Criterion, places: Sequence[tuple[Any, str]]) -> None:
        at = f"c-{criterion.id}-"
        self.fields[at + "result"] = forms.ChoiceField(
            label=criterion.title,
            help_text=criterion.meaning,
            choices=list(RESULTS.items()),
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one; “can’t say” is a right answer.")},
        )
        self.fields[at + "turn"] = forms.TypedChoiceField(
            label=_("Words that show it"), choices=places, coerce=int, required=False, empty_value=None
        )
        self.fields[at + "note"] = forms.CharField(label=_("Note"), required=False, max_length=LONGEST)

    def _add_need(self, stretch: Stretch) -> None:
        at = f"n-{stretch.first}-"
        recognitions: list[tuple[Any, str]] = [("", _("choose"))]
        if not stretch.answered:
            recognitions = [(NOBODY, words.recognition(None))]
        else:
            recognitions += [(level, words.recognition(level)) for level in (-1, 0, 1, 2, 3)]
            recognitions.append((NOBODY, words.recognition(None)))
        self.fields[at + "need"] = forms.ChoiceField(
            label=_("Was something needed here?"),
            choices=[("no", _("no")), ("yes", _("yes"))],
            initial="no",
            widget=forms.RadioSelect,
        )
        self.fields[at + "recognition"] = forms.ChoiceField(
            label=_("The reply recognised it"), choices=recognitions, required=False
        )
        self.fields[at + "action"] = forms.ChoiceField(
            label=_("The reply did about it"),
            choices=[("", _("choose")), *((level, words.action(level)) for level in (0, 1, 2))],
            required=False,
        )
        self.fields[at + "outcome"] = forms.ChoiceField(
            label=_("Afterwards"),
            choices=[("", _("choose")), *((name, words.outcome(name)) for name in OUTCOMES)],
            required=False,
        )
        self.fields[at + "note"] = forms.CharField(label=_("Note"), required=False, max_length=LONGEST)


def _shown(turn: Spoken) -> str:
    """A turn in a list to choose from: its number, who spoke, how it begins."""
    begins = turn.text if len(turn.text) <= 60 else turn.text[:59].rstrip() + "…"
    return f"{turn.index + 1} · {turn.name or _(turn.speaker)}: {begins}"
