"""What a list of conversations is narrowed down to: one value, the same for the page, the export and the API."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from heard.web.conversations.models import ANSWERS, Answered, Conversation, Moment
from heard.web.conversations.search import matching

__all__ = ["NOBODY", "REVIEWS", "Filters"]

NOBODY = "nobody"  # recognition of a need that nobody answered
REVIEWS = ("reviewed", "not_reviewed", "to_read", "ruled", *ANSWERS)
FIRST, LAST = date(1900, 1, 1), date(9000, 1, 1)  # further away no database and no time zone reaches
FEW = 500  # so many hits are named one by one: quicker to sort than all conversations are to walk


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; what is empty asks for nothing.

    From `need` to `below` all must hold of one and the same moment.
    """

    words: str = ""
    team: int | None = None
    agent: int | None = None  # answered in it, not necessarily most
    channel: str = ""
    since: date | None = None  # both days belong to it, in the time zone that is current
    until: date | None = None
    need: str = ""  # a feeling or circumstance
    recognition: str = ""  # "-1" … "3", or NOBODY
    result: str = ""
    outcome: str = ""
    cause: str = ""
    below: float | None = None  # confidence
    review: str = ""  # one of REVIEWS

    def names(self) -> list[str]:
        """Of the filters that are set: what the log may say of them."""
        return [field.name for field in fields(self) if getattr(self, field.name) not in ("", None)]

    def apply(self, rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
        """Those of `rows` that are asked for."""
        plain: dict[str, Any] = {"team": self.team, "channel": self.channel}
        if self.since:
            plain["began__gte"] = _midnight(self.since)
        if self.until:
            plain["began__lt"] = _midnight(min(self.until, LAST) + timedelta(days=1))
        rows = rows.filter(**{name: value for name, value in plain.items() if value not in ("", None)})
        if self.agent is not None:
            rows = rows.filter(pk__in=Answered.objects.filter(agent=self.agent).values("conversation"))
        if self.review in ("reviewed", "not_reviewed"):
            rows = rows.filter(reviewed=self.review == "reviewed")
        elif self.review == "to_read":
            rows = rows.filter(unsure__gt=0, reviewed=False)
        return matching(self._with_moment(rows), self.words)

    def _with_moment(self, rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
        moment = self._moment()
        if not moment and not self.need:
            return rows
        found = Moment.objects.filter(moment, counts=True)
        if self.need:
            found = found.filter(labels__label=self.need)
        return _narrowed(rows, found)

    def _moment(self) -> Q:
        asked: dict[str, Any] = {"result": self.result, "outcome": self.outcome, "cause": self.cause}
        asked = {name: value for name, value in asked.items() if value}
        if self.recognition == NOBODY:
            asked["recognition"] = None
        elif self.recognition:
            asked["recognition"] = int(self.recognition)
        if self.below is not None:
            asked["confidence__lt"] = self.below
        if self.review == "ruled":
            asked["judged_by_person"] = True
        elif self.review in ANSWERS:
            asked["answer"] = self.review
        return Q(**asked)


def _narrowed(rows: QuerySet[Conversation], found: QuerySet[Moment]) -> QuerySet[Conversation]:
    """Those of `rows` that have one of `found`.

    Few are named one by one, so that only they are sorted; else the database gathers them first. EXISTS for each row
    would be quicker where most have one, but SQLite then may look at every moment for every row: half a minute.
    """
    first = list(found.order_by().values_list("conversation", flat=True)[: FEW + 1])
    return rows.filter(pk__in=set(first) if len(first) <= FEW else found.order_by().values("conversation"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(min(max(day, FIRST), LAST), time.min))
