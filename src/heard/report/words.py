"""How the report says things: one place for every label, scale, share, date and duration that people read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from heard.overview import counted

__all__ = [
    "ACTIONS",
    "CAUSES",
    "CHANNELS",
    "OUTCOMES",
    "RECOGNITIONS",
    "STATES",
    "day",
    "days",
    "duration",
    "how_soon",
    "how_sure",
    "label",
    "number",
    "state_of",
    "times",
]

RECOGNITIONS = {-1: "denied", 0: "nothing", 1: "token", 2: "specific", 3: "deep"}
ACTIONS = {0: "no step", 1: "routine step", 2: "concrete help"}
OUTCOMES = {
    "eased": "The customer was eased",
    "same": "The customer felt the same",
    "worse": "The customer felt worse",
    "unknown": "What followed does not show how the customer was",
}
STATES = {"met": "met", "repaired": "repaired later", "missed": "missed", "unsure": "for a person to read"}
CHANNELS = {
    "chat": "chat",
    "email": "e-mail",
    "social": "social media",
    "call": "phone call",
    "in_person": "in person",
    "other": "channel unknown",
}
INTENSITIES = {0: "", 1: "", 2: "clear", 3: "strong"}  # of the feeling; beside a death "slight" would be an insult
CAUSES = {  # cause → (what it is called, who can change it)
    "agent": ("the reply itself", "the person who replied"),
    "policy": ("a policy", "whoever owns the policy"),
    "product": ("the product", "whoever owns the product"),
    "waiting": ("waiting", "whoever plans the staffing"),
    "handover": ("a handover", "the teams it passed between"),
    "bot": ("a bot", "whoever owns the bot"),
    "authority": ("no authority to help", "whoever decides what agents may do"),
    "unclear": ("unclear", "a person should read these"),
}


def label(name: str) -> str:
    """A signal's name as words: "broken_promise" is "broken promise"."""
    return name.replace("_", " ")


def number(value: int) -> str:
    """A count with thousands set apart: "12,408"."""
    return f"{value:,}"


def times(number: int) -> str:
    """How often: "once", "58 times"."""
    return "once" if number == 1 else f"{number:,} times"


def state_of(moment: Mapping[str, Any]) -> str:
    """The key in STATES of a moment in the form of `Analysis.to_json()`."""
    if moment["abstained"]:
        return "unsure"
    if moment["met"]:
        return "met"
    return "missed" if moment["repaired_turn"] is None else "repaired"


def how_soon(moment: Mapping[str, Any]) -> str:
    """When the need was recognised, as words."""
    replies, seconds = moment["turns_to_recognition"], moment["seconds_to_recognition"]
    if replies is None:
        return "never recognised" if moment["response_turn"] is not None else "nobody answered"
    reply = "the first reply" if replies == 1 else f"reply {replies}"
    return f"recognised in {reply}" + (f", {duration(seconds)} later" if seconds else "")


def how_sure(confidence: float) -> str:
    """A confidence of 0…1 as words, with its figure."""
    if confidence < 0.5:
        return f"not sure ({confidence:.2f})"
    return f"{'sure' if confidence >= 0.8 else 'fairly sure'} ({confidence:.2f})"


def duration(seconds: float) -> str:
    """A length of time in its largest fitting unit: "40 seconds", "3 hours"."""
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return counted(round(seconds / size), unit)
    return counted(round(seconds), "second")


def day(when: datetime) -> str:
    """A date as it is spoken: "3 February 2026"."""
    return f"{when.day} {when:%B %Y}"


def days(first: datetime | None, last: datetime | None) -> str:
    """A range of dates, said once where both are alike: "3–9 February 2026". Empty where no dates are known."""
    if first is None or last is None:
        return ""
    if first.date() == last.date():
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"
