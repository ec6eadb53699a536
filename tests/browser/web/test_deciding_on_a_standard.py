"""A standard is drafted, tried on last month's conversations, and adopted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from heard.web.organisation.access import Role
from heard.web.organisation.queries import standard_in_use
from tests.browser.web.working import work_off
from tests.web.cast import MET, MISSED, Cast, put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_draft_is_checked_as_it_is_typed_then_tried_then_adopted(at: Callable[[Role], Page], cast: Cast) -> None:
    put(cast.organisation, [MISSED, MET], began=timezone.now() - timedelta(days=3))
    page = at(Role.MANAGER)
    page.goto("/standards/everyday/")
    page.get_by_role("button", name="Write the next version").click()
    text = page.get_by_label("The standard as text")
    good = text.input_value()

    text.fill(good.replace("[bar]", "[bar"))
    expect(page.locator("#checked")).to_contain_text("not valid TOML")  # before anything is sent
    text.fill(good.replace("[bar]\nrecognition = 2", "[bar]\nrecognition = 1"))
    expect(page.locator("#checked")).not_to_contain_text("not valid TOML")
    page.get_by_role("button", name="Keep the draft").click()

    page.get_by_role("button", name="Try it on last month").click()
    expect(page.get_by_role("main")).to_contain_text("is being held against last month")
    work_off()
    expect(page.get_by_role("table", name="Needs met")).to_be_visible()  # by itself
    expect(page.get_by_role("main")).to_contain_text("2 conversations since")

    page.goto("/standards/everyday/draft/")
    page.get_by_role("link", name="Adopt it").click()
    page.get_by_role("button", name="Adopt it").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.goto("/standards/")
    expect(page.get_by_role("main")).to_contain_text("everyday@2 · judges now")
    assert standard_in_use(cast.organisation).reference == "everyday@2"
