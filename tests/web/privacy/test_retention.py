"""What is older than an organisation keeps goes every day, in bounded parts, and is reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heard.web.conversations.models import Conversation
from heard.web.customers.models import Customer
from heard.web.intake.actions import add_file
from heard.web.intake.models import Import
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry
from heard.web.privacy import retention
from heard.web.privacy.models import Receipt, RetentionRun
from heard.web.privacy.retention import months_before, preview, retain
from tests.web.answers.helpers import appeal
from tests.web.cast import MET, MISSED, Cast, put

NOW = timezone.now()


def put_old(cast: Cast, *, days: int = 400, key: str = "old", **how: Any) -> list[Conversation]:
    """Conversations that began so many days ago."""
    return put(cast.organisation, [MISSED, MET], began=NOW - timedelta(days=days), key=key, **how)


def test_conversations_older_than_the_choice_go_and_the_others_stay(cast: Cast) -> None:
    put_old(cast)
    put_old(cast, days=300, key="young", customer="Dora", agent="Bo")
    Conversation.objects.filter(key__startswith="old").update(fingerprint="x")

    run = retain(cast.organisation)

    assert run.removed["conversations"] == 2
    assert not Conversation.objects.filter(key__startswith="old").exists()


@pytest.mark.parametrize(("months", "left"), [(6, 0), (14, 2), (None, 2)])
def test_the_choice_is_the_organisations(cast: Cast, months: int | None, left: int) -> None:
    cast.organisation.retention_months = months
    put_old(cast)

    retain(cast.organisation)

    assert Conversation.objects.count() == left


def test_it_goes_on_in_bounded_parts_and_says_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    put_old(cast)
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    monkeypatch.setattr(retention, "SECONDS", -1)

    first, second = retain(cast.organisation), retain(cast.organisation)

    assert (first.removed["conversations"], first.unfinished) == (1, True)
    assert (second.removed["conversations"], Conversation.objects.count()) == (1, 0)


def test_a_conversation_stays_until_its_appeal_is_decided(cast: Cast) -> None:
    old, _ = put_old(cast)
    moment = old.moments.first()
    assert moment is not None
    appeal(cast, moment)

    run = retain(cast.organisation)

    assert list(Conversation.objects.all()) == [old]
    assert run.kept_for_appeals == 1


def test_old_imports_go_with_their_files(cast: Cast) -> None:
    brought = Import.objects.create(organisation=cast.organisation, state="done")
    file = add_file(brought, "old.jsonl", [b"{}"])
    Import.objects.filter(pk=brought.pk).update(created=NOW - timedelta(days=500))

    run = retain(cast.organisation)

    assert (run.removed["imports"], run.removed["files"]) == (1, 1)
    assert not Path(settings.MEDIA_ROOT, file.path).exists()


def test_names_of_customers_of_whom_nothing_is_kept_go(cast: Cast) -> None:
    put_old(cast)
    Customer.objects.update(first_seen=NOW - timedelta(days=2))

    retain(cast.organisation)

    assert not Customer.objects.exists()


def test_the_log_and_receipts_go_after_two_years(cast: Cast) -> None:
    long_ago = NOW - timedelta(days=800)
    AuditEntry.objects.create(organisation=cast.organisation, did="saw conversation")
    AuditEntry.objects.update(at=long_ago)
    Receipt.objects.create(organisation=cast.organisation, number=1, customer="x", at=long_ago)

    run = retain(cast.organisation)

    assert (run.removed["log entries"], run.removed["receipts"]) == (1, 1)
    assert [entry.did for entry in AuditEntry.objects.all()] == ["removed what is no longer kept"]


def test_another_organisations_conversations_stay(cast: Cast) -> None:
    other = cast.stranger.organisation
    put(other, [MISSED], began=NOW - timedelta(days=400))

    retain(cast.organisation)

    assert Conversation.objects.filter(organisation=other).count() == 1


def test_the_preview_says_what_the_run_then_does(cast: Cast) -> None:
    put_old(cast)
    told = preview(cast.organisation)

    assert told.conversations == retain(cast.organisation).removed["conversations"] == 2


def test_the_page_shows_the_next_run_and_the_reports(
    cast: Cast, as_: Callable[[Role | None], Client], django_assert_max_num_queries: Any
) -> None:
    put_old(cast)
    retain(cast.organisation)
    for _ in range(10):
        RetentionRun.objects.create(organisation=cast.organisation, removed={"conversations": 7})
    client = as_(Role.MANAGER)
    with django_assert_max_num_queries(16):
        page = client.get(reverse("privacy:retention")).content.decode()

    assert "conversations: 7" in page
    assert "kept for 12 months" in page


def test_a_month_before_the_last_of_a_long_month_is_the_last_of_the_short_one() -> None:
    assert months_before(datetime(2026, 8, 31, tzinfo=UTC), 6) == datetime(2026, 2, 28, tzinfo=UTC)
    assert months_before(datetime(2026, 1, 15, tzinfo=UTC), 12) == datetime(2025, 1, 15, tzinfo=UTC)
