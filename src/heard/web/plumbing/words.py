"""The report's words in the reader's language, and a few that only the web says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.report import words
from heard.signals import catalogue

__all__ = [
    "BADGES",
    "action",
    "cause",
    "channel",
    "label",
    "listed",
    "meaning",
    "outcome",
    "owner",
    "recognition",
    "speaker",
    "state",
    "when",
]

BADGES = {  # kind → what it says; shape and colour add nothing to it
    "person": gettext_lazy("A person judged this"),
    "unsure": gettext_lazy("Heard is not sure"),
    "alone": gettext_lazy("Yours alone"),
    "context": gettext_lazy("Context was added"),
    "contested": gettext_lazy("Seen differently: a person reads it again"),
    "upheld": gettext_lazy("Upheld: the judgement was changed"),
    "declined": gettext_lazy("Declined: the judgement stands"),
    "none": gettext_lazy("A person ruled that no need was shown"),
}


def recognition(level: int | None, *, unsure: bool = False) -> str:
    """The word for a level of recognition; None: nobody answered."""
    if unsure:
        return _("a person should read this")
    return _("nobody answered") if level is None else _(words.RECOGNITIONS[level])


def action(level: int | None) -> str:
    """The words for a level of action."""
    return _(words.ACTIONS[level or 0])


def outcome(name: str) -> str:
    """How the customer was afterwards, as a sentence without its full stop."""
    return _(words.OUTCOMES[name])


def state(name: str) -> str:
    """How a moment stands: met, repaired, missed, unsure."""
    return _(words.STATES[name])


def channel(name: str) -> str:
    """What a channel is called."""
    return _(words.CHANNELS[name])


def cause(name: str) -> str:
    """What a cause is called."""
    return _(words.CAUSES[name][0])


def owner(name: str) -> str:
    """Who can change a cause."""
    return _(words.CAUSES[name][1])


def speaker(name: str) -> str:
    """Who speaks, where no name is known."""
    return _(name)


def label(name: str) -> str:
    """A label as words."""
    return _(words.label(name))


@cache
def _meanings() -> dict[str, str]:
    return {name: signal.meaning for name, signal in catalogue().items()}


def meaning(name: str) -> str:
    """What a label means; empty for one that the catalogue does not have."""
    found = _meanings().get(name, "")
    return _(found) if found else ""


def when(moment: datetime) -> str:
    """A day and time as they are spoken, in the reader's time zone: "3 March 2026, 14:00"."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{formats.date_format(local, _('j F Y'))}, {formats.time_format(local, 'H:i')}"


def listed(names: Iterable[str]) -> str:
    """Labels one after another: "frustration, broken promise"."""
    return ", ".join(label(name) for name in names)
