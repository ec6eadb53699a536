"""One day of an organisation counted: what its released moments come to, by team and channel.

What is counted is a mapping of plain keys to numbers, the same in a tally of a day, of a month and of any sum of them:

    conversations · without_need · unreadable · judge|ENGINE|MODEL|STANDARD     of conversations
    result|met · result|met|person                                             of moments; person: a person judged it
    need|LABEL|met, |needed, |unsure · outcome|OUTCOME · cause|CAUSE (of unmet ones)
    cell|RECOGNITION|ACTION · unanswered · soon|1, |2, |3, |4 (or later), |never · seconds|BUCKET · process_first
    line|HASH                                                                  conversations with that canned line

Whatever is counted beside ``result`` is about judged moments: those that a person should read are in ``result|unsure``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import nsmallest
from typing import Any, NamedTuple

from django.db.models import Count

from heard.overview.lines import FEWEST
from heard.web.conversations.models import Conversation, Moment, MomentLabel
from heard.web.insights.models import CannedLine, Tally
from heard.web.insights.pressing import Weighed, pressing
from heard.web.organisation.models import Organisation

__all__ = [
    "KEPT",
    "LATEST_REPLY",
    "SECONDS",
    "Cell",
    "CountedCells",
    "bounds",
    "bucket_of",
    "cell_of",
    "count_day",
    "together",
]

SECONDS = (30, 60, 120, 300, 900, 3600, 14_400, 86_400)  # upper ends of the buckets of time to recognition
LINES_AT_ONCE = 500  # looked for in one query
LATEST_REPLY = 4  # "in the fourth reply or later"
KEPT = 10  # conversations to read first that a tally keeps

MOMENT = (
    "pk", "conversation_id", "team_id", "channel", "agent_id", "turn", "intensity", "recognition", "action", "result",
    "turns_to_recognition", "seconds_to_recognition", "process_first", "outcome", "cause", "judged_by_person",
)  # fmt: skip


@dataclass(slots=True)
class Cell:
    """What one team's moments in one channel come to."""

    counts: Counter[str] = field(default_factory=Counter)
    agents: set[int] = field(default_factory=set)
    pressing: list[tuple[float, int]] = field(default_factory=list)  # weight, moment's key
    examples: dict[str, int] = field(default_factory=dict)  # hash of a canned line → key of a CannedLine

    @property
    def met(self) -> int:
        """Needs met."""
        return self.counts["result|met"]

    @property
    def needed(self) -> int:
        """Needs judged."""
        return self.counts["result|met"] + self.counts["result|repaired"] + self.counts["result|missed"]


