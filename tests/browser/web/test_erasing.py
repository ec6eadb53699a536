"""A customer is erased, by keys alone, and a receipt stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from heard.web.conversations.models import Conversation
from heard.web.organisation.access import Role
from tests.browser.web.keys import press, write
from tests.web.cast import MET, MISSED, Cast, put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_customer_is_found_and_erased_by_keys_and_a_receipt_says_what_went(
    at: Callable[[Role], Page], cast: Cast
) -> None:
    put(cast.organisation, [MISSED], customer="Wilhelmina Nakamura", key="gone")
    put(cast.organisation, [MET], customer="Cleo", key="stays")
    page = at(Role.MANAGER)
    page.goto("/data/customers")
    write(page.get_by_role("main").get_by_role("textbox").first, "Nakamura")
    page.keyboard.press("Enter")
    press(page.get_by_role("link", name="Wilhelmina Nakamura"))
    press(page.get_by_role("link", name="Erase this customer"))
    expect(page.get_by_role("main")).to_contain_text("Wilhelmina Nakamura: 1 conversation")
    write(page.get_by_label("Type the customer’s name"), "Wilhelmina")
    press(page.get_by_role("button", name="Erase for good"))
    expect(page.get_by_role("main")).to_contain_text("Nothing was erased.")
    write(page.get_by_label("Type the customer’s name"), "Wilhelmina Nakamura")
    press(page.get_by_role("button", name="Erase for good"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("Receipt")
    expect(page.get_by_role("main")).to_contain_text("Nothing was left.")
    expect(page.get_by_role("main")).not_to_contain_text("Nakamura")
    assert set(Conversation.objects.values_list("key", flat=True)) == {"stays-1"}
