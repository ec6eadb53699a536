"""What an agent's own page shows, and nobody else sees gathered like this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from heard.standards import builtin
from heard.web.answers.access import own_moments
from heard.web.answers.models import Answer, Kudos
from heard.web.answers.sums import sums
from heard.web.answers.telling import Told, tell, varied
from heard.web.answers.trends import Trend, trend
from heard.web.conversations.criteria import not_for_individuals
from heard.web.conversations.models import Moment
from heard.web.organisation.queries import standard_by
from heard.web.people.models import Person

__all__ = ["Mine", "mine", "their_answers"]

QUOTED = 4  # of what went well
LOOKED_THROUGH = 16  # newest met moments from which these are chosen
SHOWN = 5  # on each list; the rest is a link away


@dataclass(frozen=True, slots=True)
class Mine:
    """An agent's own page."""

    well: Sequence[Told]
    alone: Sequence[Told]
    alone_more: int  # how many more there are
    missed: Sequence[Told]
    missed_next: int | None  # key of the last one shown, where there are older ones
    decided_new: int  # answers that were decided and not opened yet
    answers: Sequence[Answer]  # these first, then the newest
    trend: Trend | None  # None: withheld
    by_person: int  # of the trend's moments, how many a person judged
    unsure: int  # moments of the trend's time that are left to a person
    not_mine: Sequence[tuple[str, int]]  # cause → moments within a year
    kudos: Sequence[Kudos]
    withheld: Sequence[str]  # criteria that people don't agree on well enough


def mine(person: Person, *, by: str = "week", before: int | None = None) -> Mine:
    """Everything for the page of `person`. `before`: a missed moment of theirs, after which the list goes on."""
    own = own_moments(person).filter(counts=True)
    now = timezone.now()
    withheld = _withheld(person, own)
    alone = own.filter(released__gt=now)
    waiting = alone.count()
    theirs = list(_told(alone.order_by("released", "id"))[:SHOWN])
    missed = [] if withheld else _missed(own.filter(released__lte=now), before)
    answers = their_answers(person)
    today = timezone.localdate()
    counted = sums(own, by, today)
    return Mine(
        well=varied(map(tell, _told(own.filter(result="met").order_by("-began", "-id"))[:LOOKED_THROUGH]), QUOTED),
        alone=[tell(moment) for moment in theirs],
        alone_more=waiting - len(theirs),
        missed=[tell(moment) for moment in missed[:SHOWN]],
        missed_next=missed[SHOWN - 1].pk if len(missed) > SHOWN else None,
        decided_new=answers.filter(read=False).count(),
        answers=list(answers.exclude(state="withdrawn")[:SHOWN]),
        trend=None if withheld else trend(counted.by_period, by, today),
        by_person=counted.by_person,
        unsure=counted.unsure,
        not_mine=counted.not_mine,
        kudos=list(_kudos(person)[:SHOWN]),
        withheld=withheld,
    )


def their_answers(person: Person) -> QuerySet[Answer]:
    """Answers of the person, decisions that are new to them first, with what a list shows of them."""
    return (
        Answer.objects.filter(moment__agent__in=person.agents, organisation=person.organisation_id)
        .select_related("moment__conversation")
        .prefetch_related("decisions")
        .order_by("read", "-changed", "-id")
    )


def _told(moments: QuerySet[Moment]) -> QuerySet[Moment]:
    return moments.select_related("conversation__record", "conversation__customer")


def _missed(own: QuerySet[Moment], before: int | None) -> list[Moment]:
    """One more than is shown: what the agent's own reply left open, the newest first."""
    missed = own.filter(result__in=("missed", "repaired"), cause="agent")
    last = own.filter(pk=before).values("began", "pk").first() if before else None
    if last:
        missed = missed.filter(Q(began__lt=last["began"]) | Q(began=last["began"], pk__lt=last["pk"]))
    return list(_told(missed.order_by("-began", "-id"))[: SHOWN + 1])


def _kudos(person: Person) -> QuerySet[Kudos]:
    return Kudos.objects.filter(agent__in=person.agents).select_related("moment", "conversation")


def _withheld(person: Person, own: QuerySet[Moment]) -> list[str]:
    """Titles of the criteria on which "met" rests and on which people don't agree well enough."""
    off = not_for_individuals(person.organisation_id)
    newest = own.select_related("conversation").order_by("-began", "-id").first() if off else None
    if newest is None:
        return []
    standard = standard_by(person.organisation_id, newest.conversation.standard) or builtin()["everyday"]
    return [
        criterion.title
        for criterion in standard.criteria
        if (criterion.rule.recognition is not None or criterion.rule.action is not None)
        and (standard.name, criterion.id) in off
    ]
