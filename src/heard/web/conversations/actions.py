"""What is written about conversations and moments. Every writer keeps counts, search and the days to count again true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from heard.web.conversations import search
from heard.web.conversations.models import Answered, Changed, Conversation, Moment, MomentLabel, Record, Ruling
from heard.web.conversations.storing import (
    agent_names,
    alone_until,
    began_of,
    customer_name,
    fingerprint,
    main_agent,
    moment_from,
    opening_of,
    storable,
)
from heard.web.customers.models import Customer
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Agent, Person

__all__ = ["Stored", "remove", "rule", "store"]

RULED = ("result", "recognition", "action", "outcome", "cause", "counts")  # columns that a ruling may change


class Stored(NamedTuple):
    """What became of the analyses that `store` was given."""

    new: int
    known: int  # said by the same sides in the same words, or under the same id: already there, nothing was changed


@transaction.atomic
def store(
    organisation: Organisation,
    analyses: Sequence[Mapping[str, Any]],
    *,
    origin: str,
    team: Team | None = None,
    came_in: datetime | None = None,
) -> Stored:
    """Keeps each analysis (``heard-analysis/1``) that is not there yet, all or none of them.

    `team` is whose they are where an agent has no team of their own. `came_in` starts the time in which a result is the
    agent's alone; None: now.
    """
    came_in = came_in or timezone.now()
    prints = [fingerprint(analysis) for analysis in analyses]
    keys = [storable(str(analysis["id"])[:200]) for analysis in analyses]
    mine = Conversation.objects.filter(organisation=organisation)
    known_keys = set(mine.filter(key__in=keys).values_list("key", flat=True))
    known_prints = set(mine.filter(fingerprint__in=prints).values_list("fingerprint", flat=True))
    new = []
    for analysis, key, said in zip(analyses, keys, prints, strict=True):
        if key not in known_keys and said not in known_prints:
            new.append((analysis, key, said))
            known_keys.add(key)
            known_prints.add(said)
    agents = _agents(organisation, team, {name for analysis, _, _ in new for name in agent_names(analysis)})
    customers = _customers(organisation, {name for analysis, _, _ in new if (name := customer_name(analysis))})
    own_team = team.pk if team else None
    rows = []
    for analysis, key, said in new:
        agent = agents.get(main_agent(analysis) or "")
        row = Conversation(
            organisation=organisation,
            key=key,
            fingerprint=said,
            origin=origin,
            team_id=agent.team_id if agent and agent.team_id else own_team,
            agent=agent,
            customer=customers.get(customer_name(analysis) or ""),
            channel=analysis["channel"],
            subject=storable((analysis["subject"] or "")[:500]),
            opening=opening_of(analysis),
            began=began_of(analysis, came_in),
            released=alone_until(came_in, organisation.agent_first_hours),
            turns=len(analysis["turns"]),
            readable=analysis["readable"],
            engine=analysis["engine"],
            model=analysis["model"] or "",
            standard=analysis["standard"],
        )
        moments = analysis["moments"]
        row.needed, row.met = analysis["score"]["needed"], analysis["score"]["met"]
        row.unsure = analysis["score"]["abstained"]
        row.least_confidence = min((m["confidence"] for m in moments), default=None)
        rows.append(row)
    Conversation.objects.bulk_create(rows)
    Record.objects.bulk_create(
        Record(conversation=row, analysis=analysis) for row, (analysis, _, _) in zip(rows, new, strict=True)
    )
    Answered.objects.bulk_create(
        Answered(conversation_id=row.pk, agent_id=agents[name].pk)
        for row, (analysis, _, _) in zip(rows, new, strict=True)
        for name in agent_names(analysis)
    )
    moments = Moment.objects.bulk_create(
        moment_from(row, place, analysis, agents)
        for row, (analysis, _, _) in zip(rows, new, strict=True)
        for place in range(len(analysis["moments"]))
    )
    needs = [found["need"] for analysis, _, _ in new for found in analysis["moments"]]
    MomentLabel.objects.bulk_create(
        MomentLabel(moment=moment, label=label)
        for moment, need in zip(moments, needs, strict=True)
        for label in dict.fromkeys(need)
    )
    search.add(rows, [analysis for analysis, _, _ in new])
    _changed(organisation, (row.began for row in rows))
    return Stored(len(rows), len(analyses) - len(rows))


@transaction.atomic
def rule(moment: Moment, by: Person, reason: str, **after: Any) -> Ruling:
    """A person's decision about `moment`: `after` are the columns of RULED that change. Score and totals follow."""
    if unknown := set(after) - set(RULED):
        raise ValueError(f"a ruling can't change {', '.join(sorted(unknown))}; it may change {', '.join(RULED)}")
    moment = Moment.objects.select_for_update().get(pk=moment.pk)
    before = {name: getattr(moment, name) for name in after}
    for name, value in after.items():
        setattr(moment, name, value)
    moment.judged_by_person = True
    moment.save(update_fields=[*after, "judged_by_person"])
    ruling = Ruling.objects.create(moment=moment, by=by, reason=reason, before=before, after=after)
    count_again(moment.conversation)
    return ruling


def count_again(conversation: Conversation) -> None:
    """Writes anew what a conversation's list row says of its moments."""
    held = list(conversation.moments.filter(counts=True))
    judged = [m for m in held if m.result != "unsure"]
    conversation.needed = len(judged)
    conversation.met = sum(m.result == "met" for m in judged)
    conversation.unsure = len(held) - len(judged)
    conversation.save(update_fields=["needed", "met", "unsure"])
    _changed(conversation.organisation, [conversation.began])


@transaction.atomic
def remove(organisation: Organisation, keys: Iterable[int]) -> int:
    """Removes conversations of `organisation` by primary key with everything that hangs on them; how many."""
    rows = Conversation.objects.filter(organisation=organisation, pk__in=list(keys))
    found = list(rows.values_list("pk", "began"))
    search.remove([pk for pk, _ in found])
    rows.delete()
    _changed(organisation, (began for _, began in found))
    return len(found)


def _agents(organisation: Organisation, team: Team | None, names: set[str]) -> dict[str, Agent]:
    known = {agent.name: agent for agent in Agent.objects.filter(organisation=organisation, name__in=names)}
    Agent.objects.bulk_create(
        [Agent(organisation=organisation, name=name, team=team) for name in sorted(names - known.keys())],
        ignore_conflicts=True,
    )
    return {agent.name: agent for agent in Agent.objects.filter(organisation=organisation, name__in=names)}


def _customers(organisation: Organisation, names: set[str]) -> dict[str, Customer]:
    Customer.objects.bulk_create(
        [Customer(organisation=organisation, name=name) for name in sorted(names)], ignore_conflicts=True
    )
    return {c.name: c for c in Customer.objects.filter(organisation=organisation, name__in=names)}


def _changed(organisation: Organisation, times: Iterable[datetime]) -> None:
    Changed.objects.bulk_create(
        [
            Changed(organisation=organisation, day=day)
            for day in sorted({time.astimezone(UTC).date() for time in times})
        ],
        update_conflicts=True,  # locks a row that is there, so that a count under way can't miss this change
        unique_fields=["organisation", "day"],
        update_fields=["day"],
    )
