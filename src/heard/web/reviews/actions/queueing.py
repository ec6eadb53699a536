"""The sampling plan, the draws it makes, and who takes what from the queue."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from heard.web.conversations.models import Conversation, Moment
from heard.web.organisation.actions import log
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Person
from heard.web.reviews.models import REASONS, Draw, QueueItem, SamplingPlan
from heard.web.reviews.sampling import at_random, numbers

__all__ = ["SHARES", "ask_for", "fill_queue", "give_back", "plan_of", "put_back", "skip", "take", "write_plan"]

SHARES = ("random", "first_weeks", "worst", "uncertain")  # in the order drawn; what one can't fill, a later one may
STRONG = 2  # least intensity of a missed need that makes a conversation one of the worst


def plan_of(organisation: Organisation) -> SamplingPlan:
    """The plan that holds; Heard's own where nobody has written one."""
    newest = SamplingPlan.objects.filter(organisation=organisation).first()
    return newest or SamplingPlan.objects.create(organisation=organisation, version=1, seed=secrets.token_hex(8))


@transaction.atomic
def write_plan(person: Person, **chosen: Any) -> SamplingPlan:
    """A new version of the plan, with the seed of the one before unless another is given."""
    before = plan_of(person.organisation)
    plan = SamplingPlan.objects.create(
        organisation=person.organisation,
        version=before.version + 1,
        written_by=person.name,
        **{"seed": before.seed, **chosen},
    )
    log(person.organisation, person, "changed sampling plan", f"plan {plan.version}")
    return plan


def fill_queue(organisation: Organisation, now: datetime | None = None) -> int:
    """Draws for each team what became free to read since its last draw, up to the last Monday; how many came new.

    A team's first draw is from everything that is free by now. Called again in the same week it adds nothing, and two
    that run at once draw once.
    """
    now = now or timezone.now()
    plan = plan_of(organisation)
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    new = 0
    for team in [*Team.objects.filter(organisation=organisation), None]:
        last = _last(organisation, team)
        if last is None:
            new += _keep(_draw(plan, team, None, now), None)
        elif last.until < monday:
            new += _keep(_draw(plan, team, last.until, monday), last)
    return new


class _Drawn(NamedTuple):
    """A draw that is not written down yet."""

    draw: Draw
    sample: list[int]  # conversations drawn at random, in the queue already or not
    new: dict[int, str]  # conversation → reason
    read: set[int]  # conversations that somebody has judged before


def _last(organisation: Organisation, team: Team | None) -> Draw | None:
    return Draw.objects.filter(organisation=organisation, team=team).order_by("-until").first()


def _draw(plan: SamplingPlan, team: Team | None, since: datetime | None, until: datetime) -> _Drawn | None:
    """None where nothing came free: the next draw looks at this time again."""
    free = Q(organisation=plan.organisation_id, team=team, readable=True, released__lt=until)
    if since is not None:
        free &= Q(released__gte=since)
    rows = Conversation.objects.filter(free).order_by()
    population = dict(rows.values_list("pk", "key"))
    if not population:
        return None
    wanted = plan.per_team.get(str(team.pk), plan.per_week) if team else plan.per_week
    each = numbers({name: getattr(plan, name) for name in SHARES}, wanted)
    sample = at_random(population.items(), plan.seed, each["random"])
    there = set(QueueItem.objects.filter(organisation=plan.organisation_id).values_list("conversation", flat=True))
    read = set(rows.filter(reviewed=True).values_list("pk", flat=True))
    new = {pk: "random" for pk in sample if pk not in there}
    spare = 0
    for name in SHARES[1:]:
        room = each[name] + spare
        for pk in _candidates(name, plan, rows, until) if room else ():
            if pk not in there and pk not in read and pk not in new:
                new[pk] = name
                room -= 1
            if not room:
                break
        spare = room
    draw = Draw(
        organisation=plan.organisation,
        plan=plan,
        team=team,
        since=since,
        until=until,
        population=len(population),
        drawn=len(sample),
    )
    return _Drawn(draw, sample, new, read)


