"""Fixtures of the web tests: the cast, and a browser's session for each of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heard.web.organisation.access import Role
from tests.web.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """Who is there; see tests/web/cast.py."""
    return assemble()


@pytest.fixture
def as_(cast: Cast) -> Callable[[Role | None], Client]:
    """A client that is signed in as the person with that role; None: a stranger."""

    def signed_in(role: Role | None) -> Client:
        client = Client(raise_request_exception=True)
        if role is not None:
            client.force_login(cast[role])
        return client

    return signed_in
