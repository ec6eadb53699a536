"""No column that says who somebody is escapes the export and the erasure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from heard.web.customers.models import Customer
from heard.web.people.models import Agent, Person
from heard.web.plumbing.fields import CompressedJSONField
from heard.web.privacy.documents.limits import measured
from heard.web.privacy.gathering import gather
from heard.web.privacy.known import ERASED, EXPORTED, NAMES_NOBODY
from heard.web.privacy.places import columns
from tests.web.cast import Cast
from tools.measured import measured as measured_now

ROOT = Path(__file__).parents[3]


def who_is_named() -> set[str]:
    """Every column that points to somebody or holds JSON, in every table."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if (field.is_relation and field.related_model in (Person, Agent, Customer))
        or isinstance(field, models.JSONField | CompressedJSONField)
    }


def test_every_column_that_names_somebody_is_exported_erased_or_says_why_not() -> None:
    known = {*EXPORTED, *ERASED, *NAMES_NOBODY}
    missing = who_is_named() - known

    assert not missing, f"privacy/known.py does not say what becomes of {', '.join(sorted(missing))}"
    assert not known - who_is_named(), f"privacy/known.py names {sorted(known - who_is_named())}, which are not there"


def test_every_column_that_points_to_a_customer_is_removed_by_an_erasure() -> None:
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Customer
    }

    assert pointing <= ERASED.keys()


@pytest.mark.django_db
def test_every_part_that_is_named_exists(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.agent.person_id)
    parts = {part.key for part in gather(person)}

    assert set(EXPORTED.values()) <= parts


def test_a_search_after_an_erasure_looks_at_every_kind_of_text_that_a_customer_can_stand_in() -> None:
    names = {column.name for column in columns()}

    assert {
        "conversations.Record.analysis",
        "conversations.Conversation.subject",
        "conversations.Conversation.opening",
        "conversations.Conversation.key",
        "customers.Customer.name",
        "standards.Exemplar.script",
        "organisation.StandardVersion.text",
        "organisation.AuditEntry.details",
        "intake.Reject.raw",
        "intake.Import.roles",
        "intake.ChatwootMessage.message",
        "reviews.Review.note",
        "answers.Kudos.words",
        "sessions.Session.session_data",
    } <= names


def test_the_figures_that_are_told_are_those_that_were_measured() -> None:
    results = json.loads((ROOT / "evaluation" / "results.json").read_text("utf-8"))

    assert measured() == measured_now(results), "run python tools/measured.py"
