"""The phrasebook: what to do in a situation, what not, why, and ways to put it with this customer's own words.

One situation a file below ``phrasebook/``::

    situation = "bereavement"
    title = "A death"
    rank = 1                             # where several situations fit, the lowest rank is taken
    applies = ["bereavement"]            # what the customer shows; "label:strength" asks for at least that strength
    do = ["…"]
    avoid = ["…"]
    why = "…"
    source = "…"                         # where the why comes from; absent: experience, not evidence

    [[tries]]
    act = "Name the loss before the first form."
    say = ["I'm so sorry: {back}. …"]    # {back}: the customer's clause turned round; {thing}: what is theirs
    when = ["anxiety"]                   # optional: preferred where the customer shows one of these
    unless = ["occasion"]                # optional: never taken where the customer shows one of these
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Playbook", "Try", "phrasebook", "playbook_for"]

EVERYDAY = "everyday"  # the playbook for what no other one fits


@dataclass(frozen=True, slots=True)
class Try:
    """One thing to do, and ways to put it; a way is a sentence with slots for this customer's words."""

    act: str
    say: tuple[str, ...]
    when: frozenset[str]
    unless: frozenset[str] = frozenset()

    @property
    def names_only(self) -> bool:
        """True when every way names a thing of the customer's and none says back what they said."""
        return all("{thing}" in way for way in self.say)


@dataclass(frozen=True, slots=True)
class Playbook:
    """What helps in one situation."""

    situation: str
    title: str
    rank: int
    applies: tuple[tuple[str, int], ...]  # (label, least strength)
    do: tuple[str, ...]
    avoid: tuple[str, ...]
    why: str
    source: str | None  # None: experience, not evidence
    tries: tuple[Try, ...]


@cache
def phrasebook() -> Mapping[str, Playbook]:
    """Every playbook by its situation, in the order in which they are tried."""
    folder = files("heard.coaching") / "phrasebook"
    books = (_playbook(f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".toml"))
    return {book.situation: book for book in sorted(books, key=lambda book: book.rank)}


def playbook_for(shown: Mapping[str, int]) -> Playbook:
    """The playbook for a customer who shows these labels, each with its strength."""
    for book in phrasebook().values():
        if any(shown.get(label, 0) >= least for label, least in book.applies):
            return book
    return phrasebook()[EVERYDAY]


def tries_for(book: Playbook, shown: Collection[str], seed: int) -> tuple[Try, ...]:
    """The tries of `book` in the order to take them: those meant for what the customer shows, then the others.

    `seed` says with which of the others to begin; those that can only name a thing come last.
    """
    fitting = [t for t in book.tries if t.unless.isdisjoint(shown)]
    meant = [t for t in fitting if t.when and not t.when.isdisjoint(shown)]
    others = [t for t in fitting if not t.when and not t.names_only]
    start = seed % len(others) if others else 0
    return (*meant, *others[start:], *others[:start], *(t for t in fitting if not t.when and t.names_only))


def _playbook(text: str) -> Playbook:
    data = tomllib.loads(text)
    applies = tuple((label, int(least or 1)) for label, _, least in (a.partition(":") for a in data["applies"]))
    tries = tuple(
        Try(t["act"], tuple(t["say"]), frozenset(t.get("when", ())), frozenset(t.get("unless", ())))
        for t in data["tries"]
    )
    return Playbook(
        situation=data["situation"],
        title=data["title"],
        rank=data["rank"],
        applies=applies,
        do=tuple(data["do"]),
        avoid=tuple(data["avoid"]),
        why=data["why"],
        source=data.get("source"),
        tries=tries,
    )