@transaction.atomic
def _keep(drawn: _Drawn | None, last: Draw | None) -> int:
    """Writes a draw down, unless somebody else has drawn since `last`. Short: everybody who writes waits for it."""
    if drawn is None:
        return 0
    draw = drawn.draw
    Organisation.objects.select_for_update().get(pk=draw.organisation_id)
    if _last(draw.organisation, draw.team) != last:
        return 0
    draw.save()
    QueueItem.objects.filter(conversation__in=drawn.sample).update(at_random=True, draw=draw)
    asked = set(QueueItem.objects.filter(conversation__in=drawn.new).values_list("conversation", flat=True))
    items = QueueItem.objects.bulk_create(
        QueueItem(
            organisation=draw.organisation,
            conversation_id=pk,
            team=draw.team,
            reason=reason,
            place=list(REASONS).index(reason),
            draw=draw,
            at_random=reason == "random",
            state="done" if pk in drawn.read else "open",
        )
        for pk, reason in drawn.new.items()
        if pk not in asked
    )
    return len(items)


def _candidates(name: str, plan: SamplingPlan, rows: QuerySet[Conversation], until: datetime) -> Iterator[int]:
    """Primary keys in the order in which they are to be read for the reason `name`."""
    if name == "worst":
        missed = Moment.objects.filter(
            conversation__in=rows,
            organisation=plan.organisation_id,
            result="missed",
            counts=True,
            intensity__gte=STRONG,
        )
        yield from missed.order_by("-intensity", "-confidence", "pk").values_list("conversation", flat=True)
    elif name == "uncertain":
        known = rows.filter(least_confidence__isnull=False).values_list("unsure", "least_confidence", "pk")
        for _, _, pk in sorted((not unsure, confidence, pk) for unsure, confidence, pk in known):
            yield pk
    else:
        newcomers = _newcomers(plan, until)
        theirs = list(rows.filter(agent__in=newcomers).values_list("pk", "key"))
        yield from at_random(theirs, f"{plan.seed} {name}", len(theirs))


def _newcomers(plan: SamplingPlan, until: datetime) -> list[int]:
    """Agents whose first conversation is that fresh. By it and not by when Heard met them: an archive makes nobody new."""
    begun = Conversation.objects.filter(organisation=plan.organisation_id, agent__isnull=False).values("agent")
    first = begun.annotate(first=Min("began")).order_by()
    return [row["agent"] for row in first if row["first"] >= until - timedelta(weeks=plan.new_for_weeks)]


@transaction.atomic
def ask_for(person: Person, conversation: Conversation, why: str, *, for_customer: bool = False) -> QueueItem:
    """Puts a named conversation before everything else in the queue; one that was read or skipped is read again."""
    asked: Mapping[str, Any] = {
        "reason": "asked",
        "place": list(REASONS).index("asked"),
        "asked_by": person,
        "asked": why,
        "for_customer": for_customer,
        "state": "open",
        "taken_by": None,
        "taken": None,
        "skipped": "",
    }
    item, _ = QueueItem.objects.update_or_create(
        conversation=conversation,
        defaults=dict(asked),
        create_defaults={**asked, "organisation": conversation.organisation, "team": conversation.team},
    )
    log(person.organisation, person, "asked for a review", f"conversation {conversation.pk}", for_customer=for_customer)
    return item


def take(person: Person, item: QueueItem) -> bool:
    """`person` will read it; False: somebody else took it first."""
    mine = QueueItem.objects.filter(Q(state="open") | Q(state="taken", taken_by=person), pk=item.pk)
    return bool(mine.update(state="taken", taken_by=person, taken=timezone.now()))


def give_back(person: Person, item: QueueItem) -> None:
    """It is anybody's again."""
    if QueueItem.objects.filter(pk=item.pk, state="taken").update(state="open", taken_by=None, taken=None):
        log(person.organisation, person, "gave back a review", f"conversation {item.conversation_id}")


def skip(person: Person, item: QueueItem, why: str) -> None:
    """It stays unread, with the reason; in the random sample it is counted as not read."""
    facts = {"state": "skipped", "skipped": why, "taken_by": person, "taken": timezone.now()}
    if QueueItem.objects.filter(pk=item.pk).exclude(state="done").update(**facts):
        log(person.organisation, person, "skipped a review", f"conversation {item.conversation_id}")


def put_back(person: Person, item: QueueItem) -> None:
    """What was skipped is to be read after all."""
    facts: dict[str, Any] = {"state": "open", "skipped": "", "taken_by": None, "taken": None}
    if QueueItem.objects.filter(pk=item.pk, state="skipped").update(**facts):
        log(person.organisation, person, "put a review back", f"conversation {item.conversation_id}")
