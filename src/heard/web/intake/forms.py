"""What a person chooses about an import and about Chatwoot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from heard.conversation import CHANNELS, Speaker
from heard.readers import known_formats
from heard.readers.columns import FIELDS
from heard.web.intake.models import ChatwootSource, Import
from heard.web.intake.preview import Preview
from heard.web.organisation.models import Organisation, Team
from heard.web.plumbing import words

__all__ = ["Choices", "Ending", "Settings"]

ROLES = {
    Speaker.CUSTOMER.value: _("the customer"),
    Speaker.AGENT.value: _("an agent"),
    Speaker.SUPERVISOR.value: _("a supervisor"),
    Speaker.BOT.value: _("a bot"),
    Speaker.SYSTEM.value: _("the system"),
}
COLUMNS = {
    "conversation": _("Conversation"),
    "text": _("What was said"),
    "transcript": _("Whole transcript"),
    "role": _("Role of the speaker"),
    "speaker": _("Name of the speaker"),
    "at": _("When it was said"),
    "until": _("When it ended"),
    "turn": _("Number of the turn"),
    "channel": _("Channel"),
    "subject": _("Subject"),
}
EVERYONE_ELSE = "*"


class Choices(forms.Form):
    """How an import is to be read: what is left empty is found by Heard itself."""

    format = forms.ChoiceField(label=_("Format"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("the team of whoever answered"),
        help_text=_("For agents whose team Heard does not know yet."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, brought: Import, preview: Preview) -> None:
        super().__init__(data, initial={"format": brought.format, "channel": brought.channel, "team": brought.team_id})
        self.guess = preview.guess
        formats = [(one.name, one.title) for one in known_formats()]
        self._choice("format", [("", _("found by itself")), *formats])
        self._choice("channel", [("", _("as the format says")), *((c, words.channel(c)) for c in CHANNELS)])
        team: Any = self.fields["team"]
        team.queryset = Team.objects.filter(organisation=brought.organisation)
        self.columns = [name for name in FIELDS if preview.headers]
        for name in self.columns:
            chosen = brought.columns.get(name, preview.columns.get(name, ""))
            options = [("", _("no column")), *((header, header) for header in preview.headers)]
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=COLUMNS[name], required=False, choices=options, initial=chosen
            )
        self.speakers = [(f"role_{number}", seen) for number, seen in enumerate(preview.speakers)]
        for key, seen in self.speakers:
            taken = _("Heard takes them for %(role)s") % {"role": ROLES[seen.role]}
            self.fields[key] = forms.ChoiceField(
                label=seen.name, required=False, choices=[("", taken), *ROLES.items()], initial=seen.given
            )
            self.fields[f"name_{key}"] = forms.CharField(
                initial=seen.name, required=False, widget=forms.HiddenInput, strip=False
            )
        self.fields["role_else"] = forms.ChoiceField(
            label=_("Everyone else"),
            required=False,
            choices=[("", _("as Heard finds it")), *ROLES.items()],
            initial=brought.roles.get(EVERYONE_ELSE, ""),
        )

    def choices(self) -> dict[str, Any]:
        """What was chosen, as the import's row keeps it."""
        typed = self.cleaned_data
        roles = {
            typed[f"name_{key}"]: typed[key] for key, _seen in self.speakers if typed[key] and typed[f"name_{key}"]
        }
        if typed["role_else"]:
            roles[EVERYONE_ELSE] = typed["role_else"]
        columns = {
            name: header for name in self.columns if (header := typed[f"column_{name}"]) != self.guess.get(name, "")
        }
        return {
            "format": typed["format"],
            "channel": typed["channel"],
            "team": typed["team"],
            "columns": columns,
            "roles": roles,
        }

    def column_fields(self) -> list[forms.BoundField]:
        """The fields of the column map."""
        return [self[f"column_{name}"] for name in self.columns]

    def role_fields(self) -> list[forms.BoundField]:
        """The fields of the speakers' roles."""
        return [*(self[key] for key, _seen in self.speakers), self["role_else"]]

    def _choice(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


class Ending(forms.Form):
    """What becomes of what an import has stored so far."""

    stored = forms.ChoiceField(
        label=_("What it brought in so far"),
        choices=[("keep", _("stays")), ("undo", _("is removed again"))],
        initial="keep",
        widget=forms.RadioSelect,
    )


class Settings(forms.ModelForm[ChatwootSource]):
    """An organisation's Chatwoot."""

    new_secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=200,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Chatwoot shows it beside the webhook. It is never shown here; leave this empty to keep the one that is kept. "
            "After a new one the former is taken for another day."
        ),
    )

    class Meta:
        model = ChatwootSource
        fields = ("quiet_minutes", "team")

    def __init__(self, *arguments: Any, organisation: Organisation, **more: Any) -> None:
        super().__init__(*arguments, **more)
        team: Any = self.fields["team"]
        team.queryset = Team.objects.filter(organisation=organisation)
        team.empty_label = _("the team of whoever answered")
        minutes: Any = self.fields["quiet_minutes"]
        minutes.validators += [MinValueValidator(1), MaxValueValidator(7 * 24 * 60)]
        minutes.help_text = _("So long nothing is said, then the conversation is read. A resolved one is read at once.")
