"""What Chatwoot sends: signed, not too old, once; gathered until a conversation is quiet or resolved."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heard.web.conversations.models import Conversation
from heard.web.intake.chatwoot import bring_in_quiet
from heard.web.intake.job import work
from heard.web.intake.models import ChatwootConversation, ChatwootMessage, ChatwootSource, Import
from heard.web.intake.tidying import tidy
from heard.web.organisation.access import Role
from tests.web.cast import Cast

pytestmark = pytest.mark.django_db
SECRET = "what Chatwoot shows"  # noqa: S105 — of nobody
FORMER = "what Chatwoot showed before"
As = Callable[[Role | None], Client]


@pytest.fixture
def source(cast: Cast) -> ChatwootSource:
    """The organisation's Chatwoot."""
    return ChatwootSource.objects.create(organisation=cast.organisation, key="door", secret=SECRET, team=cast.south)


def _event(number: int, text: str, kind: str = "incoming", **more: Any) -> dict[str, Any]:
    agent = kind == "outgoing"
    return {
        "event": "message_created",
        "id": number,
        "content": text,
        "message_type": kind,
        "created_at": f"2026-03-14T09:{number:02}:00Z",
        "private": False,
        "sender": {
            "id": 1 if agent else 2,
            "name": "Ada" if agent else "Cleo Marchant",
            "type": "user" if agent else "contact",
        },
        "conversation": {
            "id": 77,
            "channel": "Channel::WebWidget",
            "status": "open",
            "meta": {"sender": {"id": 2, "name": "Cleo Marchant", "email": "cleo@example.com"}},
        },
    } | more


def _send(event: Any, *, secret: str = SECRET, at: float | None = None, delivery: str = "", key: str = "door") -> Any:
    body = json.dumps(event).encode()
    stamp = str(int(at if at is not None else timezone.now().timestamp()))
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Chatwoot-Timestamp": stamp, "X-Chatwoot-Signature": f"sha256={signature}"}
    if delivery:
        headers["X-Chatwoot-Delivery"] = delivery
    return Client(headers=headers).post(f"/api/v1/chatwoot/{key}", body, content_type="application/json")


def _talk() -> None:
    _send(_event(1, "I have waited a week for my daughter's medicine and I am so worried."))
    _send(_event(2, "You are worried for her, Cleo. A courier brings it by six, I have seen to that.", "outgoing"))
    _send(_event(3, "Thank you, what a relief."))


def _all_brought_in(after: timedelta = timedelta(hours=1)) -> list[Import]:
    bring_in_quiet(timezone.now() + after)
    for row in Import.objects.filter(state="waiting"):
        work(row.pk)
    return list(Import.objects.order_by("pk"))


def test_messages_become_a_conversation_once_nothing_is_said_for_a_while(source: ChatwootSource) -> None:
    _talk()
    assert bring_in_quiet() == 0

    (done,) = _all_brought_in()

    row = Conversation.objects.get()
    assert (done.state, done.stored, done.came_by) == ("done", 1, "chatwoot")
    assert (row.key, row.turns, str(row.agent), str(row.customer)) == ("chatwoot-77", 3, "Ada", "Cleo Marchant")
    assert (row.channel, row.team) == ("chat", row.agent.team if row.agent else None)
    assert bring_in_quiet(timezone.now() + timedelta(hours=2)) == 0


def test_a_resolved_conversation_is_read_at_once(source: ChatwootSource) -> None:
    _talk()
    _send({"event": "conversation_status_changed", "id": 77, "status": "resolved"})

    assert bring_in_quiet() == 1


def test_a_conversation_that_goes_on_replaces_what_was_stored(source: ChatwootSource) -> None:
    _talk()
    _all_brought_in()
    _send(_event(4, "One more thing: who pays for the courier?"))

    _all_brought_in(timedelta(hours=2))

    assert Conversation.objects.get().turns == 4


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ({"secret": "another"}, "secret"),
        ({"at": 0}, "five minutes"),
        ({"at": 4_000_000_000}, "five minutes"),
    ],
)
def test_what_is_not_signed_now_with_the_secret_is_not_taken(source: ChatwootSource, how: Any, what: str) -> None:
    answer = _send(_event(1, "Hello"), **how)

    assert answer.status_code == 401
    assert what in answer.json()["detail"]
    assert not ChatwootMessage.objects.exists()


def test_an_unsigned_delivery_is_not_taken(source: ChatwootSource) -> None:
    answer = Client().post("/api/v1/chatwoot/door", b"{}", content_type="application/json")

    assert answer.status_code == 401
    assert "4.11.2" in answer.json()["detail"]


