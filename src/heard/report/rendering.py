"""The page put together: templates, style and script into one file that needs nothing else and lets nothing in."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from heard.overview import Overview, counted, not_english
from heard.report import conversations, figures, listing, sayings
from heard.report.gathering import gather
from heard.report.words import ACTIONS, CAUSES, RECOGNITIONS, STATES, days, number, times
from heard.text import showable

__all__ = ["render"]

_BEST = 3  # examples of what went well
_WORST = 4  # examples to learn from


def render(analyses: Iterable[Mapping[str, Any]], overview: Overview, *, title: str) -> Iterable[str]:
    """The page in pieces of HTML; together they are one file. `analyses` are read once."""
    best = overview.best[:_BEST]
    canned = overview.canned(10)
    gathered = gather(
        analyses,
        wanted=(*best, *overview.read_first),
        lines=[line.text for line in canned],
    )
    worst = conversations.examples(overview.read_first, gathered, "learn")
    pieces = (
        _environment()
        .get_template("page.html.jinja")
        .generate(
            _page(overview)
            | {
                "title": title,
                "best": conversations.examples(best, gathered, "best"),
                "worst": [shown for shown in worst if shown.view.state != "unsure"][:_WORST],
                "canned": sayings.canned(canned, gathered),
                "first": conversations.first(overview.read_first, gathered),
                "told": sayings.told(overview, gathered),
                "rows": listing.rows(gathered),
                "moments": gathered.moments,
                "filters": listing.filters(gathered),
                "conversations": conversations.wholes(gathered),
            }
        )
    )
    return map(showable, pieces)


def _page(overview: Overview) -> dict[str, Any]:
    score = overview.score
    return {
        "version": version("heard"),
        "style": Markup(_file("page.css")),  # noqa: S704 -- our own style
        "script": Markup(_file("page.js")),  # noqa: S704 -- our own script
        "style_hash": _hash(_file("page.css")),
        "script_hash": _hash(_file("page.js")),
        "dates": days(overview.first, overview.last),
        "read": overview.read,
        "analysed": overview.conversations,
        "rejected": overview.rejected,
        "left_out": overview.left_out,
        "turns": overview.turns,
        "without_need": overview.without_need,
        "unreadable": overview.unreadable,
        "unsure": overview.abstained,
        "needed": score,
        "needed_figure": figures.figure("All needs", score, "judged:yes"),
        "unmet": score.missed,
        "repaired": overview.repaired,
        "good": sayings.good(overview),
        "timing": sayings.timing(overview),
        "charts": figures.need_charts(overview),
        "causes": figures.cause_charts(overview),
        "matrix": figures.matrix(overview),
        "promises": overview.promises,
        "judged_by": overview.judged_by,
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "counted": counted,
        "not_english": not_english,
        "number": number,
        "percent": _percent,
        "sentence": _sentence,
        "times": times,
    }
    environment.globals |= {"RECOGNITIONS": RECOGNITIONS, "ACTIONS": ACTIONS, "CAUSES": CAUSES, "STATES": STATES}
    return environment


@cache
def _file(name: str) -> str:
    return (files("heard.report") / "page" / name).read_text("utf-8")


def _hash(text: str) -> str:
    """The source expression by which the page's policy lets in exactly this style or script."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _percent(share: float) -> str:
    """A share of 0…1 as a place along a drawing."""
    return f"{100 * share:.1f}%"


def _sentence(clause: str) -> str:
    """A clause as a sentence: first letter large, full stop."""
    return f"{clause[:1].upper()}{clause[1:]}." if clause and clause[-1] not in ".?" else clause
