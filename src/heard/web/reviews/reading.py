"""A conversation laid out to be judged: what the customer said until somebody answered, the standard of its day, and
what the engine found there. Only the last of the three may not be seen before a person has judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from heard.conversation import Speaker
from heard.standards import Standard, StandardError, builtin
from heard.web.conversations.models import Conversation
from heard.web.organisation.models import StandardVersion
from heard.web.organisation.queries import standard_by, standard_told

__all__ = [
    "EngineNeed",
    "Spoken",
    "Stretch",
    "engine_marks",
    "engine_needs",
    "spoken",
    "standard_of",
    "stretches",
    "titles_of",
    "words_of",
]

STAFF = frozenset({Speaker.AGENT.value, Speaker.SUPERVISOR.value})

Analysis = Mapping[str, Any]  # heard-analysis/1


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn as it was said, and nothing that anybody found in it."""

    index: int
    speaker: str
    name: str  # "": the source gave none
    text: str
    ends: int | None  # the first turn of the stretch that ends here; None: none ends here


class Stretch(NamedTuple):
    """The customer's turns until somebody answers."""

    first: int
    last: int
    answered: bool


class EngineNeed(NamedTuple):
    """A moment of the analysis, and its number there."""

    place: int
    moment: Mapping[str, Any]


def spoken(analysis: Analysis) -> list[Spoken]:
    """Every turn in order, without a word of the engine."""
    ends = {stretch.last: stretch.first for stretch in stretches(analysis)}
    return [
        Spoken(t["index"], t["speaker"], t.get("name") or "", t["text"], ends.get(t["index"]))
        for t in analysis["turns"]
    ]


def stretches(analysis: Analysis) -> list[Stretch]:
    """What is judged one by one. Bots and notices of the system answer nobody."""
    found: list[Stretch] = []
    waiting: list[int] = []
    for turn in analysis["turns"]:
        if turn["speaker"] == Speaker.CUSTOMER.value:
            waiting.append(turn["index"])
        elif turn["speaker"] in STAFF and waiting:
            found.append(Stretch(waiting[0], waiting[-1], answered=True))
            waiting = []
    if waiting:
        found.append(Stretch(waiting[0], waiting[-1], answered=False))
    return found


def engine_needs(analysis: Analysis) -> dict[int, EngineNeed]:
    """The engine's moments by the first turn of their stretch. Of two in one stretch, the stronger."""
    starts = {turn: s.first for s in stretches(analysis) for turn in range(s.first, s.last + 1)}
    found: dict[int, EngineNeed] = {}
    for place, moment in enumerate(analysis["moments"]):
        first = starts.get(moment["turn"])
        if first is not None and (first not in found or found[first].moment["intensity"] < moment["intensity"]):
            found[first] = EngineNeed(place, moment)
    return found


def engine_marks(analysis: Analysis) -> dict[str, Mapping[str, Any]]:
    """The engine's marks by criterion."""
    return {mark["criterion"]: mark for mark in analysis["marks"]}


def standard_of(conversation: Conversation) -> Standard:
    """The standard of the conversation's day, else what ships under its name now. Raises StandardError: neither is there."""
    reference = conversation.standard
    found = standard_by(conversation.organisation_id, reference) or builtin().get(reference.partition("@")[0])
    if found is None:
        raise StandardError(f"{reference}: this standard is not kept here; put its text among the standards")
    return found


def titles_of(organisation: int, names: Iterable[str]) -> dict[tuple[str, str], str]:
    """(standard's name, criterion) → its title, by the newest text of each of those standards. One query."""
    found: dict[tuple[str, str], str] = {}
    texts = StandardVersion.objects.filter(organisation=organisation, name__in=set(names), adopted__isnull=False)
    own = {row.name: row for row in texts.order_by("name", "version")}
    for name in names:
        standard = standard_told(own[name].text) if name in own else builtin().get(name)
        if standard is not None:
            found |= {(name, criterion.id): criterion.title for criterion in standard.criteria}
    return found


def words_of(turns: Sequence[Spoken], index: int | None) -> str:
    """What was said in turn `index`; "" for none."""
    return next((turn.text for turn in turns if turn.index == index), "")
