"""An agent contests a moment, somebody else decides, and the score changes: by keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from heard.web.organisation.access import Role
from tests.browser.web.keys import choose, press, write
from tests.web.cast import MET, MISSED, Cast, put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WHY = "They had told me on the phone that it was settled."


def needs(page: Page, day: str) -> tuple[int, int]:
    """Met and needed, as the overview says them."""
    page.goto(f"/insights/?day={day}")
    met, needed = re.findall(r"\d+", page.locator(".thesis").inner_text())[:2]
    return int(met), int(needed)


def test_an_agent_contests_and_wins_and_the_score_changes(at: Callable[[Role], Page], cast: Cast) -> None:
    began = timezone.now() - timedelta(hours=30)
    put(cast.organisation, [MISSED, MET], began=began)
    manager, agent, lead = at(Role.MANAGER), at(Role.AGENT), at(Role.LEAD)
    met, needed = needs(manager, f"{began:%Y-%m-%d}")

    agent.goto("/moments/")
    press(agent.get_by_role("link", name="Answer this moment").first)
    choose(agent.get_by_label("Not an empathy moment"))
    write(agent.get_by_label("In your words"), WHY)
    press(agent.get_by_role("button", name="Send your answer"))
    expect(agent.get_by_role("status")).to_be_visible()

    lead.goto("/moments/appeals")
    press(lead.get_by_role("link", name="Not an empathy moment"))
    expect(lead.get_by_role("main")).to_contain_text(WHY)
    choose(lead.get_by_label("Uphold: it becomes"))
    write(lead.get_by_label("Your reason"), "It was settled before.")
    press(lead.get_by_role("button", name="Keep this decision"))
    expect(lead.get_by_role("status")).to_be_visible()

    assert needs(manager, f"{began:%Y-%m-%d}") == (met, needed - 1)
    agent.goto("/moments/")
    expect(agent.get_by_role("main")).to_contain_text("It was settled before.")
