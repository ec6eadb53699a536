"""The overview as the API tells it."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from heard.overview import Share
from heard.web.insights.charts import shown_points
from heard.web.insights.overview import Overview
from heard.web.insights.queries import OverTime
from heard.web.insights.sections import Row

__all__ = ["InsightsOut", "ProblemOut", "insights_out"]


class ShareOut(Schema):
    """So many of so many, with Wilson's 95 % interval."""

    met: int
    needed: int
    rate: float | None = Field(description="met ÷ needed, 0…1; null: nothing was needed")
    low: float | None
    high: float | None


class DifferenceOut(Schema):
    """How much a share is above the one before, with Newcombe's 95 % interval; −1…1."""

    amount: float
    low: float
    high: float
    may_be_noise: bool = Field(description="no difference at all is within the interval")


class FigureOut(Schema):
    """One figure: a plain number, or a share of another."""

    key: str
    name: str
    number: int
    of: int | None = Field(description="null: a plain count")
    low: float | None = Field(description="of number ÷ of")
    high: float | None
    before: ShareOut | None = Field(description="the same in the period before; null: not compared")
    difference: DifferenceOut | None
    note: str = Field(description="who can change a cause; what is left to a person")


class SectionOut(Schema):
    """Figures that belong together."""

    key: str
    title: str
    figures: list[FigureOut]


class PointOut(Schema):
    """A day, week or month."""

    first_day: date
    last_day: date
    score: ShareOut | None = Field(description="null: nothing was needed, or it would be about too few people")


class SeriesOut(Schema):
    """Points of one channel or team in order."""

    key: str
    name: str
    points: list[PointOut]


class InsightsOut(Schema):
    """Everything that the overview says, about released results alone."""

    selection: str
    first_day: date
    last_day: date
    team: int | None
    channel: str | None
    made: datetime
    judged_by: list[list[str]] = Field(description="engine, encoder and standard of each kind of judgement")
    days_still_to_be_counted: int = Field(description="days whose newest changes are not in these figures yet")
    hidden: str | None = Field(description="why there are no figures; null: there are")
    conversations: int
    without_need: int
    unreadable: int
    score: ShareOut
    unsure: int = Field(description="moments left to a person; they count nowhere else")
    before: ShareOut | None
    difference: DifferenceOut | None
    sections: list[SectionOut]
    over_time: list[PointOut]
    channels: list[SeriesOut]
    teams: list[SeriesOut]


class ProblemOut(Schema):
    """What could not be used, and what to do."""

    detail: dict[str, list[str]]


def insights_out(overview: Overview) -> InsightsOut:
    """The overview as values of the API."""
    selection, figures = overview.selection, overview.figures
    return InsightsOut(
        selection=str(selection),
        first_day=selection.period.first,
        last_day=selection.period.last,
        team=selection.team.pk if selection.team else None,
        channel=selection.channel or None,
        made=overview.made,
        judged_by=[list(judge) for judge in figures.judges],
        days_still_to_be_counted=overview.waiting,
        hidden=overview.hidden or None,
        conversations=figures.count("conversations"),
        without_need=figures.count("without_need"),
        unreadable=figures.count("unreadable"),
        score=_share(figures.score),
        unsure=figures.count("result", "unsure"),
        before=_share(overview.total.before) if overview.total.before else None,
        difference=_difference(overview.total),
        sections=[
            SectionOut(key=section.key, title=section.title, figures=[_figure(row) for row in section.rows])
            for section in overview.sections
        ],
        over_time=_points(overview, "time", overview.over_time),
        channels=[
            SeriesOut(key=series.key, name=series.name, points=_points(overview, "channels", series))
            for series in overview.by_channel
        ],
        teams=[
            SeriesOut(key=series.key, name=series.name, points=_points(overview, "teams", series))
            for series in overview.by_team
        ],
    )


def _share(share: Share) -> ShareOut:
    low, high = share.interval if share.needed else (None, None)
    return ShareOut(met=share.met, needed=share.needed, rate=share.rate, low=low, high=high)


def _difference(row: Row) -> DifferenceOut | None:
    found = row.difference
    if found is None:
        return None
    return DifferenceOut(amount=found.amount, low=found.low, high=found.high, may_be_noise=found.may_be_noise)


def _figure(row: Row) -> FigureOut:
    low, high = row.share.interval if row.share and row.share.needed else (None, None)
    return FigureOut(
        key=row.key,
        name=row.name,
        number=row.number,
        of=row.of,
        low=low,
        high=high,
        before=_share(row.before) if row.before else None,
        difference=_difference(row),
        note=row.note,
    )


def _points(overview: Overview, kind: str, series: OverTime) -> list[PointOut]:
    return [
        PointOut(
            first_day=point.period.first,
            last_day=point.period.last,
            score=_share(point.share) if point.share else None,
        )
        for point in shown_points(overview, kind, series)
    ]
