"""The demo organisation, made once: its people, and a year of the demo archive that ends today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from heard.analysis import analyse
from heard.conversation import Conversation as Talk
from heard.demo import archive
from heard.inference import load_encoder
from heard.signals import Repetition
from heard.standards import load
from heard.web.conversations.actions import store
from heard.web.demo.happenings import happen
from heard.web.demo.people import TEAMS, bring_in
from heard.web.insights.actions import count_again
from heard.web.organisation.models import Organisation

__all__ = ["NAME", "fill"]

NAME = "Harbour & Vale (demo)"
LATEST = timedelta(days=2)  # so long ago the archive's newest conversation began
FRESH = {"demo-software-011": timedelta(hours=5), "demo-banking-009": timedelta(hours=3)}  # Priya’s alone for now


@transaction.atomic
def fill(say: Callable[[str], object] = lambda _: None) -> bool:
    """Fills an empty installation; False where an organisation is there already. `say` hears what is being done."""
    if Organisation.objects.exists():
        return False
    organisation = Organisation.objects.create(name=NAME)
    say("people")
    talks = _until_now(list(archive()), timezone.now() - LATEST)
    people = bring_in(organisation, _teams(talks))
    say("conversations")
    _store(organisation, talks)
    say("reviews, appeals, a calibration")
    happen(organisation, people)
    count_again(organisation)
    return True


def _until_now(talks: list[Talk], newest: datetime) -> list[Talk]:
    """The archive's year moved so that its last conversation began at `newest`."""
    moved = newest - max(talk.started for talk in talks if talk.started)
    now = newest + LATEST
    return [
        replace(talk, started=now - FRESH[talk.id] if talk.id in FRESH else talk.started + moved)
        for talk in talks
        if talk.started
    ]


def _teams(talks: list[Talk]) -> dict[str, str]:
    """The title of the team that each agent is in: where they answer most."""
    titles = {file: title for title, file in TEAMS.items()}
    seen: dict[str, Counter[str]] = {}
    for talk in talks:
        for turn in talk.turns:
            if turn.speaker.is_staff and turn.name and turn.source:
                seen.setdefault(turn.name, Counter())[titles[turn.source.split(".")[0]]] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in seen.items()}


def _store(organisation: Organisation, talks: list[Talk]) -> None:
    standard, repetition, encoder = load("everyday"), Repetition.over(talks), load_encoder()
    encoder.prepare(turn.text for talk in talks for turn in talk.turns)
    for talk in sorted(talks, key=lambda t: t.started or timezone.now()):
        analysis = analyse(talk, standard=standard, repetition=repetition, encoder=encoder).to_json()
        store(organisation, [analysis], origin="demo", came_in=talk.started)
