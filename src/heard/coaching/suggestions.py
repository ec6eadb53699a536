"""Suggestions: built from this customer's own words and the playbook of the situation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from heard.conversation import Conversation
from heard.moments import Moment
from heard.signals import TurnReading


class Suggestion(NamedTuple):
    """Something to keep or something to try, for the person who wrote the reply."""

    kind: str  # "keep" or "try"
    moment: int  # index into the analysis's moments
    turn: int  # the turn it is about: the reply to keep, or the reply that could have been
    text: str  # what Heard says, in the second person
    quote: str  # keep: the agent's words; try: the customer's words it builds on
    playbook: str  # the situation it comes from


def suggest(
    conversation: Conversation, readings: Sequence[TurnReading], moments: Sequence[Moment]
) -> tuple[Suggestion, ...]:
    """One suggestion for each moment that Heard is sure of, in order."""
    return ()
