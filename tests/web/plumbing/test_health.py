"""Whether it runs, what it tells who watches, and what it says when the database is gone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from heard.web.plumbing.observing import Observing


@pytest.mark.django_db
def test_it_says_that_it_lives_and_is_ready(client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}
    assert client.get("/health/ready").json() == {"ready": True}


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_for_who_has_the_token(client: Client, settings: Any) -> None:
    assert b"heard_tasks_waiting" in client.get("/metrics").content
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 403
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="10.0.0.7").status_code == 403

    settings.METRICS_TOKEN = "a token"  # noqa: S105 — of this test

    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer a token").status_code == 200


@pytest.mark.parametrize(("path", "words"), [("/insights/", b"<"), ("/api/v1/x", b"Try again")])
def test_a_lost_database_is_said_plainly(path: str, words: bytes) -> None:
    request = RequestFactory().get(path)

    response = Observing(lambda _: None).process_exception(request, OperationalError("connection lost"))

    assert response is not None
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert words in response.content


@pytest.mark.django_db
def test_the_log_names_the_page_and_no_words(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    client.get("/health/live?q=secret+words")

    assert "secret" not in capfd.readouterr().err


@pytest.mark.django_db
def test_what_is_not_there_is_said_by_a_page_and_to_a_program_in_json(client: Client) -> None:
    assert client.get("/nothing/here").status_code == 404
    assert json.loads(client.get("/api/v1/nothing").content)["detail"]
