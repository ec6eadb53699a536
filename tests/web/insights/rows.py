"""Conversations and moments made at random, as rows: quick to make by the thousand, and of every kind there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from heard.moments import CAUSES, OUTCOMES
from heard.web.conversations.models import RESULTS, Changed, Conversation, Moment, MomentLabel, Record
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Agent

__all__ = ["BEGINS", "LABELS", "agents_of", "scatter"]

BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
LABELS = ("frustration", "anxiety", "sadness", "effort", "bereavement", "money", "broken_promise")
LINES = ("We value your custom.", "Your call is important to us.", "I understand your frustration.", "Rest assured.")


def agents_of(organisation: Organisation, team: Team | None, number: int, name: str = "agent") -> list[Agent]:
    """So many agents of a team."""
    return [Agent.objects.create(organisation=organisation, team=team, name=f"{name} {n}") for n in range(number)]


def scatter(
    organisation: Organisation,
    agents: list[Agent],
    number: int,
    *,
    seed: int = 1,
    days: int = 120,
    begins: datetime = BEGINS,
    alone: float = 0.1,
    channels: tuple[str, ...] = ("chat", "email", "call"),
    **fixed: Any,
) -> list[Conversation]:
    """So many conversations over some days, a share of them still their agent's alone; `fixed` columns of the moments."""
    random = Random(seed)  # noqa: S311 — rows for tests
    now = timezone.now()
    talks, records, moments, labels = [], [], [], []
    first = Conversation.objects.count()
    for n in range(first, first + number):
        agent = random.choice(agents)
        began = begins + timedelta(seconds=random.randrange(days * 86_400))
        talks.append(
            Conversation(
                organisation=organisation,
                key=f"row-{n}",
                fingerprint=str(n),
                team_id=agent.team_id,
                agent=agent,
                channel=random.choice(channels),
                began=began,
                released=now + timedelta(hours=5) if random.random() < alone else now - timedelta(hours=1),
                turns=6,
                readable=random.random() > 0.05,
                engine="heard-engine/1",
                standard="everyday@1",
            )
        )
    talks = Conversation.objects.bulk_create(talks)
    for talk in talks:
        said = [random.choice(LINES) for _ in range(random.randrange(3))]
        records.append(Record(conversation=talk, analysis=_analysis(said)))
        moments += [_moment(random, talk, place, fixed) for place in range(random.randrange(4))]
    Record.objects.bulk_create(records)
    moments = Moment.objects.bulk_create(moments)
    for moment in moments:
        labels += [MomentLabel(moment=moment, label=label) for label in random.sample(LABELS, random.randint(1, 3))]
    MomentLabel.objects.bulk_create(labels)
    for talk in talks:
        held = [m for m in moments if m.conversation_id == talk.pk and m.counts] if number < 500 else []
        talk.unsure = sum(m.result == "unsure" for m in held)
        talk.needed, talk.met = len(held) - talk.unsure, sum(m.result == "met" for m in held)
    Conversation.objects.bulk_update(talks, ["needed", "met", "unsure"], batch_size=200)
    Changed.objects.bulk_create(
        [Changed(organisation=organisation, day=day) for day in {talk.began.date() for talk in talks}],
        ignore_conflicts=True,
    )
    return talks


def _moment(random: Random, talk: Conversation, place: int, fixed: dict[str, Any]) -> Moment:
    result = random.choice(RESULTS)
    recognition = random.choice([None, -1, 0, 1, 2, 3])
    replies = random.choice([None, 1, 1, 2, 3, 4, 7])
    facts = {
        "turn": 2 * place,
        "intensity": random.randint(0, 3),
        "recognition": recognition,
        "action": None if recognition is None else random.randint(0, 2),
        "result": result,
        "turns_to_recognition": replies,
        "seconds_to_recognition": random.choice([None, 5.0, 60.0, 100.0, 4_000.0, 200_000.0]) if replies else None,
        "process_first": random.random() < 0.2,
        "outcome": random.choice(OUTCOMES),
        "cause": "" if result == "met" else random.choice(["", *CAUSES]),
        "confidence": random.random(),
        "counts": random.random() > 0.1,
        "judged_by_person": random.random() < 0.3,
        **fixed,
    }
    return Moment(
        conversation=talk,
        organisation_id=talk.organisation_id,
        team_id=talk.team_id,
        agent_id=talk.agent_id,
        channel=talk.channel,
        began=talk.began,
        released=talk.released,
        place=place,
        **facts,
    )


def _analysis(said: list[str]) -> dict[str, Any]:
    """What of an analysis the pages read: turns, canned lines, the words behind a moment."""
    text = " ".join(said)
    findings = [
        {"label": "canned", "start": text.index(line), "end": text.index(line) + len(line)}
        for line in dict.fromkeys(said)
    ]
    asks = {"text": "My parcel never came.", "moves": [], "findings": []}
    reply = {"text": text, "moves": ["canned"] if said else [], "findings": findings}
    return {"turns": [asks, reply] * 3, "moments": [{"evidence": []} for _ in range(4)]}
