"""Pages of insights as tables for spreadsheets: the same numbers as on the page, and no names of agents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from heard.web.conversations.models import Conversation, Moment
from heard.web.insights.charts import shown_points
from heard.web.insights.overview import Overview
from heard.web.insights.queries import OverTime, with_labels
from heard.web.insights.sections import Row
from heard.web.insights.selection import Selection
from heard.web.plumbing.sheets import lines

__all__ = ["moments_as_csv", "overview_as_csv", "talks_as_csv"]

AT_ONCE = 1_000  # rows read from the database together
OVERVIEW = (
    "section", "key", "name", "number", "of", "rate", "low", "high", "before_number", "before_of",
    "difference", "difference_low", "difference_high", "may_be_noise", "note",
)  # fmt: skip
MOMENTS = (
    "conversation", "moment", "turn", "began", "channel", "team", "need", "recognition", "action", "result",
    "turns_to_recognition", "seconds_to_recognition", "outcome", "cause", "confidence", "judged_by_person", "standard",
)  # fmt: skip


def overview_as_csv(overview: Overview) -> Iterator[bytes]:
    """Every figure of the overview, one a line; first what they are about."""
    return lines(OVERVIEW, _overview_rows(overview))


def moments_as_csv(selection: Selection, moments: QuerySet[Moment]) -> Iterator[bytes]:
    """Every one of the moments, without what was said."""
    teams = dict(selection.organisation.teams.values_list("pk", "name"))
    rows = with_labels(moments).select_related("conversation").iterator(chunk_size=AT_ONCE)
    return lines(MOMENTS, (_moment_row(moment, teams) for moment in rows))


def talks_as_csv(talks: QuerySet[Conversation]) -> Iterator[bytes]:
    """Every one of the conversations."""
    head = ("number", "id", "began", "channel", "team", "needed", "met", "unsure", "standard")
    rows = talks.select_related("team").iterator(chunk_size=AT_ONCE)
    return lines(
        head,
        (
            (t.pk, t.key, t.began.isoformat(), t.channel, str(t.team or ""), t.needed, t.met, t.unsure, t.standard)
            for t in rows
        ),
    )


def _overview_rows(overview: Overview) -> Iterator[Sequence[Any]]:
    selection = overview.selection
    about = {
        "organisation": selection.organisation.name,
        "selection": str(selection),
        "first_day": selection.period.first.isoformat(),
        "last_day": selection.period.last.isoformat(),
        "team": selection.team.name if selection.team else "",
        "channel": selection.channel,
        "made": overview.made.isoformat(timespec="seconds"),
        "judged_by": overview.judged_by,
    }
    if overview.waiting:
        about["days_still_to_be_counted"] = str(overview.waiting)
    if overview.hidden:
        about["hidden"] = overview.hidden
    for key, value in about.items():
        yield "about", key, value
    if overview.hidden:
        return
    figures = overview.figures
    for key in ("conversations", "without_need", "unreadable"):
        yield "read", key, "", figures.count(key)
    yield _row("total", overview.total)
    for section in overview.sections:
        for row in section.rows:
            yield _row(section.key, row)
    for kind, many in (
        ("time", [overview.over_time]),
        ("channels", overview.by_channel),
        ("teams", overview.by_team),
    ):
        for series in many:
            yield from _points(overview, kind, series)


def _points(overview: Overview, kind: str, series: OverTime) -> Iterator[Sequence[Any]]:
    for point in shown_points(overview, kind, series):
        if point.share is not None:
            yield _row(kind, Row(point.period.first.isoformat(), series.name, *point.share))


def _row(section: str, row: Row) -> Sequence[Any]:
    share, before, moved = row.share, row.before, row.difference
    low, high = share.interval if share and share.needed else (None, None)
    return (
        section,
        row.key,
        row.name,
        row.number,
        row.of,
        *(_rounded(value) for value in (share.rate if share else None, low, high)),
        *(before or (None, None)),
        *(_rounded(value) for value in ((moved.amount, moved.low, moved.high) if moved else (None, None, None))),
        moved.may_be_noise if moved else None,
        row.note,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _moment_row(moment: Moment, teams: dict[int, str]) -> Sequence[Any]:
    return (
        moment.conversation.key,
        moment.place,
        moment.turn,
        moment.began.isoformat(),
        moment.channel,
        teams.get(moment.team_id or 0, ""),
        " ".join(label.label for label in moment.labels.all()),
        moment.recognition,
        moment.action,
        moment.result,
        moment.turns_to_recognition,
        moment.seconds_to_recognition,
        moment.outcome,
        moment.cause,
        round(moment.confidence, 4),
        moment.judged_by_person,
        moment.conversation.standard,
    )
