"""What a calibration needs: what can be judged in it, how far people are, and who said what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from heard.standards import builtin
from heard.web.conversations.models import Conversation
from heard.web.people.models import Person
from heard.web.reviews.access import reviewable_for
from heard.web.reviews.models import Calibration, Participant, Review
from heard.web.reviews.said import HEARD, Said, said_in, steps
from heard.web.reviews.sampling import lot

__all__ = ["Chosen", "Progress", "Table", "choose_set", "progress_of", "standards_in_use", "table_of", "to_judge"]

POOL = 2_000  # newest conversations from which a set is drawn


@dataclass(frozen=True, slots=True)
class Chosen:
    """The conversations of a new calibration, and the ids that can't be in it."""

    conversations: list[Conversation]
    unfit: list[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is. Not what they said."""

    participant: Participant
    judged: int
    of: int


@dataclass(frozen=True, slots=True)
class Table:
    """Who said what, for those who may see it."""

    judges: list[tuple[str, str]]  # (as in Said.values, name) — "Judge 1" for who does not take part
    by_conversation: list[tuple[Conversation, list[Said]]]
    talk_first: list[tuple[Conversation, Said]]


def choose_set(person: Person, people: Sequence[Person], standard: str, drawn: int, keys: Sequence[str]) -> Chosen:
    """The conversations named by `keys`, and `drawn` more: half at random, half of which Heard is least sure.

    Everybody of `people` may judge each of them, and none of them has.
    """
    rows = reviewable_for(person).filter(standard__startswith=f"{standard}@")
    for one in people:
        rows = rows.filter(pk__in=reviewable_for(one).values("pk"))
    rows = rows.exclude(Exists(Review.objects.filter(conversation=OuterRef("pk"), by__in=people)))
    named = list(rows.filter(key__in=keys))
    unfit = sorted(set(keys) - {row.key for row in named})
    pool = list(rows.exclude(key__in=keys).order_by("-began", "-pk")[:POOL])
    doubtful = sorted((r for r in pool if r.least_confidence is not None), key=_doubt)[: drawn // 2]
    rest = sorted((r for r in pool if r not in doubtful), key=lambda r: lot(f"calibration {person.pk}", r.key))
    return Chosen([*named, *doubtful, *rest[: drawn - len(doubtful)]], unfit)


def standards_in_use(person: Person) -> list[tuple[str, str]]:
    """Names and titles of the standards of the newest conversations that `person` may judge, the commonest first."""
    newest = reviewable_for(person).order_by("-began", "-pk").values_list("standard", flat=True)[:POOL]
    counts = Counter(reference.partition("@")[0] for reference in newest)
    names = sorted(counts, key=lambda name: -counts[name])
    return [(name, builtin()[name].title if name in builtin() else name) for name in names]


def to_judge(calibration: Calibration, person: Person) -> list[tuple[Conversation, Review | None]]:
    """The set in its order, each with `person`'s newest version or draft."""
    rows = list(_set(calibration))
    mine = {
        review.conversation_id: review
        for review in Review.objects.filter(by=person, conversation__in=rows).order_by("version")
    }
    return [(row, mine.get(row.pk)) for row in rows]


def progress_of(calibration: Calibration) -> list[Progress]:
    """How many each has judged."""
    participants = list(calibration.participants.select_related("person"))
    judged = dict(
        Review.objects.filter(
            newest=True,
            by__in=[p.person_id for p in participants],
            conversation__in=calibration.set.values("conversation"),
        )
        .order_by()
        .values_list("by")
        .annotate(n=Count("pk"))
    )
    of = calibration.set.count()
    return [Progress(p, judged.get(p.person_id, 0), of) for p in participants]


def table_of(calibration: Calibration, viewer: Person) -> Table:
    """What was said by those who finished; by all once it is closed. Names are for who takes part or leads."""
    participants = list(calibration.participants.select_related("person"))
    done = [p for p in participants if p.finished is not None or calibration.closed is not None]
    inside = viewer.pk == calibration.led_by_id or viewer.pk in {p.person_id for p in participants}
    judges = [
        (str(p.person_id), p.person.name if inside else _("Judge %(n)s") % {"n": number})
        for number, p in enumerate(done, start=1)
    ]
    said = said_in(calibration, [p.person_id for p in done])
    rows = {row.pk: row for row in _set(calibration)}
    by_conversation = [(row, [s for s in said if s.conversation == row.pk]) for row in rows.values()]
    return Table([*judges, (HEARD, "Heard")], by_conversation, [(rows[one.conversation], one) for one in steps(said)])


def _set(calibration: Calibration) -> QuerySet[Conversation]:
    return calibration.conversations.order_by("calibrations__pk").distinct()


def _doubt(row: Conversation) -> tuple[bool, float]:
    return not row.unsure, row.least_confidence or 0.0
