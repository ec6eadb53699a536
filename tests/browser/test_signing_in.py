"""The first set-up, a passkey and an authenticator app in a real browser, under the page's strict policy."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, Page, expect

from tests.web.cast import PASSWORD, assemble

# Playwright keeps an event loop running, which Django would take for asynchronous code, also when it ends the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A fresh browser at the first page; what its console complains of fails the test."""
    context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda said: complaints.append(str(said)))
    yield opened
    context.close()
    assert not complaints


def with_authenticator(page: Page) -> None:
    """Gives the browser a device that holds passkeys, whose person always agrees."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in(page: Page, email: str) -> None:
    """By address and password."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_empty_installation_is_set_up_and_a_passkey_opens_it_again(page: Page) -> None:
    with_authenticator(page)
    page.goto("/")
    page.get_by_label("Name of the organisation").fill("Brightwater Parcels")
    page.get_by_label("First team").fill("North")
    page.get_by_label("Your name").fill("Mo Ray")
    page.get_by_label("Your e-mail address").fill("mo@brightwater.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("status")).to_contain_text("Brightwater Parcels is set up")

    page.goto("/accounts/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What to call it").fill("Laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/accounts/passkeys/")
    expect(page.get_by_role("rowheader", name="Laptop")).to_be_visible()

    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto("/account/")
    expect(page.get_by_role("main")).to_contain_text("mo@brightwater.test")


def test_with_a_passkey_beside_the_password_the_password_is_not_enough(page: Page) -> None:
    assemble()
    with_authenticator(page)
    sign_in(page, "manager@brightwater.test")
    page.goto("/accounts/passkeys/add/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Sign in with it alone").uncheck()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.context.clear_cookies()

    sign_in(page, "manager@brightwater.test")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "login" not in url)


def test_an_authenticator_app_is_set_up_from_the_key_on_the_page(page: Page) -> None:
    assemble()
    sign_in(page, "manager@brightwater.test")
    page.goto("/accounts/second-factor/app/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    picture = page.get_by_role("img", name="The key as a picture")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator("dd code").inner_text()
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Set it up").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")


def test_a_passkey_that_nobody_gives_is_said_on_the_page(page: Page) -> None:
    assemble()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}},
    )
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing has changed")
