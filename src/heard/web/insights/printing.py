"""Pages of insights as PDF, set by typst in this process: no browser, no system library, nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heard.text import showable
from heard.web.insights.charts import matrix_chart, shown_points, time_chart
from heard.web.insights.drawing import Drawing, svg_of
from heard.web.insights.overview import Overview
from heard.web.insights.sections import Row, Section
from heard.web.insights.selection import Selection
from heard.web.plumbing.figures import in_words
from heard.web.plumbing.words import when

__all__ = ["list_as_pdf", "overview_as_pdf"]

TEMPLATE = Path(__file__).parent / "print" / "page.typ"


def overview_as_pdf(overview: Overview) -> bytes:
    """The overview, with its charts and the numbers below them."""
    selection = overview.selection
    said = [overview.hidden] if overview.hidden else [overview.comparison]
    sections: list[dict[str, Any]] = []
    if not overview.hidden:
        sections.append(_over_time(overview))
        sections += [_section(overview, section) for section in overview.sections]
    lead = "" if overview.hidden or overview.total.share is None else in_words(overview.total.share)
    return _set(
        title=_("Overview: %(selection)s") % {"selection": selection},
        lead=_("Met of needed: %(share)s") % {"share": lead} if lead else "",
        said=said,
        facts=[*_facts(selection, overview.made, overview.judged_by), *_read(overview)],
        sections=sections,
    )


def list_as_pdf(
    title: str,
    selection: Selection,
    facts: Iterable[tuple[str, str]],
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> bytes:
    """A list of moments or conversations."""
    table = {
        **_EMPTY,
        "title": title,
        "head": list(head),
        "widths": [1, 3, *[2] * (len(head) - 2)],
        "rows": [{"cells": [showable(cell) for cell in row], "note": "", "dot": None} for row in rows],
        "nothing": _("There are none."),
    }
    return _set(title=f"{title}: {selection}", lead="", said=[], facts=list(facts), sections=[table])


_EMPTY: Mapping[str, Any] = {"about": "", "picture": "", "width": 1, "nothing": "", "widths": [1, 1]}


def _facts(selection: Selection, made: Any, judged_by: str) -> list[tuple[str, str]]:
    period = selection.period
    return [
        (_("Organisation"), selection.organisation.name),
        (_("Period"), f"{period} ({period.first.isoformat()} – {period.last.isoformat()})"),
        (_("Made"), when(made)),
        *([(_("Judged by"), judged_by)] if judged_by else []),
    ]


def _read(overview: Overview) -> list[tuple[str, str]]:
    if overview.hidden:
        return []
    names = {
        "conversations": _("Conversations"),
        "without_need": _("In which nothing was needed"),
        "unreadable": _("Not in English, so not judged"),
    }
    return [(name, f"{overview.figures.count(key):,}") for key, name in names.items()]


def _section(overview: Overview, section: Section) -> dict[str, Any]:
    picture = ""
    if section.key == "matrix" and section.rows:
        picture = _picture(matrix_chart(overview))
    return {
        **_EMPTY,
        "title": section.title,
        "about": section.about,
        "picture": picture,
        "width": 0.7,
        "head": [section.of, section.counted],
        "widths": [3, 1],
        "rows": [_row(overview, row, is_score=section.is_score) for row in section.rows if row.number or row.of],
        "nothing": section.nothing,
    }


def _over_time(overview: Overview) -> dict[str, Any]:
    points = shown_points(overview, "time", overview.over_time)
    rows = [Row("", str(point.period), *(point.share or (0, 0))) for point in points if not point.hidden]
    return {
        **_EMPTY,
        "title": _("Over time"),
        "picture": _picture(time_chart(overview, "time")) if any(row.of for row in rows) else "",
        "head": [_("When"), _("Met of needed")],
        "widths": [3, 1],
        "rows": [{**_row(overview, row), "dot": None} for row in rows],
    }


def _row(overview: Overview, row: Row, *, is_score: bool = False) -> dict[str, Any]:
    share = row.share
    number = f"{row.number:,}" if share is None else in_words(share)
    note = row.note
    if row.has_moved and row.before is not None:
        note = "; ".join(filter(None, [note, _("before: %(share)s") % {"share": in_words(row.before)}]))
    dot = None
    whole = overview.total.share
    if share is not None and share.needed:
        low, high = share.interval
        line = whole.rate if whole and is_score else None
        apart = line is None or not low <= line <= high
        dot = {"rate": share.rate, "low": low, "high": high, "all": line, "apart": apart}
    return {"cells": [showable(row.name), number], "note": note, "dot": dot}


def _picture(drawing: Drawing) -> str:
    return svg_of(drawing, "print").replace("system-ui, sans-serif", "DejaVu Sans")


def _set(**data: Any) -> bytes:
    import typst

    data["language"] = (get_language() or "en").split("-")[0]
    return bytes(typst.compile(str(TEMPLATE), root=str(TEMPLATE.parent), sys_inputs={"data": json.dumps(data)}))
