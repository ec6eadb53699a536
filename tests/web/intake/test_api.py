"""Conversations that programs send: taken whole or not at all, and once however often they are sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from heard.web.conversations.models import Conversation
from heard.web.intake.job import work
from heard.web.intake.models import Import
from heard.web.organisation.access import Role
from heard.web.people.models import ApiToken, hash_of
from tests.web.cast import Cast
from tests.web.intake.bringing import talk

pytestmark = pytest.mark.django_db


class Program:
    """A program with a token."""

    def __init__(self, cast: Cast, *scopes: str) -> None:
        person = cast[Role.MANAGER]
        ApiToken.objects.create(
            organisation=cast.organisation, person=person, name="crm", secret_hash=hash_of("s"), scopes=list(scopes)
        )
        self.client = Client(headers={"authorization": "Bearer s"})

    def send(self, data: Any) -> Any:
        """Sends `data`."""
        body = data if isinstance(data, bytes) else json.dumps(data)
        return self.client.post("/api/v1/imports", body, content_type="application/json")

    def ask(self, number: int) -> Any:
        """How far an import is."""
        return self.client.get(f"/api/v1/imports/{number}")


@pytest.fixture
def program(cast: Cast) -> Program:
    """A program that may bring conversations in."""
    return Program(cast, "conversations:write")


def _worked(answer: Any) -> Import:
    assert answer.status_code == 202, answer.content
    brought = Import.objects.get(pk=answer.json()["import_id"])
    work(brought.pk)
    brought.refresh_from_db()
    return brought


def test_conversations_are_taken_and_told_how_far_they_are(program: Program) -> None:
    answer = program.send([talk(1), talk(2)])
    number = answer.json()["import_id"]
    before = program.ask(number).json()
    _worked(answer)
    after = program.ask(number).json()

    assert answer.json()["taken"] == 2
    assert answer.json()["url"].endswith(f"/api/v1/imports/{number}")
    assert (before["state"], before["total"], before["read"]) == ("waiting", 2, 0)
    assert (after["state"], after["read"], after["stored"], after["rejects"]) == ("done", 2, 2, [])


def test_the_same_conversation_again_is_known_and_makes_no_import(program: Program) -> None:
    _worked(program.send(talk(1)))

    again = program.send(talk(1))

    assert (again.status_code, again.json()["known"], again.json()["import_id"]) == (200, 1, None)
    assert Import.objects.count() == 1


@pytest.mark.parametrize("redact", [[], ["name", "email"]])
def test_a_conversation_that_went_on_replaces_what_was_stored(program: Program, cast: Cast, redact: list[str]) -> None:
    cast.organisation.redact = redact
    cast.organisation.save()
    _worked(program.send(talk(1)))

    done = _worked(program.send(talk(1, more="It came, thank you, Ada.")))

    assert (done.stored, done.replaced, Conversation.objects.get().turns) == (1, 1, 3)


def test_a_conversation_that_was_corrected_replaces_what_was_stored(program: Program) -> None:
    _worked(program.send(talk(1)))

    done = _worked(program.send(talk(2, id="talk-1")))

    assert (done.stored, done.replaced, Conversation.objects.count()) == (1, 1, 1)


def test_what_people_judged_is_not_replaced_and_the_call_says_so(program: Program) -> None:
    _worked(program.send(talk(1)))
    Conversation.objects.update(reviewed=True)

    answer = program.send([talk(1, more="It came."), talk(2)])

    assert answer.status_code == 409
    assert "judged" in answer.json()["problems"][0]["what"]
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "where", "what"),
    [
        (b"{", None, "no JSON"),
        (b"[]", None, "neither"),
        (b'"x"', None, "neither"),
        ([talk(n) for n in range(101)], None, "101"),
        ({"turns": []}, "conversation.id", "1 to 200"),
        ({"id": "a" * 201, "turns": []}, "conversation.id", "1 to 200"),
        ({"id": "a", "turns": []}, "conversation.turns", "1 to 5,000"),
        ([talk(1), {"id": "b", "turns": ["x"]}], "conversations[1].turns[0]", "object"),
        ({"id": "a", "turns": [{"speaker": "client", "text": "x"}]}, "conversation", "client"),
        ({"id": "a", "turns": [{"speaker": "agent", "text": 3}]}, "conversation.turns[0].text", "string"),
        ({"id": "a", "turns": [{"speaker": "agent", "text": "x", "at": "now"}]}, "conversation.turns[0].at", "number"),
        (talk(1) | {"started": "yesterday"}, "conversation.started", "date-time"),
        (talk(1) | {"channel": "pigeon"}, "conversation", "pigeon"),
        ([talk(1), talk(1)], "conversations[1].id", "too"),
        (b'{"id": "a", "turns": [{"speaker": "agent", "text": "x", "at": NaN}]}', None, "no JSON"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_its_cure(
    program: Program, body: Any, where: str | None, what: str
) -> None:
    answer = program.send(body)

    told = answer.json()
    assert answer.status_code == 422
    if where is None:
        assert what in told["detail"]
    else:
        assert told["problems"][0]["where"] == where
        assert what in told["problems"][0]["what"]
        assert told["problems"][0]["cure"]
    assert not Import.objects.exists()


def test_a_body_that_is_too_large_is_refused(program: Program, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    assert program.send(talk(1)).status_code == 413


def test_a_token_without_the_scope_gets_nowhere(cast: Cast) -> None:
    reader = Program(cast, "conversations:read")

    assert reader.send(talk(1)).status_code == 401
    assert reader.ask(1).status_code == 401


def test_an_import_of_another_organisation_is_not_there(program: Program, cast: Cast) -> None:
    other = Import.objects.create(organisation=cast.stranger.organisation, by=cast.stranger)

    assert program.ask(other.pk).status_code == 404
    assert program.ask(2**70).status_code == 404


def test_odd_characters_and_numbers_do_no_harm(program: Program) -> None:
    odd = talk(1, id="a \u0000 \ud800 b")
    odd["turns"][0] |= {"at": 1e308, "name": "\u0000"}

    assert _worked(program.send(odd)).stored == 1
