"""A review is written blind and then stands beside Heard's view; two people calibrate."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from heard.web.organisation.access import Role
from tests.browser.web.keys import choose, press
from tests.browser.web.working import work_off
from tests.web.cast import MISSED, Cast, put
from tests.web.doors import Things

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def questions(page: Page) -> list[str]:
    """What the form asks, in the order of the page: names of groups to choose one of."""
    page.get_by_role("button", name="Save the review").wait_for()
    found: list[str] = page.locator("input[type=radio]").evaluate_all("all => all.map(one => one.name)")
    return list(dict.fromkeys(found))


def test_a_review_is_written_blind_by_keys_and_then_both_views_stand_side_by_side(
    at: Callable[[Role], Page], cast: Cast
) -> None:
    things = Things(cast)
    said = things.queued.conversation.moments.get(place=things.moment.place)
    page = at(Role.REVIEWER)
    page.goto("/reviews/")
    press(page.get_by_role("button", name="Read and judge: My father died on Monday"))  # called as the customer began

    expect(page.get_by_role("main")).to_contain_text("Judge for yourself first")
    assert page.locator(".moment, mark, .scale").count() == 0  # nothing of what Heard found
    for question in questions(page):
        answer = "no" if question.endswith("-need") else "met"
        choose(page.locator(f'[name="{question}"][value="{answer}"]'))
    press(page.get_by_role("button", name="Save the review"))

    expect(page.get_by_role("status").first).to_contain_text("Heard’s view beside yours")
    expect(page.get_by_role("main")).to_contain_text("You and Heard differ in")
    expect(page.locator(f"#moment-{said.place}")).to_contain_text("nothing was needed")


def test_two_people_judge_the_same_and_see_how_far_they_agree(at: Callable[[Role], Page], cast: Cast) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    lead, reviewer = at(Role.LEAD), at(Role.REVIEWER)
    lead.goto("/reviews/calibrations/new/")
    lead.get_by_label("What it is called").fill("What counts as recognised")
    lead.get_by_label("Lead Person").check()
    lead.get_by_label("Reviewer Person").check()
    lead.get_by_label("Conversations drawn for it").fill("0")
    lead.get_by_label("And these").fill(talk.key)
    lead.get_by_role("button", name="Begin it").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("What counts as recognised")
    address = lead.url

    for page, answer in ((lead, "missed"), (reviewer, "met")):
        page.goto(address)
        expect(page.get_by_role("main")).not_to_contain_text("How far you agree")
        page.get_by_role("region", name="What you judge").get_by_role("link").first.click()
        for question in questions(page):
            page.locator(f'[name="{question}"][value="{"no" if question.endswith("-need") else answer}"]').check()
        page.get_by_role("button", name="Save the review").click()
        page.get_by_role("button", name="I have finished").click()
        expect(page.get_by_role("status").first).to_contain_text("You have finished")
    lead.reload()
    lead.get_by_role("link", name="Close the calibration").click()
    lead.get_by_role("button", name="Close it").click()
    work_off()

    for page in (lead, reviewer):
        page.goto(address)
        expect(page.get_by_role("table", name="alpha")).to_be_visible()
        expect(page.get_by_role("heading", name="How far you agree")).to_be_visible()