def test_nothing_is_taken_before_there_is_a_secret(source: ChatwootSource) -> None:
    source.secret = ""
    source.save()

    assert _send(_event(1, "Hello"), secret="").status_code == 401


def test_a_former_secret_is_taken_for_a_day(source: ChatwootSource) -> None:
    source.former_secret, source.former_until = FORMER, timezone.now() + timedelta(hours=1)
    source.save()
    assert _send(_event(1, "Hello"), secret=FORMER).status_code == 200

    source.former_until = timezone.now() - timedelta(hours=1)
    source.save()

    assert _send(_event(2, "Hello"), secret=FORMER).status_code == 401


def test_another_address_does_not_exist(source: ChatwootSource) -> None:
    assert _send(_event(1, "Hello"), key="window").status_code == 404


def test_a_delivery_that_comes_twice_counts_once(source: ChatwootSource) -> None:
    first = _send(_event(1, "Hello"), delivery="d-1")
    second = _send(_event(1, "Hello"), delivery="d-1")
    third = _send(_event(1, "Hello"), delivery="d-2")

    assert [answer.json()["done"] for answer in (first, second, third)] == ["kept", "known", "known"]
    assert ChatwootMessage.objects.count() == 1


@pytest.mark.parametrize(
    "event",
    [
        _event(1, "a note", private=True),
        {"event": "webwidget_triggered", "id": 1},
        {"event": "message_created"},
        {},
        {"event": ["x"], "conversation": 3},
        {"event": "message_created", "id": {"a": 1}, "conversation": {"id": [1]}},
    ],
)
def test_what_is_not_said_to_the_customer_is_ignored(source: ChatwootSource, event: Any) -> None:
    assert _send(event).json() == {"done": "ignored"}
    assert not ChatwootConversation.objects.exists()


def test_a_message_that_was_changed_is_read_as_it_is_now(source: ChatwootSource) -> None:
    _talk()
    _send(_event(2, "A courier brings it by five.", "outgoing", event="message_updated"))

    _all_brought_in()

    assert Conversation.objects.get().record.analysis["turns"][1]["text"] == "A courier brings it by five."


def test_messages_are_blacked_out_before_they_are_kept_for_the_first_time(source: ChatwootSource) -> None:
    source.organisation.redact = ["name", "email", "phone"]
    source.organisation.save()
    _talk()
    _send(_event(4, "It is cleo@example.com or +44 7700 900123."))

    kept = json.dumps([row.message for row in ChatwootMessage.objects.all()])
    _all_brought_in()

    for word in ("Cleo", "Marchant", "cleo@example.com", "900123"):
        assert word not in kept
    row = Conversation.objects.get()
    assert str(row.customer).startswith("Customer ")
    assert row.record.analysis["turns"][1]["text"].startswith("You are worried for her, [name].")
    assert str(row.agent) == "Ada"


def test_gathered_messages_go_a_month_after_the_last_one(source: ChatwootSource) -> None:
    _talk()
    _all_brought_in()
    ChatwootConversation.objects.update(last_message=timezone.now() - timedelta(days=31))

    tidy()

    assert not ChatwootMessage.objects.exists()


def test_an_administrator_joins_chatwoot_and_the_secret_is_never_shown(cast: Cast, as_: As) -> None:
    client = as_(Role.ADMIN)
    page = reverse("intake:webhook")
    assert client.get(page).status_code == 200
    sent = {"quiet_minutes": "15", "team": str(cast.south.pk), "new_secret": SECRET}

    shown = client.post(page, sent, follow=True).content.decode()
    source = ChatwootSource.objects.get()

    assert (source.secret, source.quiet_minutes, source.team) == (SECRET, 15, cast.south)
    assert f"/api/v1/chatwoot/{source.key}" in shown
    assert SECRET not in shown
    client.post(page, {"quiet_minutes": "15", "new_secret": ""})
    source.refresh_from_db()
    assert source.secret == SECRET


def test_a_new_address_ends_the_former_one(source: ChatwootSource, as_: As) -> None:
    as_(Role.ADMIN).post(reverse("intake:new_address"))

    assert _send(_event(1, "Hello")).status_code == 404
    source.refresh_from_db()
    assert _send(_event(1, "Hello"), key=source.key).status_code == 200


def test_settings_that_cannot_be_are_said_at_their_field(as_: As) -> None:
    page = as_(Role.ADMIN).post(reverse("intake:webhook"), {"quiet_minutes": "0"})

    assert page.context["form"].errors["quiet_minutes"]
    assert not ChatwootSource.objects.exists()
