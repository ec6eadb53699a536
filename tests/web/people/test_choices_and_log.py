"""What the organisation chooses, and the log of who saw and changed what."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heard.web.organisation.access import Role
from heard.web.organisation.actions import log
from heard.web.organisation.models import REDACTIONS, AuditEntry, Organisation
from heard.web.people.queries import LOG_PAGE
from tests.web.cast import Cast

As = Callable[[Role | None], Client]
CHOSEN = {
    "name": "Brightwater Parcels",
    "language": "de",
    "agent_first_hours": "48",
    "appeal_days": "5",
    "smallest_group": "6",
    "least_agreement": "0.7",
    "redact": ["email", "card"],
    "retention_months": "6",
    "needs_second_factor": "on",
}


def test_choices_are_kept_and_the_log_says_what_was_before(cast: Cast, as_: As) -> None:
    as_(Role.ADMIN).post(reverse("people:organisation"), CHOSEN)

    kept = Organisation.objects.get(pk=cast.organisation.pk)
    assert (kept.language, kept.agent_first_hours, kept.retention_months) == ("de", 48, 6)
    assert (kept.redact, kept.needs_second_factor) == (["email", "card"], True)
    entry = AuditEntry.objects.get(did="changed settings")
    assert entry.details["agent_first_hours"] == {"before": 24, "after": 48}
    assert "name" not in entry.details


def test_saving_what_is_already_chosen_changes_and_logs_nothing(cast: Cast, as_: As) -> None:
    for _ in range(2):
        as_(Role.ADMIN).post(reverse("people:organisation"), {**CHOSEN, "needs_second_factor": ""})

    assert AuditEntry.objects.filter(did="changed settings").count() == 1


@pytest.mark.parametrize(
    ("field", "beyond"),
    [
        ("agent_first_hours", "0"),
        ("agent_first_hours", "337"),
        ("appeal_days", "0"),
        ("retention_months", "0"),
        ("smallest_group", "2"),
        ("least_agreement", "0.4"),
        ("least_agreement", "nan"),
        ("redact", "everything"),
        ("language", "xx"),
    ],
)
def test_a_choice_out_of_bounds_is_refused_beside_its_field_and_nothing_is_saved(
    cast: Cast, as_: As, field: str, beyond: str
) -> None:
    answer = as_(Role.ADMIN).post(reverse("people:organisation"), {**CHOSEN, field: beyond})

    assert list(answer.context["form"].errors) == [field]
    assert Organisation.objects.get(pk=cast.organisation.pk).agent_first_hours == 24


def test_conversations_may_be_kept_until_somebody_removes_them(cast: Cast, as_: As) -> None:
    as_(Role.ADMIN).post(reverse("people:organisation"), {**CHOSEN, "retention_months": "", "needs_second_factor": ""})

    assert Organisation.objects.get(pk=cast.organisation.pk).retention_months is None


def test_what_can_be_chosen_to_be_blacked_out_is_what_redaction_knows() -> None:
    from heard.web.conversations.redaction import KINDS

    assert set(REDACTIONS) == set(KINDS)


def _fill(cast: Cast, number: int) -> None:
    for n in range(number):
        log(cast.organisation, cast[Role.MANAGER if n % 2 else Role.LEAD], "saw conversation", f"conversation {n}")


def test_the_log_is_read_page_by_page_and_shows_every_entry_once(cast: Cast, as_: As) -> None:
    _fill(cast, LOG_PAGE * 2 + 5)
    AuditEntry.objects.update(at=datetime(2026, 3, 14, tzinfo=UTC))  # all at once: their order is still firm
    admin, seen, query = as_(Role.ADMIN), [], ""
    while True:
        page = admin.get(f"{reverse('people:log')}?{query}").context
        seen += [entry.thing for entry in page["page"].entries]
        query = page["older"]
        if not query:
            break

    assert sorted(seen) == sorted(f"conversation {n}" for n in range(LOG_PAGE * 2 + 5))


def test_a_page_of_the_log_takes_as_many_round_trips_for_many_entries_as_for_few(cast: Cast, as_: As) -> None:
    admin = as_(Role.ADMIN)
    admin.get(reverse("people:log"))
    trips = []
    for number in (2, 200):
        _fill(cast, number)
        with CaptureQueriesContext(connection) as asked:
            admin.get(reverse("people:log"))
        trips.append(len(asked))

    assert trips[0] == trips[1]
    assert not [q for q in asked.captured_queries if "OFFSET" in q["sql"]]


def test_the_log_is_asked_by_person_thing_and_period(cast: Cast, as_: As) -> None:
    _fill(cast, 6)
    AuditEntry.objects.filter(thing="conversation 1").update(at=datetime.now(UTC) - timedelta(days=10))
    admin = as_(Role.ADMIN)

    def things(**asked: Any) -> set[str]:
        return {entry.thing for entry in admin.get(reverse("people:log"), asked).context["page"].entries}

    assert things(person=cast[Role.MANAGER].pk) == {"conversation 1", "conversation 3", "conversation 5"}
    assert things(text="conversation 2") == {"conversation 2"}
    assert things(until=(datetime.now(UTC) - timedelta(days=9)).date().isoformat()) == {"conversation 1"}
    assert "conversation 1" not in things(since=(datetime.now(UTC) - timedelta(days=9)).date().isoformat())


@pytest.mark.parametrize(
    "asked",
    [
        {"after": "x"},
        {"after": "2026-01-01T00:00:00+00:00/x"},
        {"after": "2026-01-01/1"},
        {"person": "x"},
        {"since": "soon"},
    ],
)
def test_an_address_of_the_log_that_makes_no_sense_is_no_error_of_ours(
    cast: Cast, as_: As, asked: dict[str, str]
) -> None:
    _fill(cast, 1)

    assert as_(Role.ADMIN).get(reverse("people:log"), asked).status_code == 200


def test_the_log_leaves_as_csv_that_no_spreadsheet_takes_for_formulas(cast: Cast, as_: As) -> None:
    log(cast.organisation, cast[Role.LEAD], "renamed team", "team 1", before='=HYPERLINK("x")', after="ü")
    log(cast.organisation, cast[Role.LEAD], "saw export", "=1+1")
    admin = as_(Role.ADMIN)
    answer = admin.get(reverse("people:log_csv"), {"text": "saw export"})
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))

    assert rows[0] == ["at", "person_id", "person", "did", "thing", "details"]
    assert [(row[3], row[4]) for row in rows[1:]] == [("saw export", "'=1+1")]
    assert AuditEntry.objects.filter(did="exported log").count() == 1


def test_the_log_of_another_organisation_stays_there(cast: Cast, as_: As) -> None:
    log(cast.stranger.organisation, cast.stranger, "saw conversation", "conversation 99")

    assert b"conversation 99" not in as_(Role.ADMIN).get(reverse("people:log")).content
