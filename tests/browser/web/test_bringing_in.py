"""A table of conversations becomes figures on the overview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from heard.web.intake import job
from heard.web.organisation.access import Role
from tests.browser.web.working import work_off
from tests.web.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SAID = (
    ("1", "customer", "Mia", "My parcel is late, my daughter's birthday is tomorrow and I am so worried."),
    ("1", "agent", "Ada", "Her birthday is tomorrow, so it has to be there. I have put a courier on it: by noon."),
    ("2", "customer", "Ben", "Where is my refund? This is the third time I ask and I am really fed up."),
    ("2", "agent", "Ada", "Please provide your order number."),
)


def test_a_table_is_given_looked_at_and_brought_in_and_counts_on_the_overview(
    at: Callable[[Role], Page], cast: Cast, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    monkeypatch.setenv("HEARD_ENCODER", "0")
    cast.organisation.agent_first_hours = 0  # otherwise they would be Ada's alone today
    cast.organisation.save()
    began = timezone.now() - timedelta(hours=6)
    rows = [f'{talk},{began:%Y-%m-%dT%H:%M:%SZ},{role},{name},"{text}"' for talk, role, name, text in SAID]
    table = tmp_path / "chats.csv"
    table.write_text("\n".join(["conversation,at,role,speaker,text", *rows]), "utf-8")
    page = at(Role.MANAGER)

    page.goto("/imports/")
    page.get_by_role("link", name="Bring conversations in").first.click()
    page.get_by_label("Files").set_input_files(table)
    page.get_by_role("button", name="Look at them").click()
    expect(page.get_by_role("main")).to_contain_text("2 conversations")
    expect(page.get_by_role("main")).to_contain_text("the third time I ask")
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_role("main")).to_contain_text("It waits for its turn")
    work_off()
    job.children.end()

    expect(page.get_by_role("main")).to_contain_text("Done.")  # by itself
    page.goto(f"/insights/?day={began:%Y-%m-%d}")
    expect(page.locator(".thesis")).to_contain_text("of 2")
    expect(page.get_by_role("main")).to_contain_text("2 conversations were read.")
