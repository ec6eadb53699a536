"""Two charts: met of needed over time as dots with intervals, and recognition by action. Described here, drawn elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from heard.overview import Share
from heard.report.words import ACTIONS, RECOGNITIONS
from heard.web.insights.drawing import GREY, INK, QUIET, RESPONSE, Drawing
from heard.web.insights.overview import Overview
from heard.web.insights.periods import Period, Step
from heard.web.insights.queries import OverTime
from heard.web.plumbing import words
from heard.web.plumbing.figures import in_words

__all__ = ["CHARTS", "Shown", "matrix_chart", "shown_points", "time_chart"]

CHARTS = ("time", "channels", "teams", "matrix")
WIDE, NARROW = 640, 330  # pixels, as they are seen on a screen and on a phone
LARGEST = 20  # radius of the largest circle


@dataclass(frozen=True, slots=True)
class Shown:
    """A point as it is shown."""

    period: Period
    share: Share | None  # None: it is not shown
    hidden: bool  # because it would be about too few people; otherwise because nothing was needed
    apart: bool  # it differs from all together by more than chance
    url: str  # of the moments behind it


def shown_points(overview: Overview, kind: str, series: OverTime) -> list[Shown]:
    """The points of a series of that kind ("time", "channels", "teams")."""
    selection, whole = overview.selection, overview.total.share
    is_part = selection.is_part or kind != "time"
    own = {"channels": "channel", "teams": "team"}.get(kind)
    found = []
    for point in series.points:
        hidden = bool(point.share.needed) and is_part and point.people < selection.organisation.smallest_group
        share = None if hidden or not point.share.needed else point.share
        low, high = point.share.interval
        apart = whole is not None and whole.rate is not None and not low <= whole.rate <= high
        where = {own: series.key} if own else {}
        url = replace(selection, period=point.period).url("moments", result="judged", **where) if share else ""
        found.append(Shown(point.period, share, hidden, share is not None and apart, url))
    return found


def time_chart(overview: Overview, kind: str, *, narrow: bool = False) -> Drawing:
    """Met of needed over time: of all ("time"), by channel ("channels") or by team ("teams")."""
    many: Sequence[OverTime] = {
        "time": (overview.over_time,),
        "channels": overview.by_channel,
        "teams": overview.by_team,
    }[kind]
    rows = []
    ticks: dict[str, str] = {}
    today = timezone.localdate()
    for place, series in enumerate(many):
        for point in shown_points(overview, kind, series):
            if point.period.first > today:  # there is nothing to show of what has not begun
                continue
            at = point.period.first.isoformat()
            ticks[at] = _tick(point.period, overview.selection.period.step)
            row: dict[str, Any] = {"at": at, "what": f"{place:03}", "apart": point.apart}
            if point.share is not None:
                low, high = point.share.interval
                row |= {"rate": point.share.rate, "low": low, "high": high}
            rows.append(row)
    names = {f"{place:03}": series.name for place, series in enumerate(many)}
    whole = overview.total.share
    title = {
        "time": _("Met of needed over time"),
        "channels": _("Met of needed over time, by channel"),
        "teams": _("Met of needed over time, by team"),
    }[kind]
    desc = _(
        "Each dot is a share on a scale of 0 to 100 %%, each line its 95 %% interval. Grey dots may differ from all "
        "together (%(all)s) by chance alone. The numbers stand in the table below."
    ) % {"all": in_words(whole) if whole else ""}
    spec = _over_time(rows, ticks, names, whole.rate if whole else None, width=NARROW if narrow else WIDE)
    return Drawing(spec, title, desc)


def matrix_chart(overview: Overview, *, narrow: bool = False) -> Drawing:
    """How many first replies reached which recognition with which action, as circles."""
    counts = overview.figures.matrix
    most = max(counts.values(), default=0) or 1
    rows = [
        {
            "recognition": words.recognition(recognition),
            "action": words.action(action),
            "count": number,
            "shown": f"{number:,}",
            "size": 3.1416 * (LARGEST * sqrt(number / most)) ** 2,
            "beside": LARGEST * sqrt(number / most),
        }
        for (recognition, action), number in counts.items()
        if number
    ]
    width = (NARROW if narrow else 480) - 90
    place: dict[str, Any] = {
        "x": {
            "field": "action",
            "type": "nominal",
            "scale": {"domain": [words.action(a) for a in ACTIONS]},
            "axis": {"orient": "top", "title": None, "labelAngle": 0, "domain": False, "ticks": False},
        },
        "y": {
            "field": "recognition",
            "type": "nominal",
            "scale": {"domain": [words.recognition(r) for r in sorted(RECOGNITIONS, reverse=True)]},
            "axis": {"title": None, "domain": False, "ticks": False},
        },
    }
    spec = {
        "data": {"values": rows},
        "width": width,
        "height": 250,
        "layer": [
            {
                "mark": {"type": "point", "filled": True, "color": RESPONSE, "opacity": 1},
                "encoding": {**place, "size": {"field": "size", "type": "quantitative", "scale": None}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": {"expr": "datum.beside + 5"}, "color": INK},
                "encoding": {**place, "text": {"field": "shown", "type": "nominal"}},
            },
        ],
    }
    desc = _("The larger a circle, the more first replies. The numbers stand in the table below.")
    return Drawing(spec, _("First replies by recognition and action"), desc)


def _over_time(
    rows: list[dict[str, Any]], ticks: dict[str, str], names: dict[str, str], whole: float | None, *, width: int
) -> dict[str, Any]:
    columns = 1 if len(names) == 1 or width == NARROW else 3
    across = {
        "field": "at",
        "type": "ordinal",
        "scale": {"domain": sorted(ticks)},
        "axis": {
            "title": None,
            "labelAngle": 0,
            "labelOverlap": "greedy",
            "labelSeparation": 16,
            "labelExpr": f"{json.dumps(ticks)}[datum.value]",
        },
    }
    ink = {"condition": {"test": "datum.apart", "value": RESPONSE}, "value": GREY}
    percents = {"title": None, "format": ".0%", "values": [0, 0.5, 1], "grid": True}
    up = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": percents}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"x": across, "y": {"field": "low", **up}, "y2": {"field": "high"}, "color": ink},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {"x": across, "y": {"field": "rate", **up}, "color": ink},
        },
    ]
    if whole is not None:
        line = {"type": "rule", "color": QUIET, "strokeDash": [3, 3]}
        layers.insert(0, {"mark": line, "encoding": {"y": {"datum": whole, **up}}})
    one = {"layer": layers, "width": (width - 60 * columns) / columns, "height": 140 if len(names) == 1 else 90}
    if len(names) == 1:
        return {"data": {"values": rows}, **one}
    header = {"title": None, "labelExpr": f"{json.dumps(names)}[datum.value]", "labelAnchor": "start"}
    facet = {"field": "what", "type": "nominal", "header": {**header, "labelFontSize": 12, "labelColor": INK}}
    return {
        "data": {"values": rows},
        "facet": facet,
        "columns": columns,
        "spec": one,
        "config": {"facet": {"spacing": 24}},
    }


def _tick(period: Period, step: Step) -> str:
    return formats.date_format(period.first, "M" if step is Step.MONTH else "j M")
