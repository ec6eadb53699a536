"""What every page keeps to, whatever it shows: nothing runs that is not ours, and nothing that was said becomes HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from heard.web.organisation.access import Role
from heard.web.people.models import Agent, Membership, Person
from tests.web.cast import PASSWORD, Cast, put
from tests.web.doors import Things
from tests.web.test_doors import DOORS, Door, Visitor

EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>{{ 7|add:7 }}&amp;'
SCRIPT = f"""
    customer: {EVIL} My father died on Monday and his line is still being charged. I can't ring again.
    agent: {EVIL} Please provide the account number.
    customer: {EVIL} You haven't even read what I wrote, have you?
"""


class Markup(HTMLParser):
    """What in a page could run or style itself."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what a policy without unsafe-inline forbids, and addresses that are code."""
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") not in ("application/json", "speculationrules"):
            self.wrong.append("a script in the page")
        if tag == "style":
            self.wrong.append("a style in the page")
        if tag == "img" and given.get("src") == "x":
            self.wrong.append("words of a conversation as HTML")
        for name, value in attrs:
            if name.startswith(("on", "hx-on")) or name == "style":
                self.wrong.append(f"<{tag} {name}=…>")
            if name in ("href", "src", "action", "formaction") and (value or "").strip().lower().startswith(
                "javascript:"
            ):
                self.wrong.append(f"<{tag} {name}=javascript:…>")


class Dressed(Things):
    """Things of a conversation that is as nasty as it gets."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.nasty = put(cast.organisation, [SCRIPT], key="doors", customer=f"Cleo {EVIL}")[0]
        Agent.objects.filter(name="Bo").update(name=f"Bo {EVIL}")

    @property
    def conversation(self) -> Any:
        """That one."""
        return self.nasty


def whoever(cast: Cast, door: Door) -> Person:
    """Somebody for whom the door is open, with as many roles as they can have."""
    if door.open_to == frozenset({Role.AGENT}):
        return Person.objects.get(pk=cast[Role.AGENT].pk)
    admin = cast[Role.ADMIN]
    for role in Role:
        Membership.objects.get_or_create(person=admin, role=role, team=cast.north if role is Role.LEAD else None)
    return Person.objects.get(pk=admin.pk)


@pytest.fixture
def pages(cast: Cast) -> list[tuple[str, HttpResponse]]:
    """Every page that answers a GET, by its address's name."""
    things = Dressed(cast)
    visitors: dict[int, Visitor] = {}
    answers = []
    for door in DOORS:
        person = whoever(cast, door)
        visitor = visitors.setdefault(person.pk, Visitor(person))
        answers.append((door.name, visitor.knock(door, things, "get")))
    return [*answers, ("a page that is not there", Visitor(None).client.get("/nowhere"))]


def test_every_page_forbids_what_is_not_ours_and_holds_nothing_that_it_forbids(
    pages: list[tuple[str, HttpResponse]],
) -> None:
    wrong = []
    looked = 0
    for name, answer in pages:
        policy = answer.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
            wrong.append(f"{name}: its Content-Security-Policy is {policy!r}")
        for header, value in (
            ("Referrer-Policy", "same-origin"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
        ):
            if answer.headers.get(header) != value:
                wrong.append(f"{name}: {header} is {answer.headers.get(header)!r}")
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            looked += 1
            page = answer.content.decode()
            markup = Markup()
            markup.feed(page)
            wrong += [f"{name}: {what}" for what in markup.wrong]
            if "<script>alert" in page or 'onerror="alert' in page:
                wrong.append(f"{name}: words of a conversation stand there unescaped")

    assert looked > 60, "hardly any page was looked at"
    assert not wrong, "\n".join(wrong)


def test_words_of_a_conversation_are_shown_as_they_were_written(cast: Cast) -> None:
    things = Dressed(cast)
    client = Client()
    client.force_login(cast[Role.MANAGER])

    page = client.get(reverse("conversations:one", args=[things.conversation.pk])).content.decode()

    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page.replace("</mark>", "").replace("<mark>", "")
    assert "{{ 7|add:7 }}" in page


def test_there_is_no_page_that_administers_tables() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/account/login/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/health/live", headers={"host": "evil.example"}).status_code in (200, 400)


def test_cookies_are_for_this_site_alone_and_no_script_reads_them(cast: Cast) -> None:
    client = Client()

    page = client.get(reverse("account_login"))
    signed_in = client.post(
        reverse("account_login"), {"login": cast[Role.MANAGER].email, "password": PASSWORD, "remember": "on"}
    )

    given = {**page.cookies, **signed_in.cookies}
    assert {"sessionid", "csrftoken"} <= set(given)
    for name, cookie in given.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name


def test_a_form_that_another_site_sends_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast[Role.ADMIN])

    answer = client.post(reverse("people:teams"), {"name": "Theirs"})

    assert answer.status_code == 403
    assert not cast.organisation.teams.filter(name="Theirs").exists()


def test_the_log_holds_no_secret_and_no_word_that_was_typed(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    typed = {"login": "manager@brightwater.test", "password": "not the right phrase"}

    client.post(reverse("account_login"), typed)
    client.get(reverse("people:invited", args=["secretsecret"]))
    client.get(reverse("conversations:list"), {"q": "bereavement of somebody"})
    client.get("/api/v1/conversations", headers={"authorization": "Bearer topsecret"})

    said = caplog.text
    assert "answered" in said
    for word in (*typed.values(), "secretsecret", "bereavement", "topsecret"):
        assert word not in said
