"""A standard of service as values: its bar for a met need, its criteria, and each criterion's rule."""

from __future__ import annotations

from dataclasses import dataclass

from heard.conversation import Conversation
from heard.moments import Bar

__all__ = ["PLACES", "Criterion", "Rule", "Standard", "StandardError"]

# Where a rule looks, seen from the customer's turn that asks for something.
PLACES = {
    "response": "the staff's turns from that turn until the customer speaks again",
    "after": "every staff turn that follows",
    "staff": "every staff turn of the conversation",
    "first": "the first staff turn of the conversation",
    "last": "the last staff turn of the conversation",
    "after_ready": "every staff turn after the customer was ready to go on; asks for nothing where the customer never "
    "said so, or where the step was taken by then",
}


class StandardError(ValueError):
    """A standard that can't be used. Each line of the message names file, key and cure."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a criterion asks for something, and for what. Every demand that is given must hold."""

    when: tuple[tuple[str, int], ...]  # (label, least strength); also need, needed, refused and always, with 1
    where: str = "response"  # one of PLACES
    show: frozenset[str] = frozenset()  # any of these moves or observations must be there
    avoid: frozenset[str] = frozenset()  # none of these may be there
    before: frozenset[str] = frozenset()  # what is shown stands before the first of these
    within_replies: int | None = None  # what is shown stands in this many staff turns, counted from the asking one
    within_seconds: float | None = None  # … or in this many seconds; without times Heard is not sure
    recognition: int | None = None  # least recognition of the first reply to each need, -1…3
    action: int | None = None  # least action of the first reply to each need, 0…2
    measure: str | None = None  # a measure of the words, by its name in heard.standards.measures
    at_least: float = 0.0  # the least value of that measure


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that good service does."""

    id: str
    title: str
    meaning: str
    evidence: str  # the words that are looked for, as a reader would name them: "words that name …"
    exemplar: Conversation  # a short exchange that meets it
    counter_exemplar: Conversation  # a short exchange that misses it
    rule: Rule


@dataclass(frozen=True, slots=True)
class Standard:
    """What good looks like."""

    name: str
    version: int
    title: str
    meaning: str
    bar: Bar
    criteria: tuple[Criterion, ...]

    @property
    def reference(self) -> str:
        """Name and version, as written beside every judgement: "everyday@1"."""
        return f"{self.name}@{self.version}"
