"""A customer who is erased is gone: from every table, from the database's own bytes, and from every file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from heard.web.conversations.models import Conversation, Moment, Record, SavedView
from heard.web.customers.models import Customer
from heard.web.intake import keeping
from heard.web.intake.actions import add_file
from heard.web.intake.models import ChatwootConversation, ChatwootMessage, ChatwootSource, Import, Reject
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry, Organisation
from heard.web.privacy import tasks
from heard.web.privacy.actions import erase, recognise
from heard.web.privacy.models import Receipt
from heard.web.privacy.uploads import NotNow
from tests.web.answers.helpers import appeal, decided
from tests.web.cast import MET, MISSED, Cast, put

pytestmark = pytest.mark.django_db(transaction=True)  # VACUUM and commits happen as they do in use

NAME = "Wilhelmina Österquist-Nakamura"
TOLD = """
    customer: This is Wilhelmina Österquist-Nakamura. My grandmother's quillwork teapot arrived in shards and I could cry.
    agent: Please provide the account number.
"""
TRACES = ("Wilhelmina", "Österquist", "Nakamura", "quillwork", "parcel-teapot")


@pytest.fixture
def customer(cast: Cast) -> Customer:
    """Somebody of whom everything is kept that can be: conversations, an appeal with its decision, files, rejects."""
    put(cast.organisation, [TOLD, MISSED], customer=NAME, key="parcel-teapot")
    put(cast.organisation, [MET], customer="Cleo", key="other")
    return Customer.objects.get(name=NAME)


@pytest.fixture
def uploads(cast: Cast) -> Iterator[Import]:
    """A draft import with a file that names the customer, in a gzip that hides it from a search of bytes."""
    line = {"id": "x1", "turns": [{"speaker": "customer", "name": NAME, "text": "My quillwork teapot."}]}
    brought = Import.objects.create(organisation=cast.organisation, by=cast[Role.MANAGER])
    add_file(brought, "october.jsonl.gz", [gzip.compress(json.dumps(line).encode())])
    yield brought
    keeping.discard(brought)


def everywhere() -> bytes:
    """Every byte of the database, free pages among them, and of every upload. Names stand in it as typed or as JSON."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets nobody read the bytes of its files")
    tasks.finish.func()
    files = [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return b"\n".join([bytes(connection.connection.serialize()), *files])


def traces(held: bytes) -> list[str]:
    """Which of TRACES are in it, however they are written."""
    low = held.lower()
    ways = {trace: {trace, json.dumps(trace)[1:-1], trace.replace("-", " ")} for trace in TRACES}
    return [trace for trace, many in ways.items() if any(way.casefold().encode() in low for way in many)]


def test_the_search_of_bytes_finds_a_customer_who_is_kept(customer: Customer) -> None:
    assert "Wilhelmina" in traces(everywhere())


def test_no_byte_of_an_erased_customer_is_left_in_the_database_or_in_a_file(
    cast: Cast, customer: Customer, uploads: Import
) -> None:
    moment = Moment.objects.filter(conversation__customer=customer)[0]
    answer = appeal(cast, moment)
    decided(answer, cast[Role.REVIEWER])
    Reject.objects.create(
        brought=uploads, file="a.csv", place="line 3", what="it is broken", cure="mend", raw=f"x,{NAME}"
    )
    SavedView.objects.create(person=cast[Role.ANALYST], name="hers", query="q=wilhelmina+%C3%B6sterquist-nakamura")
    source = ChatwootSource.objects.create(organisation=cast.organisation, key="doors")
    talk = ChatwootConversation.objects.create(source=source, number="7", last_message=customer.first_seen)
    ChatwootMessage.objects.create(conversation=talk, number="1", message={"content": f"It is {NAME} again"})

    receipt = erase(cast[Role.MANAGER], customer)

    assert traces(everywhere()) == []
    assert receipt.left == []
    assert receipt.removed["conversations"] == 2
    assert {"moments", "answers", "decisions", "rulings", "files", "saved views"} <= receipt.removed.keys()
    assert [row.customer.name for row in Conversation.objects.select_related("customer") if row.customer] == ["Cleo"]


def test_an_import_whose_files_named_the_customer_loses_them_and_says_why(
    cast: Cast, customer: Customer, uploads: Import
) -> None:
    receipt = erase(cast[Role.MANAGER], customer)
    uploads.refresh_from_db()

    assert not uploads.files.exclude(path="").exists()
    assert uploads.state == "cancelled"
    assert f"receipt {receipt.number}" in uploads.why


def test_while_an_import_that_names_the_customer_runs_nothing_is_erased(
    cast: Cast, customer: Customer, uploads: Import
) -> None:
    Import.objects.filter(pk=uploads.pk).update(state="running", worker="host:1:x")

    with pytest.raises(NotNow, match="Cancel it or let it end"):
        erase(cast[Role.MANAGER], customer)

    assert customer.conversations.count() == 2
    assert not Receipt.objects.exists()


def test_where_the_name_still_stands_the_receipt_says_where_and_not_what(cast: Cast, customer: Customer) -> None:
    by_another = TOLD.replace("This is", "I ring for").replace("My", "Her")
    (left,) = put(cast.organisation, [by_another], customer="A neighbour", key="neighbour")

    receipt = erase(cast[Role.MANAGER], customer)

    assert {one["where"]: one["rows"] for one in receipt.left}["conversations.Record.analysis"] == [left.pk]
    assert "Wilhelmina" not in json.dumps(receipt.left, ensure_ascii=False)


def test_the_log_says_that_somebody_was_erased_and_not_who(cast: Cast, customer: Customer) -> None:
    erase(cast[Role.MANAGER], customer)

    entry = AuditEntry.objects.get(did="erased a customer")
    assert (entry.person, entry.thing, entry.details) == ("Manager Person", "receipt 1", {"conversations": 2})


def test_the_same_conversations_that_come_in_again_are_removed_again(cast: Cast, customer: Customer) -> None:
    receipt = erase(cast[Role.MANAGER], customer)
    put(cast.organisation, [TOLD], customer=NAME.upper(), key="another-export")

    assert recognise(cast.organisation) == 1

    receipt.refresh_from_db()
    assert (receipt.again, receipt.back_as) == (1, None)
    assert not Customer.objects.filter(name__iexact=NAME).exists()
    tasks.finish.func()
    assert traces(everywhere()) == []


def test_new_words_of_a_customer_who_came_back_stay_and_are_flagged(cast: Cast, customer: Customer) -> None:
    receipt = erase(cast[Role.MANAGER], customer)
    put(cast.organisation, ["customer: It is me again. Where is my parcel?"], customer=NAME, key="new")

    assert recognise(cast.organisation) == 0

    receipt.refresh_from_db()
    assert receipt.back_as is not None
    assert receipt.back_as.conversations.count() == 1


def test_the_same_words_of_another_customer_stay(cast: Cast, customer: Customer) -> None:
    erase(cast[Role.MANAGER], customer)
    put(cast.organisation, [MISSED], customer="Somebody like her", key="parcel-teapot")

    assert recognise(cast.organisation) == 0
    assert Conversation.objects.filter(customer__name="Somebody like her").count() == 1


def test_what_comes_in_is_looked_at_once_however_much_is_there(
    cast: Cast, customer: Customer, django_assert_max_num_queries: Any
) -> None:
    erase(cast[Role.MANAGER], customer)
    put(cast.organisation, [f"customer: I need help with parcel {n}." for n in range(60)], key="many")

    with django_assert_max_num_queries(12):
        recognise(cast.organisation)


def test_another_organisation_keeps_its_customer_of_the_same_name(cast: Cast, customer: Customer) -> None:
    other = Organisation.objects.get(name="Somebody else")
    put(other, [TOLD], customer=NAME, key="parcel-teapot")

    receipt = erase(cast[Role.MANAGER], customer)

    assert Record.objects.filter(conversation__organisation=other).count() == 1
    assert receipt.left == []
