"""What a page of insights needs, in few round trips: sums of tallies, and the moments behind a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from heard.overview import Share
from heard.overview.lines import FEWEST
from heard.web.conversations.access import conversations_for, moments_for
from heard.web.conversations.models import Conversation, Moment, MomentLabel
from heard.web.insights.canned import line_at
from heard.web.insights.figures import Figures
from heard.web.insights.models import CannedLine, CauseOwner, Grain, Tally
from heard.web.insights.narrowing import Narrowing
from heard.web.insights.periods import Period, Step
from heard.web.insights.selection import Selection
from heard.web.insights.tallying import KEPT, bounds, cell_of
from heard.web.organisation.models import Organisation
from heard.web.people.models import Person
from heard.web.plumbing import words

__all__ = [
    "OverTime",
    "Point",
    "canned_lines",
    "figures_of",
    "figures_over_time",
    "line_words",
    "moments_behind",
    "newest_day",
    "owners",
    "talks_with_line",
    "to_read_first",
    "with_labels",
    "with_words",
]

MOST_LINES = 10
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Point:
    """One day, week or month."""

    period: Period
    share: Share
    people: int  # agents who answered; 0 and nothing needed: nothing happened


@dataclass(frozen=True, slots=True)
class OverTime:
    """Points of one kind of moments, in order."""

    name: str  # "": all of the selection
    key: str  # "", or the channel, or the team's key
    points: tuple[Point, ...]


def figures_of(selection: Selection) -> Figures:
    """The selection's figures. Months that lie in it as a whole are read as months."""
    tallies = _tallies(selection).filter(_covering(selection.period))
    return Figures.of(cell_of(tally) for tally in tallies.order_by("start"))


def figures_over_time(selection: Selection) -> tuple[OverTime, list[OverTime], list[OverTime]]:
    """Met of needed by day, week or month: of all, by channel, and by team."""
    parts = selection.period.parts
    if selection.period.step is Step.MONTH:
        chosen = _covering(selection.period)
    else:
        chosen = Q(grain=Grain.DAY, start__gte=selection.period.first, start__lte=selection.period.last)
    ends = [part.last for part in parts]
    sums: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
    people: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    rows = _tallies(selection).filter(chosen).values_list("start", "team_id", "channel", "met", "needed", "agents")
    for start, team, channel, met, needed, agents in rows.order_by("start"):
        place = next(place for place, end in enumerate(ends) if start <= end)
        for series in (("", ""), ("channel", channel), ("team", str(team or ""))):
            where = (*series, place)
            sums[where][0] += met
            sums[where][1] += needed
            people[where].update(agents)

    def over_time(kind: str, key: str, name: str) -> OverTime:
        keys = [(kind, key, place) for place in range(len(parts))]
        return OverTime(
            name,
            key,
            tuple(Point(p, Share(*sums[k]), len(people[k])) for p, k in zip(parts, keys, strict=True)),
        )

    found = {(kind, key) for kind, key, _ in list(sums)}
    channels = sorted((words.channel(key), key) for kind, key in found if kind == "channel")
    teams = _team_names(selection, {int(key) for kind, key in found if kind == "team" and key})
    return (
        over_time("", "", ""),
        [over_time("channel", key, name) for name, key in channels],
        [over_time("team", str(key), name) for key, name in teams],
    )


def newest_day(selection: Selection) -> date | None:
    """The last day on which anything of these teams and this channel was counted, in any period."""
    rows = _tallies(selection).filter(grain=Grain.DAY).order_by("-start")
    return rows.values_list("start", flat=True).first()


def to_read_first(person: Person, figures: Figures) -> list[Moment]:
    """Moments that a person should see to, the most pressing first; none of a conversation that somebody reviewed."""
    keys = [pk for _, pk in figures.cell.pressing]
    found = _released(moments_for(person)).filter(pk__in=keys, conversation__reviewed=False, counts=True)
    moments = {moment.pk: moment for moment in with_labels(found).select_related("conversation")}
    return [moments[pk] for pk in keys if pk in moments][:KEPT]


