"""The list, its filters and saved views, and one conversation, as a browser gets them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from heard.web.conversations.actions import rule
from heard.web.conversations.models import SavedView
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry
from tests.web.cast import MET, MISSED, Cast, put

As = Callable[[Role | None], Client]
LIST = "/conversations/"


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_the_list_shows_what_each_conversation_is_about_and_how_it_went(cast: Cast, as_: As) -> None:
    put(cast.organisation)

    text = page(as_(Role.MANAGER), LIST)

    assert "My father died on Monday" in text
    assert "1 of 1 need met" in text
    assert "customer Cleo" in text
    assert "answered by Ada" in text


def test_one_conversation_has_its_margin(cast: Cast, as_: As) -> None:
    missed, met = put(cast.organisation)

    text = page(as_(Role.MANAGER), f"{LIST}{missed.pk}/")
    page(as_(Role.MANAGER), f"{LIST}{met.pk}/")

    assert 'id="turn-0"' in text
    assert 'id="moment-0"' in text
    assert '<mark class="need"' in text
    assert "What would have changed it" in text
    assert "everyday@1" in text