class CountedCells(NamedTuple):
    """A day's cells by team and channel, and when something more of that day is released (None: nothing waits)."""

    cells: dict[tuple[int | None, str], Cell]
    due: datetime | None


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of `first` to the first moment after `last`, in UTC."""
    midnight = time(tzinfo=UTC)
    return datetime.combine(first, midnight), datetime.combine(last + timedelta(days=1), midnight)


def bucket_of(seconds: float) -> str:
    """The bucket of SECONDS that holds `seconds`, by its upper end; "more" above the last."""
    return next((str(end) for end in SECONDS if seconds <= end), "more")


def count_day(organisation: Organisation, day: date, now: datetime) -> CountedCells:
    """Counts what began on `day` (UTC) and is released by `now`."""
    begins, ends = bounds(day, day)
    cells: dict[tuple[int | None, str], Cell] = defaultdict(Cell)
    due: datetime | None = None
    lengths: dict[int, int] = {}
    homes: dict[int, tuple[int | None, str]] = {}
    talks = Conversation.objects.filter(organisation=organisation, began__gte=begins, began__lt=ends)
    for talk in talks.values(
        "pk", "team_id", "channel", "turns", "readable", "needed", "unsure", "released", "engine", "model", "standard"
    ):
        if talk["released"] > now:
            due = min(due or talk["released"], talk["released"])
            continue
        lengths[talk["pk"]] = talk["turns"]
        homes[talk["pk"]] = talk["team_id"], talk["channel"]
        counts = cells[homes[talk["pk"]]].counts
        counts["conversations"] += 1
        counts["unreadable"] += not talk["readable"]
        counts["without_need"] += talk["readable"] and not talk["needed"] and not talk["unsure"]
        counts[f"judge|{talk['engine']}|{talk['model']}|{talk['standard']}"] += 1
    _count_moments(organisation, begins, ends, now, cells, lengths)
    _count_lines(organisation, begins, ends, homes, cells)
    for cell in cells.values():
        cell.counts = +cell.counts  # a zero says nothing
    return CountedCells(dict(cells), due)


def cell_of(tally: Tally) -> Cell:
    """A stored tally as a cell again."""
    return Cell(Counter(tally.counts), set(tally.agents), tally.pressing, tally.examples)


def together(cells: Iterable[Cell]) -> Cell:
    """The cells as one."""
    sum_ = Cell()
    for cell in cells:
        sum_.counts.update(cell.counts)
        sum_.agents |= cell.agents
        sum_.pressing.extend(cell.pressing)
        sum_.examples |= cell.examples
    sum_.pressing = nsmallest(KEPT, sum_.pressing, key=lambda pick: (-pick[0], pick[1]))
    return sum_


def _count_moments(
    organisation: Organisation,
    begins: datetime,
    ends: datetime,
    now: datetime,
    cells: Mapping[tuple[int | None, str], Cell],
    lengths: Mapping[int, int],
) -> None:
    held = Moment.objects.filter(
        organisation=organisation, began__gte=begins, began__lt=ends, released__lte=now, counts=True
    ).order_by("conversation_id", "place")
    labels: dict[int, list[str]] = defaultdict(list)
    for moment, label in (
        MomentLabel.objects.filter(moment__in=held.order_by()).order_by("pk").values_list("moment_id", "label")
    ):
        labels[moment].append(label)
    weighed = []
    for moment in held.values(*MOMENT):
        cell = cells[moment["team_id"], moment["channel"]]
        if moment["agent_id"]:
            cell.agents.add(moment["agent_id"])
        cell.counts.update(_keys_of(moment, labels[moment["pk"]]))
        weighed.append(Weighed(moment, labels[moment["pk"]], lengths.get(moment["conversation_id"], 0)))
    homes = {one.moment["pk"]: (one.moment["team_id"], one.moment["channel"]) for one in weighed}
    for weight, pk in pressing(weighed):
        cells[homes[pk]].pressing.append((weight, pk))
    for cell in cells.values():
        cell.pressing = nsmallest(KEPT, cell.pressing, key=lambda pick: (-pick[0], pick[1]))


def _keys_of(moment: Mapping[str, Any], labels: Iterable[str]) -> list[str]:
    """Every key under which a moment counts once."""
    result = moment["result"]
    keys = [f"result|{result}"]
    if moment["judged_by_person"]:
        keys.append(f"result|{result}|person")
    if result == "unsure":
        return keys + [f"need|{label}|unsure" for label in labels]
    keys += [f"need|{label}|needed" for label in labels]
    keys.append(f"outcome|{moment['outcome']}")
    if result == "met":
        keys += [f"need|{label}|met" for label in labels]
    else:
        keys.append(f"cause|{moment['cause'] or 'unclear'}")
    if moment["recognition"] is None:
        keys.append("unanswered")
    else:
        keys.append(f"cell|{moment['recognition']}|{moment['action'] or 0}")
    replies = moment["turns_to_recognition"]
    keys.append(f"soon|{'never' if replies is None else min(max(replies, 1), LATEST_REPLY)}")
    if replies is not None and moment["seconds_to_recognition"] is not None:
        keys.append(f"seconds|{bucket_of(moment['seconds_to_recognition'])}")
    if moment["process_first"]:
        keys.append("process_first")
    return keys


def _count_lines(
    organisation: Organisation,
    begins: datetime,
    ends: datetime,
    homes: Mapping[int, tuple[int | None, str]],
    cells: Mapping[tuple[int | None, str], Cell],
) -> None:
    """Counts the lines that stand under FEWEST customers or more, in the organisation as a whole."""
    of_day = CannedLine.objects.filter(
        organisation=organisation, conversation__began__gte=begins, conversation__began__lt=ends
    ).exclude(line="")
    said = list(of_day.values_list("pk", "line", "conversation_id"))
    # Named one by one: PostgreSQL, before it has looked at a table that just grew, joins the two row by row.
    lines = sorted({line for _, line, _ in said})
    habits: set[str] = set()
    for first in range(0, len(lines), LINES_AT_ONCE):
        often = CannedLine.objects.filter(organisation=organisation, line__in=lines[first : first + LINES_AT_ONCE])
        times = often.order_by().values("line").annotate(times=Count("pk"))
        habits.update(times.filter(times__gte=FEWEST).values_list("line", flat=True))
    for key, line, talk in said:
        if line in habits and talk in homes:
            cells[homes[talk]].counts[f"line|{line}"] += 1
            cells[homes[talk]].examples[line] = key
