"""Every page in German, on a telephone: German words are longer, and still nothing is wider than the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from heard.web.insights.actions import count_again
from tests.browser.web.looking import PHONE, TOO_WIDE
from tests.browser.web.test_accessible import ASKED, pages
from tests.web.cast import MET, Cast, put
from tests.web.doors import Things

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_every_page_fits_a_telephone_in_german(cast: Cast, opened: Callable[..., Page]) -> None:
    cast.organisation.language = "de"
    cast.organisation.save()
    things = Things(cast)
    put(cast.organisation, [MET])
    for thing in ("answer", "kudos", "exemplar", "receipt", "queued", "agreed", "chatwoot", "view", "token", "trial"):
        getattr(things, thing)
    count_again(cast.organisation)
    tabs: dict[object, Page] = {}
    wrong = []
    for person, address in pages(things, [cast[role] for role in ASKED]):
        if person not in tabs:
            tabs[person] = opened(person)
            tabs[person].set_viewport_size({"width": PHONE, "height": 900})
        tabs[person].goto(address)
        if tabs[person].locator("html").get_attribute("lang") != "de":
            wrong.append(f"{address} is not in German")
        if wide := tabs[person].evaluate(TOO_WIDE):
            wrong.append(f"{address}: wider than the screen: {wide}")

    assert not wrong, "\n".join(wrong)