def canned_lines(figures: Figures) -> list[tuple[str, str, int]]:
    """The lines said to the most customers: hash, words, conversations. None that fewer than FEWEST got."""
    often = [(line, times) for line, times in figures.lines if times >= FEWEST][:MOST_LINES]
    examples = [figures.cell.examples[line] for line, _ in often if line in figures.cell.examples]
    places = CannedLine.objects.filter(pk__in=examples).select_related("conversation__record")
    said = {place.line: line_at(place.conversation.record.analysis, place) for place in places}
    return [(line, said[line], times) for line, times in often if line in said]


def line_words(figures: Figures, line: str) -> str:
    """The words of a canned line that these figures count; "" where they do not."""
    place = CannedLine.objects.filter(pk=figures.cell.examples.get(line, 0)).select_related("conversation__record")
    return next((line_at(found.conversation.record.analysis, found) for found in place), "")


def talks_with_line(person: Person, selection: Selection, line: str) -> QuerySet[Conversation]:
    """Conversations with that canned line, the newest first."""
    said = CannedLine.objects.filter(organisation=selection.organisation, line=line)
    talks = conversations_for(person).filter(
        _where(selection), released__lte=timezone.now(), pk__in=said.values("conversation")
    )
    return talks.order_by("-began", "-pk")


def moments_behind(person: Person, selection: Selection, narrowing: Narrowing) -> QuerySet[Moment]:
    """The moments that a number is about, the newest first."""
    found = _released(moments_for(person)).filter(_where(selection), narrowing.as_q(), counts=True)
    return found.order_by("-began", "-pk")


def with_labels(moments: QuerySet[Moment]) -> QuerySet[Moment]:
    """The moments with their labels, in the order in which they were found."""
    return moments.prefetch_related(Prefetch("labels", MomentLabel.objects.order_by("pk")))


def with_words(moments: QuerySet[Moment], keys: Sequence[int]) -> list[Moment]:
    """Those of `moments` with the given keys, in that order, with their labels, records and teams."""
    found = with_labels(moments.filter(pk__in=keys)).select_related("conversation__record", "team")
    by_key = {moment.pk: moment for moment in found}
    return [by_key[key] for key in keys if key in by_key]


def owners(organisation: Organisation) -> dict[str, str]:
    """What the organisation calls the owners of causes, where it has named them."""
    return dict(CauseOwner.objects.filter(organisation=organisation).values_list("cause", "owner"))


def _tallies(selection: Selection) -> QuerySet[Tally]:
    tallies = Tally.objects.filter(organisation=selection.organisation)
    if selection.teams is not None:
        tallies = tallies.filter(team__in=selection.teams)
    if selection.channel:
        tallies = tallies.filter(channel=selection.channel)
    return tallies


def _covering(period: Period) -> Q:
    """Tallies that cover the period once: its whole months, and the days before and after them."""
    days = Q(grain=Grain.DAY, start__gte=period.first, start__lte=period.last)
    months = period.months
    if not months:
        return days
    before = Q(grain=Grain.DAY, start__gte=period.first, start__lt=months[0])
    after = Q(grain=Grain.DAY, start__gt=_end_of(months[-1]), start__lte=period.last)
    return Q(grain=Grain.MONTH, start__gte=months[0], start__lte=months[-1]) | before | after


def _end_of(month: date) -> date:
    return (month + 31 * DAY).replace(day=1) - DAY


def _where(selection: Selection) -> Q:
    begins, ends = bounds(selection.period.first, selection.period.last)
    found = Q(began__gte=begins, began__lt=ends)
    if selection.teams is not None:
        found &= Q(team__in=selection.teams)
    if selection.channel:
        found &= Q(channel=selection.channel)
    return found


def _released(moments: QuerySet[Moment]) -> QuerySet[Moment]:
    """Without those that are still an agent's alone, even where that agent asks: the figures are without them."""
    return moments.filter(released__lte=timezone.now())


def _team_names(selection: Selection, keys: Iterable[int]) -> list[tuple[int, str]]:
    return list(selection.organisation.teams.filter(pk__in=keys).values_list("pk", "name"))
