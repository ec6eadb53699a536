"""The overview's figures for programs."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from heard.web.insights.actions import freshen
from heard.web.insights.forms import SelectionForm
from heard.web.insights.overview import overview_of
from heard.web.insights.schemas import InsightsOut, ProblemOut, insights_out
from heard.web.people.access import Token, person_of

__all__ = ["router"]

router = Router(tags=["Insights"])


class Chosen(Schema):
    """What the figures are about. Without anything: this quarter, and all that the token's person may see."""

    period: str = ""  # week, month, quarter, year or days
    day: str = ""  # with this day in it, as 2026-03-14; "": today
    from_day: str = ""  # of period=days
    to_day: str = ""
    team: str = ""  # its number
    channel: str = ""


@router.get("/insights", response={200: InsightsOut, 422: ProblemOut}, auth=Token("insights:read"))
def insights(request: HttpRequest, chosen: Query[Chosen]) -> Status[InsightsOut | ProblemOut]:
    """Met of needed, what was needed, how soon, what came of it and why not, as on the overview page.

    Only released results are counted: not those that are still their agent's alone. Figures of teams and channels are
    left out where they would be about fewer people than the organisation allows; `hidden` says so.
    """
    person = person_of(request)
    given = chosen.dict()
    form = SelectionForm(person, {**given, "from": given["from_day"], "to": given["to_day"]})
    if not form.is_valid():
        return Status(422, ProblemOut(detail={name: [str(e) for e in wrong] for name, wrong in form.errors.items()}))
    return Status(200, insights_out(overview_of(person, form.selection(), freshen(person.organisation))))
