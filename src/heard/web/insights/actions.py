"""What insights writes: tallies of the days that changed, and what an organisation calls the owners of causes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from heard.moments import CAUSES
from heard.overview.lines import FEWEST
from heard.web.conversations.models import Changed, Conversation, Record
from heard.web.insights.canned import Place, lines_in
from heard.web.insights.days import days_to_count, within
from heard.web.insights.models import CannedLine, CauseOwner, CountedDay, Grain, Tally
from heard.web.insights.patience import hardly_waiting
from heard.web.insights.tallying import Cell, cell_of, count_day, together
from heard.web.organisation.actions import log
from heard.web.organisation.models import Organisation
from heard.web.people.models import Person

__all__ = ["count_again", "freshen", "name_owners"]

AT_ONCE = 5  # days that one transaction counts; between them others write
READ_AT_ONCE = 200  # records
BEFORE_A_PAGE = 600  # conversations of changed days that are counted while somebody waits for a page
READ_BEFORE_A_PAGE = 60  # records that are unpacked meanwhile
NO_LINE = Place("", 0, 0, 0)  # marks a conversation as read


def count_again(organisation: Organisation, now: datetime | None = None) -> int:
    """Counts every day that changed or of which something was released since; how many days."""
    now = now or timezone.now()
    _read_lines(organisation, days_to_count(organisation, now))
    in_order = sorted(days_to_count(organisation, now))
    for first in range(0, len(in_order), AT_ONCE):
        _count_days(organisation, in_order[first : first + AT_ONCE], now)
    return len(in_order)


def freshen(organisation: Organisation) -> int:
    """Counts what changed if that is little and nobody else is writing; how many days stay as they were before."""
    now = timezone.now()
    days = days_to_count(organisation, now)
    if not days:
        return 0
    many = Conversation.objects.filter(within(days), organisation=organisation)[: BEFORE_A_PAGE + 1].count()
    if many > BEFORE_A_PAGE:
        return len(days)
    if _unread(organisation, days)[: READ_BEFORE_A_PAGE + 1].count() > READ_BEFORE_A_PAGE:
        return len(days)
    try:
        with hardly_waiting():
            count_again(organisation, now)
    except OperationalError:  # somebody is writing, and for long
        return len(days)
    return 0


@transaction.atomic
def name_owners(organisation: Organisation, by: Person, owners: Mapping[str, str]) -> None:
    """Sets who owns each cause of `owners`; an empty name takes the usual one again."""
    for cause, owner in owners.items():
        if cause not in CAUSES:
            raise ValueError(f"{cause!r} is no cause; there are {', '.join(CAUSES)}")
        if owner:
            CauseOwner.objects.update_or_create(organisation=organisation, cause=cause, defaults={"owner": owner})
        else:
            CauseOwner.objects.filter(organisation=organisation, cause=cause).delete()
    log(organisation, by, "changed settings", "owners of causes")


def _unread(organisation: Organisation, days: set[date]) -> QuerySet[Conversation]:
    """Conversations of those days whose canned lines were not looked for yet."""
    read = CannedLine.objects.filter(conversation=OuterRef("pk"))
    return Conversation.objects.filter(within(days), ~Exists(read), organisation=organisation)


def _read_lines(organisation: Organisation, days: set[date]) -> None:
    """Looks for canned lines where nobody has, and marks the days on which a line counts now that was too rare before."""
    keys = list(_unread(organisation, days).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), READ_AT_ONCE):
        rows = []
        for record in Record.objects.filter(pk__in=keys[first : first + READ_AT_ONCE]):
            places = lines_in(record.analysis) or [NO_LINE]
            rows += [CannedLine(organisation=organisation, conversation_id=record.pk, **p._asdict()) for p in places]
        with transaction.atomic():
            there = Conversation.objects.filter(pk__in={r.conversation_id for r in rows}).values_list("pk", flat=True)
            still = set(there)  # somebody may have removed one meanwhile
            rows = [row for row in rows if row.conversation_id in still]
            CannedLine.objects.bulk_create(rows, ignore_conflicts=True)
            _mark(organisation, Counter(row.line for row in rows if row.line))


def _mark(organisation: Organisation, new: Counter[str]) -> None:
    said = CannedLine.objects.filter(organisation=organisation, line__in=list(new))
    times = dict(said.values_list("line").annotate(times=Count("pk")))
    now_habits = [line for line, more in new.items() if times[line] >= FEWEST > times[line] - more > 0]
    if now_habits:
        began = said.filter(line__in=now_habits).values_list("conversation__began", flat=True)
        days = sorted({time.astimezone(UTC).date() for time in began})
        Changed.objects.bulk_create(
            [Changed(organisation=organisation, day=day) for day in days], ignore_conflicts=True
        )


def _count_days(organisation: Organisation, days: Sequence[date], now: datetime) -> None:
    with transaction.atomic():
        # PostgreSQL lets two write; two who count the same day would put it there twice.
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        # First: what changes while this counts marks its day anew, to be counted next time.
        Changed.objects.filter(organisation=organisation, day__in=days).delete()
        for day in days:
            cells, due = count_day(organisation, day, now)
            _put(organisation, Grain.DAY, day, cells)
            if cells or due:
                CountedDay.objects.update_or_create(
                    organisation=organisation, day=day, defaults={"counted": now, "due": due}
                )
            else:
                CountedDay.objects.filter(organisation=organisation, day=day).delete()
        for month in {day.replace(day=1) for day in days}:
            _roll_up(organisation, month)


def _roll_up(organisation: Organisation, month: date) -> None:
    after = (month + timedelta(days=31)).replace(day=1)
    parts: dict[tuple[int | None, str], list[Cell]] = {}
    for tally in Tally.objects.filter(
        organisation=organisation, grain=Grain.DAY, start__gte=month, start__lt=after
    ).order_by("start"):
        parts.setdefault((tally.team_id, tally.channel), []).append(cell_of(tally))
    _put(organisation, Grain.MONTH, month, {home: together(cells) for home, cells in parts.items()})


def _put(organisation: Organisation, grain: Grain, start: date, cells: dict[tuple[int | None, str], Cell]) -> None:
    Tally.objects.filter(organisation=organisation, grain=grain, start=start).delete()
    Tally.objects.bulk_create(
        Tally(
            organisation=organisation,
            grain=grain,
            start=start,
            team_id=team,
            channel=channel,
            needed=cell.needed,
            met=cell.met,
            agents=sorted(cell.agents),
            counts=dict(sorted(cell.counts.items())),
            pressing=cell.pressing,
            examples=cell.examples,
        )
        for (team, channel), cell in cells.items()
    )
