"""How reviewers and the engine agree over time, what people judged in the random sample, and who reads how much."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from heard.overview import Share
from heard.web.organisation.access import Role
from heard.web.organisation.models import CriterionAgreement
from heard.web.people.models import Person
from heard.web.reviews.access import judges_of, reviewable_for
from heard.web.reviews.models import JudgedCriterion, JudgedNeed, QueueItem, Review
from heard.web.reviews.reading import titles_of

__all__ = ["Load", "Sampled", "Season", "load", "sampled", "seasons"]


@dataclass(frozen=True, slots=True)
class Season:
    """A criterion over the quarters."""

    standard: str
    criterion: str
    title: str  # of the criterion
    quarters: list[tuple[date, Share]]  # the first day → the same ÷ judged by both, newest first
    agreement: CriterionAgreement | None  # among people, from the last calibration; None: there was none


@dataclass(frozen=True, slots=True)
class Sampled:
    """What people found in a team's random sample, beside what the engine found in the same conversations."""

    team: str  # "": conversations without a team
    conversations: int  # that people have read
    drawn: int
    people: Share  # met ÷ needed, as people judged
    counted: Share  # as these conversations count now: Heard's judgement, and people's rulings where there are any


@dataclass(frozen=True, slots=True)
class Load:
    """How much one person reads. Shown by name and not by number: it is for sharing work out."""

    person: Person
    taken: int  # waiting with them now
    read: int  # in the last four weeks


def seasons(person: Person, since: datetime) -> list[Season]:
    """Per criterion and quarter, how often blind reviewers and the engine said the same. Three queries.

    Where either could not say, nothing is counted; versions written with the engine's view in sight are left out.
    """
    quarters = _quarters(since, timezone.now())
    of_both = _criteria(person, since).exclude(result="cant_say").exclude(engine__in=("", "unsure"))
    columns: dict[str, Count] = {}
    for n, (first, after) in enumerate(quarters):
        within = Q(review__saved__gte=first, review__saved__lt=after)
        columns[f"n{n}"] = Count("pk", filter=within)
        columns[f"same{n}"] = Count("pk", filter=within & Q(result=F("engine")))
    counts: dict[tuple[str, str], dict[date, tuple[int, int]]] = defaultdict(dict)
    for row in of_both.order_by().values("review__standard", "criterion").annotate(**columns):
        of = counts[row["review__standard"].partition("@")[0], row["criterion"]]
        for n, (first, _after) in enumerate(quarters):
            if row[f"n{n}"]:
                same, judged = of.get(first.date(), (0, 0))
                of[first.date()] = (same + row[f"same{n}"], judged + row[f"n{n}"])
    agreed = {
        (a.standard, a.criterion): a for a in CriterionAgreement.objects.filter(organisation=person.organisation_id)
    }
    titles = titles_of(person.organisation_id, {standard for standard, _ in counts})
    return [
        Season(
            standard,
            criterion,
            titles.get((standard, criterion), criterion),
            [(day, Share(same, n)) for day, (same, n) in sorted(of.items(), reverse=True)],
            agreed.get((standard, criterion)),
        )
        for (standard, criterion), of in sorted(counts.items())
    ]


def sampled(person: Person, since: datetime) -> list[Sampled]:
    """The random sample, team by team: teams are drawn with chances of their own, so they are not added up."""
    items = QueueItem.objects.filter(organisation=person.organisation_id, at_random=True, draw__until__gte=since)
    if person.roles.isdisjoint({Role.REVIEWER, Role.MANAGER}):
        items = items.filter(team__in=person.led_teams)
    counted = (
        items.order_by()
        .values_list("team", "team__name")
        .annotate(n=Count("pk"), read=Count("pk", filter=Q(state="done")))
    )
    needs = JudgedNeed.objects.filter(review__newest=True, review__conversation__queue_item__in=items)
    team = "review__conversation__queue_item__team"
    people = {
        key: (met, needed)
        for key, met, needed in needs.filter(need=True)
        .order_by()
        .values_list(team)
        .annotate(met=Count("pk", filter=Q(met=True)), needed=Count("pk"))
    }
    read = items.filter(state="done").values("conversation")
    found = reviewable_for(person).filter(pk__in=read).order_by()
    engine: dict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    for key, met, needed in found.values_list("queue_item__team", "met", "needed"):
        engine[key][0] += met
        engine[key][1] += needed
    return [
        Sampled(name or "", done, drawn, Share(*people.get(key, (0, 0))), Share(*engine[key]))
        for key, name, drawn, done in sorted(counted, key=lambda row: row[1] or "")
    ]


def load(person: Person, now: datetime) -> list[Load]:
    """Everybody who judges, by name."""
    people = list(judges_of(person).order_by("name", "pk"))
    taken = dict(
        QueueItem.objects.filter(state="taken", taken_by__in=people)
        .order_by()
        .values_list("taken_by")
        .annotate(n=Count("pk"))
    )
    read = dict(
        Review.objects.filter(by__in=people, saved__gte=now - timedelta(weeks=4), version=1)
        .order_by()
        .values_list("by")
        .annotate(n=Count("pk"))
    )
    return [Load(one, taken.get(one.pk, 0), read.get(one.pk, 0)) for one in people]


def _criteria(person: Person, since: datetime) -> QuerySet[JudgedCriterion]:
    later = Review.objects.filter(
        conversation=OuterRef("review__conversation"),
        by=OuterRef("review__by"),
        blind=True,
        saved__isnull=False,
        version__gt=OuterRef("review__version"),
    )
    rows = JudgedCriterion.objects.filter(
        Q(review__newest=True) | ~Exists(later),
        review__organisation=person.organisation_id,
        review__saved__gte=since,
        review__blind=True,
    )
    if person.roles.isdisjoint({Role.REVIEWER, Role.MANAGER}):
        rows = rows.filter(review__conversation__team__in=person.led_teams)
    return rows


def _quarters(since: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    """Beginning and end of each quarter from the one of `since` to the one of `now`; five at most, the last ones."""
    begins = [now.replace(month=3 * ((now.month - 1) // 3) + 1, day=1, hour=0, minute=0, second=0, microsecond=0)]
    while begins[0] > since and len(begins) < 5:
        before = begins[0] - timedelta(days=1)
        begins.insert(0, before.replace(month=before.month - 2, day=1))
    ends = [*begins[1:], now + timedelta(days=1)]
    return list(zip(begins, ends, strict=True))
