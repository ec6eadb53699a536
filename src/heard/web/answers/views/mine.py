"""An agent's own page. There is none of anybody else's."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from heard.web.answers.links import conversations_of
from heard.web.answers.mine import mine
from heard.web.answers.overturned import overturned
from heard.web.organisation.access import Role, open_to
from heard.web.people.access import person_of
from heard.web.plumbing.links import Tab

__all__ = ["own_page"]


@open_to(Role.AGENT)
def own_page(request: HttpRequest) -> HttpResponse:
    """What I do well, what is still mine alone, what was left open, my answers, how it goes, kudos.

    Not logged: a record of how often somebody looks at their own page would be one about them, not about customers.
    """
    person = person_of(request)
    by = "month" if request.GET.get("by") == "month" else "week"
    before = request.GET.get("before", "")
    page = mine(person, by=by, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    context = {
        "mine": page,
        "by": by,
        "before": before,
        "older": f"?{urlencode({'by': by, 'before': page.missed_next})}#open" if page.missed_next else "",
        "tabs": [
            Tab(_("By week"), "?by=week#trend", by == "week"),
            Tab(_("By month"), "?by=month#trend", by == "month"),
        ],
        "periods": [
            (period, conversations_of(person.agents, since=period.begins, until=period.ends))
            for period in (page.trend.periods if page.trend else ())
        ],
        "not_mine": [(cause, n, conversations_of(person.agents, cause=cause)) for cause, n in page.not_mine],
        "trend_title": _("How it goes"),
        "upheld": overturned(person),
        "claimed": bool(person.agents),
    }
    return render(request, "answers/mine.html", context)
