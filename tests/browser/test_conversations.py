"""Finding and reading conversations by keyboard alone, in a real browser, under the page's strict policy; axe finds nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from heard.web.conversations.models import Conversation
from heard.web.organisation.access import Role
from tests.web.cast import Cast, assemble
from tests.web.conversations.talks import put_many

# Playwright keeps an event loop running, which Django would take for asynchronous code, also when it ends the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def talks(transactional_db: None) -> Cast:
    """35 conversations: more than a page."""
    cast = assemble()
    put_many(cast, 35)
    return cast


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: Any, talks: Cast) -> Iterator[Page]:
    """The manager's browser; what its console complains of fails the test."""
    client = Client()
    client.force_login(talks[Role.MANAGER])
    context = browser.new_context(base_url=live_server.url, color_scheme=request.param)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda said: complaints.append(str(said)))
    yield opened
    context.close()
    assert not complaints


def test_a_list_is_searched_walked_and_read_by_keys(page: Page) -> None:
    keys = list(Conversation.objects.order_by("-began").values_list("pk", flat=True))
    page.goto("/conversations/")
    page.keyboard.press("/")
    page.keyboard.type("departments")
    page.keyboard.press("Enter")
    expect(page.locator("mark.found").first).to_have_text("departments")
    assert not Axe().run(page).response["violations"]

    page.locator("main").focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/conversations/{keys[1]}/\?q=departments"))
    assert not Axe().run(page).response["violations"]

    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(rf"/conversations/{keys[2]}/\?q=departments"))
    page.wait_for_load_state()
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(rf"/conversations/{keys[1]}/"))

    page.get_by_role("link", name="Conversations").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conversations")
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page.get_by_role("link", name="← Newer")).to_be_visible()
    expect(page.locator("[data-moment]")).to_have_count(5)
