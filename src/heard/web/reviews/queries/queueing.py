"""The queue, page by page, and the draws behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from heard.web.organisation.models import Organisation
from heard.web.people.models import Person
from heard.web.reviews.access import items_for
from heard.web.reviews.models import REASONS, Draw, QueueItem

__all__ = ["SHOWN", "QueuePage", "draws", "queue", "waiting"]

PAGE = 30
SHOWN = {"waiting": Q(state__in=("open", "taken")), "done": Q(state="done"), "skipped": Q(state="skipped")}


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue."""

    rows: list[QueueItem]
    older: str  # where the next page begins; "": this is the last


def queue(
    person: Person, *, shown: str = "waiting", reason: str = "", team: int | None = None, after: str = ""
) -> QueuePage:
    """Places in the queue from `after` on: what waits by reason, what is done with the newest first. One query."""
    if shown == "mine":
        rows = items_for(person).filter(state="taken", taken_by=person)
    else:
        rows = items_for(person).filter(SHOWN[shown])
    if reason in REASONS:
        rows = rows.filter(reason=reason)
    if team is not None:
        rows = rows.filter(team=team)
    place, _, pk = after.partition("-")
    known = place.isdecimal() and pk.isdecimal() and len(pk) < 19
    if shown in ("done", "skipped"):
        rows = rows.order_by("-pk")
        if known:
            rows = rows.filter(pk__lt=int(pk))
    else:
        rows = rows.order_by("place", "pk")
        if known:
            rows = rows.filter(Q(place__gt=int(place)) | Q(place=int(place), pk__gt=int(pk)))
    found = list(_whole(rows)[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return QueuePage(found[:PAGE], f"{last.place}-{last.pk}" if last else "")


def waiting(person: Person) -> dict[str, int]:
    """How many wait for each reason, in the order of REASONS; reasons for which none waits are left out."""
    rows = items_for(person).filter(SHOWN["waiting"]).order_by().values_list("reason").annotate(n=Count("pk"))
    found = dict(rows)
    return {reason: found[reason] for reason in REASONS if reason in found}


def draws(organisation: Organisation, most: int = 12) -> list[Draw]:
    """The last draws, each with how many of its random sample were `read` and `skipped`."""
    of_sample = Q(items__at_random=True)
    return list(
        Draw.objects.filter(organisation=organisation)
        .select_related("team", "plan")
        .annotate(
            read=Count("items", filter=of_sample & Q(items__state="done")),
            left=Count("items", filter=of_sample & Q(items__state="skipped")),
        )
        .order_by("-until", "team__name")[:most]
    )


def _whole(rows: QuerySet[QueueItem]) -> QuerySet[QueueItem]:
    return rows.select_related("conversation__agent", "conversation__team", "taken_by", "asked_by", "draw__plan")
