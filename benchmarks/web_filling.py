"""Fills an installation with as many conversations as are asked for: the demo archive, each time said a little otherwise.

An analysis is made once of each written conversation. Its copies differ in names, numbers and a last word, which keeps
every place in the text that the analysis names; so filling measures the database and not the engine.
``python -m benchmarks.web_filling 100000 took.json`` fills the installation that the environment names.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from heard.analysis import analyse
from heard.conversation import Speaker
from heard.demo import archive

__all__ = ["ADDRESS", "COMMON", "RARE", "fill"]

Say = Callable[[str], object]

TEAMS = ("Care", "Service", "Travel")
AGENTS = 60  # in three teams: each answers thousands of needs
CUSTOMERS = 40_000
LONGEST = 10  # turns: about eight on average
YEAR = 365.0
AT_ONCE = 250
COMMON, RARE = "account", "reference{number:06d}"  # a word that thousands say, and one that a single conversation has
ADDRESS = "{role}@bench.example"


def main() -> None:
    """Fills, and writes what took how many seconds."""
    from heard.web.serving import prepare

    prepare(None)
    took = fill(int(sys.argv[1]), lambda said: print(said, flush=True))
    Path(sys.argv[2]).write_text(json.dumps(took), encoding="utf-8")


def fill(conversations: int, say: Say) -> dict[str, float]:
    """Makes the organisation "Bench" with so many conversations; what took how many seconds."""
    from django.utils import timezone

    from heard.web.conversations.actions import store
    from heard.web.insights.actions import count_again
    from heard.web.organisation.models import Organisation
    from heard.web.reviews.actions.queueing import fill_queue

    organisation = Organisation.objects.create(name="Bench")
    _people(organisation)
    patterns = _patterns()
    began = time.monotonic()
    now = timezone.now()
    batch: list[dict[str, Any]] = []
    for number, analysis in enumerate(_copies(patterns, conversations, now), 1):
        batch.append(analysis)
        if len(batch) == AT_ONCE or number == conversations:
            store(organisation, batch, origin="bench", came_in=datetime.fromisoformat(batch[0]["started"]))
            batch = []
        if number % 10_000 == 0:
            say(f"{number:,} conversations after {time.monotonic() - began:.0f} s")
    took = {"storing": time.monotonic() - began}
    for name, work in (("counting", count_again), ("drawing what is to be reviewed", fill_queue)):
        began = time.monotonic()
        work(organisation)
        took[name] = time.monotonic() - began
        say(f"{name}: {took[name]:.0f} s")
    return took


def _people(organisation: Any) -> None:
    from heard.web.organisation.access import Role
    from heard.web.organisation.models import Team
    from heard.web.people.models import Agent, Membership, Person

    teams = [Team.objects.create(organisation=organisation, name=name) for name in TEAMS]
    agents = [
        Agent.objects.create(organisation=organisation, name=f"Agent {number}", team=teams[number % len(teams)])
        for number in range(AGENTS)
    ]
    for role in Role:
        person = Person.objects.create_user(
            ADDRESS.format(role=role.value), None, name=role.value.title(), organisation=organisation
        )
        Membership.objects.create(person=person, role=role, team=teams[0] if role in (Role.AGENT, Role.LEAD) else None)
        if role is Role.AGENT:
            Agent.objects.filter(pk=agents[0].pk).update(person=person)


def _patterns() -> list[Mapping[str, Any]]:
    """An analysis of each written conversation of the demo archive, cut to LONGEST turns."""
    return [analyse(replace(talk, turns=talk.turns[:LONGEST])).to_json() for talk in archive()]


def _copies(patterns: list[Mapping[str, Any]], many: int, now: datetime) -> Iterator[dict[str, Any]]:
    """From the oldest to the newest, spread over a year; the last day's are still their agents' alone."""
    for number in range(many):
        draw = Random(number)  # noqa: S311 — the same archive again, no secret
        yield _copy(patterns[draw.randrange(len(patterns))], number, draw, now - timedelta(YEAR * (1 - number / many)))


def _copy(pattern: Mapping[str, Any], number: int, draw: Random, began: datetime) -> dict[str, Any]:
    names = {
        Speaker.CUSTOMER.value: f"Customer {draw.randrange(CUSTOMERS)}",
        Speaker.AGENT.value: f"Agent {draw.randrange(AGENTS)}",
    }
    turns = [
        {
            **turn,
            "text": re.sub(r"\d", lambda _: str(draw.randrange(10)), turn["text"]),
            **({"name": names[turn["speaker"]]} if turn["speaker"] in names else {}),
        }
        for turn in pattern["turns"]
    ]
    turns[-1]["text"] += f" {RARE.format(number=number)}"
    return {**pattern, "id": f"bench-{number}", "started": began.isoformat(), "turns": turns}


if __name__ == "__main__":
    main()
