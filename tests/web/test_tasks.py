"""Every task that is named as text exists: those that are due from time to time, and those that are enqueued by name."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

import heard.web
from heard.web.plumbing.clock import enqueue_due

FOLDER = Path(heard.web.__file__).parent
NAMED = {
    name
    for file in FOLDER.rglob("*.py")
    for name in re.findall(r'"(heard\.web\.\w+\.tasks\.\w+)"', file.read_text("utf-8"))
}


@pytest.mark.parametrize("name", sorted({*NAMED, *settings.DUE}))
def test_every_task_that_is_named_exists(name: str) -> None:
    assert isinstance(import_string(name), Task)


@pytest.mark.django_db
def test_what_is_due_is_enqueued_once_however_many_look() -> None:
    now = datetime(2026, 3, 14, 9, tzinfo=UTC)

    first, second = enqueue_due(now), enqueue_due(now)
    later = enqueue_due(now + timedelta(days=2))

    assert set(first) == set(settings.DUE)
    assert second == []
    assert set(later) == set(settings.DUE)
    assert DBTaskResult.objects.count() == 2 * len(settings.DUE)
