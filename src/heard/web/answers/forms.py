"""What agents and deciders type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heard.moments import CAUSES
from heard.web.answers.access import colleagues_for
from heard.web.answers.actions import Asks, Found
from heard.web.answers.models import KINDS, Answer
from heard.web.answers.rulings import changes, columns_found
from heard.web.conversations.models import Moment
from heard.web.people.models import Agent, Person
from heard.web.plumbing import words

__all__ = ["AnswerForm", "DecisionForm", "KudosForm"]

LONGEST = 4_000  # characters of what somebody writes
AS_IT_IS = ("", _("as it is"))
EXPLAINED: dict[str, str | Promise] = {
    "context": _("Add context: something Heard could not know. It changes no score and stands beside the moment."),
    "no_need": _("Not an empathy moment: no need was shown here."),
    "not_mine": _("Not mine: a policy, the product, waiting, a handover … left it open, not your reply."),
    "contested": _("The scales are wrong: what you recognised or did was more, or other, than is written here."),
}


def _levels(of: str) -> list[tuple[Any, Any]]:
    if of == "recognition":
        return [AS_IT_IS, *((level, words.recognition(level)) for level in (-1, 0, 1, 2, 3))]
    return [AS_IT_IS, *((level, words.action(level)) for level in (0, 1, 2))]


def _causes(but: str = "") -> list[tuple[Any, Any]]:
    return [(cause, words.cause(cause)) for cause in CAUSES if cause not in ("unclear", but)]


class _Scales(forms.Form):
    """The levels and the cause that a moment should have."""

    recognition = forms.TypedChoiceField(
        label=_("Recognition should be"),
        choices=lambda: _levels("recognition"),
        coerce=int,
        required=False,
        empty_value=None,
    )
    action = forms.TypedChoiceField(
        label=_("Action should be"), choices=lambda: _levels("action"), coerce=int, required=False, empty_value=None
    )
    cause = forms.ChoiceField(label=_("Whose it is"), choices=lambda: [AS_IT_IS, *_causes()], required=False)


class AnswerForm(_Scales):
    """An agent answers a moment of their own."""

    field_order = ("kind", "cause", "recognition", "action", "words")

    kind = forms.ChoiceField(
        label=_("What do you want to say?"), choices=list(EXPLAINED.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("What should somebody know who reads this moment? Whoever may see the moment reads this too."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, moment: Moment, answer: Answer | None, *args: Any, **kwargs: Any) -> None:
        if answer is not None:
            kwargs.setdefault("initial", answer.asked)
        super().__init__(*args, **kwargs)
        self.moment = moment
        self.offers_not_mine = moment.result != "met"  # what was met was left open by nobody
        kinds = [kind for kind in KINDS if kind != "not_mine" or self.offers_not_mine]
        self.fields["kind"].choices = [(kind, EXPLAINED[kind]) for kind in kinds]  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind
        self.fields["cause"].choices = [("", _("choose one")), *_causes(but="agent")]  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind
        self.fields["cause"].label = _("If it is not yours: what left it open?")
        self.fields["recognition"].label = _("If the scales are wrong: recognition should be")
        self.fields["action"].label = _("If the scales are wrong: action should be")

    def clean(self) -> dict[str, Any]:
        """What is asked for has to be said, and has to differ from how the moment stands."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        kind = said.get("kind")
        if kind == "not_mine":
            if not said.get("cause"):
                self.add_error("cause", _("Say what left it open. If none of these fits, add context instead."))
            elif said["cause"] == self.moment.cause:
                self.add_error(
                    "cause", _("This is the cause that stands there already, and it does not count for you.")
                )
        if kind == "contested" and not self._differs(said):
            self.add_error("recognition", _("Say at least one level that should be other than it is."))
        return said

    def _differs(self, said: dict[str, Any]) -> bool:
        return any(
            said.get(scale) is not None and said[scale] != getattr(self.moment, scale)
            for scale in ("recognition", "action")
        )

    @property
    def asks(self) -> Asks:
        """What is kept: only what belongs to the kind, and only levels that differ."""
        said = self.cleaned_data
        kind = said["kind"]
        levels: dict[str, int | None] = {"recognition": None, "action": None}
        if kind == "contested":
            levels = {scale: said[scale] if said[scale] != getattr(self.moment, scale) else None for scale in levels}
        return Asks(kind=kind, words=said["words"], cause=said["cause"] if kind == "not_mine" else "", **levels)


class DecisionForm(_Scales):
    """A person decides about an appeal, in writing."""

    field_order = ("verdict", "recognition", "action", "cause", "reason", "version")

    verdict = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("upheld", _("Uphold: it becomes what the agent asks for")),
            ("in_part", _("Uphold in part: it becomes what you choose below")),
            ("declined", _("Decline: it stays as it was judged")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Your reason"),
        help_text=_("The agent reads it with your name. Quote the words that decide it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, answer: Answer, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": answer.version})
        super().__init__(*args, **kwargs)
        self.answer = answer
        self.fields["recognition"].label = _("In part: recognition is")
        self.fields["action"].label = _("In part: action is")
        self.fields["cause"].label = _("In part: the cause is")

    def clean(self) -> dict[str, Any]:
        """Upholding in part has to change something."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("verdict") == "in_part" and not self.answer.is_decided:
            columns = columns_found(
                self.answer.moment,
                recognition=said.get("recognition"),
                action=said.get("action"),
                cause=said.get("cause") or "",
            )
            if not changes(self.answer.moment, columns):
                self.add_error("recognition", _("Say which level or cause should be other than it is."))
        return said

    @property
    def found(self) -> Found:
        """What holds instead, where it is upheld in part."""
        said = self.cleaned_data
        return Found(recognition=said["recognition"], action=said["action"], cause=said["cause"])


class KudosForm(forms.Form):
    """Thanks for a little thing."""

    agent = forms.ModelChoiceField(Agent.objects.none(), label=_("Who"))
    words = forms.CharField(
        label=_("What you noticed"),
        help_text=_("One little thing, and what it did. Only they read it."),
        max_length=500,  # as in Kudos
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, person: Person, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:  # the moment or the conversation says who
            del self.fields["agent"]
        else:
            self.fields["agent"].queryset = colleagues_for(person).order_by("name")  # type: ignore[attr-defined]  # the stubs know no attributes of a field's own kind
