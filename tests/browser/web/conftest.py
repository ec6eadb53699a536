"""A served installation, and browsers of the people in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from heard.web.organisation.access import Role
from heard.web.people.models import Person
from tests.web.cast import Cast, assemble
from tests.web.test_doors import Visitor

# Playwright keeps an event loop running, which Django would take for asynchronous code, also when it ends the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PATIENCE = 20_000  # milliseconds; the machine may be busy with other things
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Who is there; see tests/web/cast.py."""
    return assemble()


@pytest.fixture
def opened(browser: Browser, live_server: Any) -> Iterator[Callable[[Person | None], Page]]:
    """Opens a browser of somebody who has signed in, or of a stranger; what a console complains of fails the test."""
    contexts, complaints = [], []

    def open_for(person: Person | None) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        if person is not None:
            session = Visitor(person).client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda said: complaints.append(str(said)))
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def at(opened: Callable[[Person | None], Page], cast: Cast) -> Callable[[Role | None], Page]:
    """The browser of the cast's person with a role; None: of a stranger."""
    return lambda role: opened(cast[role] if role else None)
