"""Pausing, going on, cancelling, undoing; a worker that dies; a disk that is full, a database that is locked."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from heard.web.conversations.models import Conversation
from heard.web.intake import actions, job, keeping, lease, writing
from heard.web.intake.lease import Lost, claim, take_up_again
from heard.web.intake.models import Import
from heard.web.organisation.access import Role
from tests.web.cast import Cast
from tests.web.intake.bringing import archive, brought_in, prepared, tally

pytestmark = pytest.mark.django_db
As = Callable[[Role | None], Client]
ALL = 170


def _after_a_chunk(monkeypatch: pytest.MonkeyPatch, do: Callable[[Import], object]) -> None:
    """Calls `do` once, when the first chunk was written."""
    real, done = writing.write, []

    def write(brought: Import, *arguments: Any) -> Any:
        written = real(brought, *arguments)
        if not done:
            done.append(do(Import.objects.get(pk=brought.pk)))
        return written

    monkeypatch.setattr(job, "write", write)


def _fails(monkeypatch: pytest.MonkeyPatch, *errors: Exception | None) -> None:
    """Writing a chunk fails with each of `errors` in turn (None: it works), and works from then on."""
    real, left = writing.write, list(errors)

    def write(*arguments: Any) -> Any:
        error = left.pop(0) if left else None
        if error:
            raise error
        return real(*arguments)

    monkeypatch.setattr(job, "write", write)
    monkeypatch.setattr(job, "AGAIN", (0.0, 0.0))


def test_a_paused_import_stops_between_two_transactions_and_goes_on_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = cast[Role.MANAGER]
    _after_a_chunk(monkeypatch, lambda row: actions.pause(row, manager))
    brought = brought_in(cast, ("a.jsonl", archive(range(ALL))))
    assert (brought.state, brought.why) == ("paused", "")
    assert 0 < brought.stored == Conversation.objects.count() < ALL

    assert actions.go_on(brought, manager)
    job.work(brought.pk)

    brought.refresh_from_db()
    assert (brought.state, brought.stored, Conversation.objects.count()) == ("done", ALL, ALL)


@pytest.mark.parametrize(("undo", "state"), [(False, "cancelled"), (True, "undone")])
def test_a_cancelled_import_keeps_or_removes_what_it_stored(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, undo: bool, state: str
) -> None:
    brought_in(cast, ("before.jsonl", archive(range(1000, 1003))))
    _after_a_chunk(monkeypatch, lambda row: actions.cancel(row, cast[Role.MANAGER], undo=undo))

    brought = brought_in(cast, ("a.jsonl", archive(range(ALL))))

    assert brought.state == state
    assert Conversation.objects.count() == 3 + (0 if undo else brought.stored)
    assert not [file.path for file in brought.files.all() if file.path]


def test_an_import_that_is_done_can_be_taken_back(cast: Cast, as_: As) -> None:
    kept = brought_in(cast, ("before.jsonl", archive(range(3))))
    brought = brought_in(cast, ("a.jsonl", archive(range(8))))
    client = as_(Role.MANAGER)
    assert "5 conversations" in client.get(reverse("intake:cancel", args=[brought.pk])).content.decode()

    client.post(reverse("intake:cancel", args=[brought.pk]))
    job.work(brought.pk)

    brought.refresh_from_db()
    assert brought.state == "undone"
    assert {row.origin for row in Conversation.objects.all()} == {kept.origin}


def test_cancelling_asks_what_becomes_of_what_was_stored(cast: Cast, as_: As) -> None:
    brought = prepared(cast, ("a.jsonl", archive(range(8))))

    page = as_(Role.MANAGER).get(reverse("intake:cancel", args=[brought.pk])).content.decode()
    as_(Role.MANAGER).post(reverse("intake:cancel", args=[brought.pk]), {"stored": "keep"})

    assert "stays" in page
    assert "is removed again" in page
    brought.refresh_from_db()
    assert brought.state == "cancelled"


def test_two_workers_never_do_one_import(cast: Cast) -> None:
    brought = prepared(cast, ("a.jsonl", archive(range(4))))

    assert claim(brought.pk) is not None
    assert claim(brought.pk) is None


def test_a_worker_that_was_overtaken_writes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _after_a_chunk(monkeypatch, lambda row: Import.objects.filter(pk=row.pk).update(worker="another:1:x"))

    brought = brought_in(cast, ("a.jsonl", archive(range(ALL))))

    assert brought.worker == "another:1:x"
    assert brought.state == "running"
    assert brought.position == brought.stored == Conversation.objects.count() < ALL


def test_an_import_whose_worker_gives_no_sign_of_life_is_given_to_the_workers_again(cast: Cast) -> None:
    brought = prepared(cast, ("a.jsonl", archive(range(4))))
    DBTaskResult.objects.all().delete()
    long_ago = timezone.now() - timedelta(minutes=5)
    Import.objects.filter(pk=brought.pk).update(state="running", worker="elsewhere:1:x", heartbeat=long_ago)

    assert take_up_again() == 1
    assert take_up_again() == 0

    assert DBTaskResult.objects.ready().count() == 1
    job.work(brought.pk)
    brought.refresh_from_db()
    assert tally(brought)["stored"] == 4


def test_an_import_whose_worker_lives_is_left_to_it(cast: Cast) -> None:
    brought = prepared(cast, ("a.jsonl", archive(range(4))))
    Import.objects.filter(pk=brought.pk).update(state="running", worker="elsewhere:1:x", heartbeat=timezone.now())

    assert take_up_again() == 0
    assert claim(brought.pk) is None


def test_a_waiting_import_whose_task_is_lost_is_given_to_the_workers_again(cast: Cast) -> None:
    brought = prepared(cast, ("a.jsonl", archive(range(4))))
    Import.objects.filter(pk=brought.pk).update(queued=timezone.now() - timedelta(minutes=5))
    assert take_up_again() == 0

    DBTaskResult.objects.all().delete()

    assert take_up_again() == 1


def test_a_full_disk_pauses_the_import_says_so_and_it_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _fails(monkeypatch, None, OperationalError("database or disk is full"))
    brought = brought_in(cast, ("a.jsonl", archive(range(ALL))))
    assert brought.state == "paused"
    assert brought.why.startswith("The disk is full.")
    assert brought.stored == Conversation.objects.count()

    actions.go_on(brought, cast[Role.MANAGER])
    job.work(brought.pk)

    brought.refresh_from_db()
    assert (brought.state, brought.stored) == ("done", ALL)


def test_a_disk_that_is_full_for_what_is_noted_pauses_it_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(keeping, "save", full)

    assert brought_in(cast, ("a.jsonl", archive(range(4)))).why.startswith("The disk is full.")


def test_a_database_that_is_locked_for_a_moment_is_waited_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = OperationalError("database is locked")
    _fails(monkeypatch, locked, locked)

    assert brought_in(cast, ("a.jsonl", archive(range(4)))).state == "done"


def test_a_database_that_stays_locked_pauses_the_import(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _fails(monkeypatch, *[OperationalError("database is locked")] * 3)

    brought = brought_in(cast, ("a.jsonl", archive(range(4))))

    assert brought.state == "paused"
    assert "locked" in brought.why


def test_an_error_of_ours_stops_the_import_and_can_be_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _fails(monkeypatch, ZeroDivisionError())
    brought = prepared(cast, ("a.jsonl", archive(range(4))))

    with pytest.raises(ZeroDivisionError):
        job.work(brought.pk)

    brought.refresh_from_db()
    assert brought.state == "stopped"
    actions.go_on(brought, cast[Role.MANAGER])
    job.work(brought.pk)
    brought.refresh_from_db()
    assert brought.state == "done"


def test_a_lost_lease_is_found_by_the_sign_of_life(cast: Cast) -> None:
    brought = prepared(cast, ("a.jsonl", archive(range(4))))
    mine = claim(brought.pk)
    assert mine is not None
    Import.objects.update(worker="another:1:x")

    with pytest.raises(Lost):
        job._beat(mine)


def test_how_long_a_worker_may_be_silent_is_longer_than_a_sign_of_life_takes() -> None:
    from heard.web.intake.children import BEAT_EVERY

    assert lease.STALE.total_seconds() > 5 * BEAT_EVERY
