"""How often appeals were upheld, for everyone in the team to see; about teams, never about a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.overview import Share
from heard.web.answers.models import APPEALS, CLOSED, Answer
from heard.web.organisation.access import Role
from heard.web.organisation.models import Team
from heard.web.people.models import Agent, Person

__all__ = ["ABOUT", "Upheld", "overturned"]

SEE_ALL = frozenset({Role.REVIEWER, Role.MANAGER, Role.ANALYST})
SINCE = timedelta(days=365)
ABOUT: Mapping[str, str | Promise] = {
    "need": gettext_lazy("Whether there was a need"),
    "cause": gettext_lazy("Whose it was"),
    "recognition": gettext_lazy("Recognition"),
    "action": gettext_lazy("Action"),
}


@dataclass(frozen=True, slots=True)
class Upheld:
    """A team's appeals of the last year that were decided. An appeal about both scales stands under both."""

    name: str
    all: Share  # upheld, in whole or in part, of decided
    about: Sequence[tuple[str | Promise, Share]]


def overturned(person: Person) -> list[Upheld]:
    """Of the teams that `person` is in, or of all; teams of fewer agents than the smallest group only together.

    Where even those together are too few, they are left out: a figure about one or two people is about a person.
    """
    organisation = person.organisation
    names: dict[int | None, str] = dict(Team.objects.filter(organisation=organisation).values_list("pk", "name"))
    names[None] = _("Without a team")
    sizes: Counter[int | None] = Counter()
    for row in Agent.objects.filter(organisation=organisation).order_by().values("team").annotate(agents=Count("pk")):
        sizes[row["team"]] = row["agents"]
    small = {team for team in names if sizes[team] < organisation.smallest_group}
    mine = set(names) if person.roles & SEE_ALL else set(person.own_teams)
    counts = _counts(organisation.pk)
    rows = [_upheld(names[team], counts, {team}) for team in names if team in mine and team not in small]
    if small & mine and sum(sizes[team] for team in small) >= organisation.smallest_group:
        rows.append(_upheld(_("Small teams together"), counts, small))
    return [row for row in rows if row.all.needed]


def _counts(organisation: int) -> Counter[tuple[int | None, str, bool]]:
    """(team, what about, upheld) → how many."""
    decided = (
        Answer.objects.filter(
            organisation=organisation, kind__in=APPEALS, state__in=CLOSED, decided__gte=timezone.now() - SINCE
        )
        .order_by()
        .values("kind", "state", own_team=F("moment__team"))
        .annotate(
            found=Count("pk"),
            recognition_too=Count("pk", filter=Q(recognition__isnull=False)),
            action_too=Count("pk", filter=Q(action__isnull=False)),
        )
    )
    counts: Counter[tuple[int | None, str, bool]] = Counter()
    for row in decided:
        team, upheld = row["own_team"], row["state"] != "declined"
        counts[team, "all", upheld] += row["found"]
        if row["kind"] == "contested":
            counts[team, "recognition", upheld] += row["recognition_too"]
            counts[team, "action", upheld] += row["action_too"]
        else:
            counts[team, "need" if row["kind"] == "no_need" else "cause", upheld] += row["found"]
    return counts


def _upheld(name: str, counts: Counter[tuple[int | None, str, bool]], teams: Iterable[int | None]) -> Upheld:
    def share(about: str) -> Share:
        yes, no = (sum(counts[team, about, upheld] for team in teams) for upheld in (True, False))
        return Share(yes, yes + no)

    return Upheld(name, share("all"), [(title, share(about)) for about, title in ABOUT.items() if share(about).needed])
