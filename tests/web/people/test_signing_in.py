"""Signing in: password, second factor, recovery codes, limits, sessions, lost passwords."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry
from heard.web.people.models import Person
from heard.web.people.signing_in import has_second_factor
from tests.web.cast import PASSWORD, Cast

As = Callable[[Role | None], Client]


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    """The answer to an address and a password."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


def with_app(client: Client) -> str:
    """Sets up an authenticator app for who is signed in, and returns its key."""
    asked = client.get(reverse("mfa_activate_totp"))
    page = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    secret = str(page.context["form"].secret)
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    return secret


def code(secret: str) -> str:
    """What the app shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def test_address_in_any_case_and_password_lead_home(cast: Cast, client: Client) -> None:
    assert sign_in(client, "Manager@Brightwater.test").headers["Location"] == "/"
    assert client.get(reverse("people:account")).status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(cast: Cast, client: Client) -> None:
    wrong = sign_in(client, "manager@brightwater.test", "something else")
    unknown = sign_in(client, "nobody@brightwater.test", "something else")

    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_after_five_wrong_passwords_the_right_one_waits(cast: Cast, client: Client) -> None:
    for _ in range(5):
        sign_in(client, "manager@brightwater.test", "something else")

    answer = sign_in(client, "manager@brightwater.test")

    assert answer.status_code == 200
    assert "Too many" in str(answer.context["form"].errors)


def test_one_place_is_not_listened_to_after_many_calls(cast: Cast, client: Client) -> None:
    codes = [sign_in(client, f"somebody{n}@brightwater.test").status_code for n in range(31)]

    assert codes[-1] == 429


def test_with_an_app_the_password_alone_does_not_let_in(cast: Cast, client: Client) -> None:
    sign_in(client, "manager@brightwater.test")
    secret = with_app(client)
    other = Client()

    answer = sign_in(other, "manager@brightwater.test")

    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert other.get(reverse("people:account")).status_code == 302
    wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "code" in wrong.context["form"].errors
    other.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert other.get(reverse("people:account")).status_code == 200


def test_a_recovery_code_lets_in_once(cast: Cast, client: Client) -> None:
    sign_in(client, "manager@brightwater.test")
    with_app(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10

    for status in (302, 200):
        other = Client()
        sign_in(other, "manager@brightwater.test")
        assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == status


def test_guessing_the_second_factor_is_limited(cast: Cast, client: Client) -> None:
    sign_in(client, "manager@brightwater.test")
    secret = with_app(client)
    other = Client()
    sign_in(other, "manager@brightwater.test")
    for _ in range(5):
        other.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert other.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 200


def test_where_everybody_needs_a_second_factor_nothing_else_opens_before_it(cast: Cast, client: Client) -> None:
    cast.organisation.needs_second_factor = True
    cast.organisation.save()
    sign_in(client, "manager@brightwater.test")

    for name in ("home", "people:account", "people:tokens", "usersessions_list"):
        assert client.get(reverse(name)).headers["Location"] == reverse("mfa_index"), name
    assert b"asks everybody for one of the two" in client.get(reverse("mfa_index")).content
    with_app(client)

    assert client.get(reverse("people:account")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(cast: Cast) -> None:
    Authenticator.objects.create(user=cast[Role.AGENT], type=Authenticator.Type.RECOVERY_CODES, data={})

    assert not has_second_factor(cast[Role.AGENT])


def test_an_administrator_removes_the_second_factor_of_who_lost_it_and_it_is_logged(
    cast: Cast, client: Client, as_: As
) -> None:
    sign_in(client, "manager@brightwater.test")
    with_app(client)
    forget = reverse("people:forget_factor", args=[cast[Role.MANAGER].pk])

    assert b"Be sure that it is they who ask" in as_(Role.ADMIN).get(forget).content
    assert has_second_factor(cast[Role.MANAGER])
    as_(Role.ADMIN).post(forget)

    assert sign_in(Client(), "manager@brightwater.test").headers["Location"] == "/"
    assert AuditEntry.objects.filter(did="removed second factor").count() == 1


def test_signing_out_everywhere_else_ends_the_other_sessions_and_not_this_one(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "manager@brightwater.test")
    assert here.get(reverse("usersessions_list")).context["session_count"] == 2

    here.post(reverse("usersessions_list"))

    assert there.get(reverse("people:account")).status_code == 302
    assert here.get(reverse("people:account")).status_code == 200


def test_a_new_password_ends_the_sessions_elsewhere(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "manager@brightwater.test")
    typed = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}

    here.post(reverse("account_change_password"), typed)

    assert here.get(reverse("people:account")).status_code == 200
    assert there.get(reverse("people:account")).status_code == 302


def test_the_link_to_a_new_password_works_once(cast: Cast, as_: As) -> None:
    admin, manager = as_(Role.ADMIN), cast[Role.MANAGER]
    shown = admin.post(reverse("people:reset_link", args=[manager.pk]), follow=True)
    link = shown.context["link"]["url"].removeprefix("http://testserver")

    first, second = Client(), Client()
    form = first.get(link, follow=True)
    new = {"password1": "another long phrase", "password2": "another long phrase"}
    assert first.post(form.request["PATH_INFO"], new).status_code == 302

    assert second.get(link, follow=True).context["token_fail"]
    assert sign_in(Client(), manager.email).status_code == 200
    assert sign_in(Client(), manager.email, "another long phrase").headers["Location"] == "/"
    assert link.encode() not in admin.get(reverse("people:one", args=[manager.pk])).content


def test_the_link_to_a_new_password_runs_out_after_a_day(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = as_(Role.ADMIN).post(reverse("people:reset_link", args=[cast[Role.MANAGER].pk]), follow=True)
    link = shown.context["link"]["url"]
    now = PasswordResetTokenGenerator()._now()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(hours=24.1))

    assert Client().get(link, follow=True).context["token_fail"]


def test_without_mail_the_page_says_who_can_help_and_with_mail_a_link_is_sent(
    cast: Cast, client: Client, settings: Any
) -> None:
    assert b"Ask an administrator" in client.get(reverse("account_reset_password")).content

    settings.SENDS_MAIL = True
    for address in ("manager@brightwater.test", "nobody@brightwater.test"):
        answer = client.post(reverse("account_reset_password"), {"email": address})
        assert answer.headers["Location"] == reverse("account_reset_password_done")
    assert [sent.to for sent in mail.outbox] == [["manager@brightwater.test"]]
    assert re.search(r"http://\S+/accounts/password/new/\S+", str(mail.outbox[0].body))


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_confirm_email",
        "account_signup_by_passkey",
        "mfa_signup_webauthn",
        "account_request_login_code",
    ],
)
def test_what_makes_no_sense_here_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(client: Client) -> None:
    for method in ("get", "post"):
        assert getattr(client, method)(reverse("account_signup")).status_code == 404


def test_passwords_are_kept_by_argon2(cast: Cast, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    person = Person.objects.create_user("argon@b.test", PASSWORD, name="A", organisation=cast.organisation)

    assert identify_hasher(person.password).algorithm == "argon2"


def test_pages_come_in_the_language_of_the_person_else_of_the_organisation(cast: Cast, as_: As) -> None:
    cast.organisation.language = "de"
    cast.organisation.save()
    assert 'lang="de"' in as_(Role.MANAGER).get(reverse("people:account")).content.decode()

    as_(Role.MANAGER).post(reverse("people:account"), {"name": "Mo", "language": "en-gb"})
    assert 'lang="en-gb"' in as_(Role.MANAGER).get(reverse("people:account")).content.decode()


def test_that_a_session_is_alive_is_written_down_every_ten_minutes_and_not_with_every_page(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, "manager@brightwater.test")
    client.get(reverse("people:account"))

    with django_assert_max_num_queries(20) as asked:
        client.get(reverse("people:account"))

    assert not [query for query in asked.captured_queries if query["sql"].startswith(("UPDATE", "INSERT"))]
