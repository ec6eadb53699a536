"""Tokens for the API: shown once, of one person, within scopes, until they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import Throttled
from ninja.testing import TestClient

from heard.web.organisation.access import Role
from heard.web.people.access import MAY_DO, PerMinute, Token
from heard.web.people.actions.roles import deactivate, take_role
from heard.web.people.actions.tokens import make_token
from heard.web.people.models import ApiToken, Membership
from tests.web.cast import Cast

As = Callable[[Role | None], Client]
READ = "conversations:read"


def call(secret: str, scope: str = READ, address: str = "192.0.2.1") -> Any:
    """What `Token` makes of a call with this secret."""
    return Token(scope).authenticate(asking(address), secret)


def asking(address: str = "192.0.2.1") -> HttpRequest:
    """A call from an address."""
    return RequestFactory().get("/api/v1/x", REMOTE_ADDR=address)


@pytest.fixture
def secret(cast: Cast) -> str:
    """The analyst's token, to read."""
    return make_token(cast[Role.ANALYST], name="nightly", scopes=[READ], days=30)


def test_a_token_lets_its_person_in_and_says_when_it_was_used(cast: Cast, secret: str) -> None:
    request = asking()
    found = Token(READ).authenticate(request, secret)

    assert found == ApiToken.objects.get()
    assert request.user == cast[Role.ANALYST]
    assert ApiToken.objects.get().last_used is not None


def test_a_token_that_ended_was_revoked_or_lacks_the_scope_lets_nobody_in(cast: Cast, secret: str) -> None:
    assert call(secret, "insights:read") is None
    assert call(secret + "x") is None
    ApiToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert call(secret) is None
    ApiToken.objects.update(expires=None, revoked=timezone.now())
    assert call(secret) is None
    ApiToken.objects.update(revoked=None)
    assert call(secret) is not None


def test_a_token_ends_with_the_account_and_with_the_role_that_it_leans_on(cast: Cast, secret: str) -> None:
    analyst, admin = cast[Role.ANALYST], cast[Role.ADMIN]
    Membership.objects.create(person=analyst, role=Role.ADMIN)
    take_role(analyst.memberships.get(role=Role.ANALYST), admin)
    assert call(secret) is None  # administrators read no conversation, and so neither do their tokens

    Membership.objects.create(person=analyst, role=Role.MANAGER)
    assert call(secret) is not None
    deactivate(analyst, admin)
    assert call(secret) is None


def test_every_scope_says_whose_it_may_be() -> None:
    assert set(MAY_DO) == set(ApiToken.SCOPES)
    with pytest.raises(ValueError, match="no scope"):
        Token("everything")


def test_every_refusal_is_the_same_answer(cast: Cast, secret: str) -> None:
    api = NinjaAPI(title="Refusals", version="refusals")

    @api.get("/x", auth=Token("insights:read"))
    def x(request: HttpRequest) -> str:
        return "in"

    caller = TestClient(api)
    answers = [
        caller.get("/x", headers={"authorization": sent} if sent else {})
        for sent in ("", f"Bearer {secret}", "Bearer no", "Basic no", "Bearer")
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {(401, b'{"detail": "Unauthorized"}')}


def test_an_address_that_was_refused_often_is_not_listened_to_for_a_while(
    cast: Cast, secret: str, settings: Any
) -> None:
    settings.HEARD_API_REFUSALS_PER_MINUTE = 3
    for _ in range(3):
        assert call("guess") is None

    with pytest.raises(Throttled):
        call(secret)
    assert call(secret, address="192.0.2.2") is not None


def test_a_token_has_so_many_calls_a_minute_and_each_token_its_own(cast: Cast, secret: str) -> None:
    other = make_token(cast[Role.ANALYST], name="other", scopes=[READ], days=None)
    throttle = PerMinute(2)
    requests = {}
    for key in (secret, other):
        requests[key] = asking()
        requests[key].auth = Token(READ).authenticate(requests[key], key)

    assert [throttle.allow_request(requests[secret]) for _ in range(3)] == [True, True, False]
    assert throttle.allow_request(requests[other])
    assert 0 < throttle.wait() <= 60


def test_a_token_is_shown_once_and_kept_nowhere(cast: Cast, as_: As) -> None:
    analyst = as_(Role.ANALYST)
    made = analyst.post(reverse("people:tokens"), {"name": "nightly", "scopes": [READ], "days": "30"}, follow=True)
    secret = made.context["new"]["secret"]

    assert call(secret) is not None
    assert secret.encode() not in analyst.get(reverse("people:tokens")).content
    assert secret not in str(list(ApiToken.objects.values()))
    ends = ApiToken.objects.get().expires
    assert ends is not None
    assert timedelta(days=29) < ends - timezone.now() < timedelta(days=31)


def test_nobody_can_ask_for_more_than_their_role_may(cast: Cast, as_: As) -> None:
    agent = as_(Role.AGENT)
    answer = agent.post(reverse("people:tokens"), {"name": "x", "scopes": ["conversations:write"], "days": "0"})

    assert "scopes" in answer.context["form"].errors
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_person_and_by_nobody_else(cast: Cast, as_: As, secret: str) -> None:
    revoke = reverse("people:revoke_token", args=[ApiToken.objects.get().pk])

    assert as_(Role.ADMIN).post(revoke).status_code == 404
    assert call(secret) is not None
    as_(Role.ANALYST).post(revoke)
    assert call(secret) is None


def test_a_token_without_an_end_lasts_until_it_is_revoked(cast: Cast, as_: As) -> None:
    as_(Role.ANALYST).post(reverse("people:tokens"), {"name": "nightly", "scopes": [READ], "days": "0"})

    assert ApiToken.objects.get().expires is None
