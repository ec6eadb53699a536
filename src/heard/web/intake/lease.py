"""Who works on an import: one worker at a time, and another one when it has died."""

from __future__ import annotations

import os
import platform
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from heard.batch.scratch import lives
from heard.web.intake.models import Import

__all__ = ["Lost", "claim", "enqueue", "is_dead", "take_up_again"]

BRING_IN = "heard.web.intake.tasks.bring_in"
STALE = timedelta(seconds=30)  # without a sign of life a worker counts as dead
OVERDUE = timedelta(minutes=1)  # after that a waiting import whose task is gone is given to the workers again


class Lost(Exception):
    """Another worker has the import now, or it is gone. Nothing of this one's may be written any more."""


def enqueue(brought: Import) -> None:
    """Gives the import to the workers, within the transaction that made it ready: both happen or neither."""
    Import.objects.filter(pk=brought.pk).update(queued=timezone.now())
    import_string(BRING_IN).enqueue(brought.pk)


@transaction.atomic
def claim(pk: int) -> Import | None:
    """The import, now this worker's; None: there is nothing to do for it, or another worker does it."""
    brought = Import.objects.select_for_update().filter(pk=pk).first()
    if brought is None or brought.state not in ("waiting", "running", "undoing"):
        return None
    if brought.worker and not is_dead(brought, timezone.now()):
        return None
    brought.worker = f"{platform.node()[:60]}:{os.getpid()}:{secrets.token_hex(8)}"
    brought.heartbeat = timezone.now()
    if brought.state == "waiting":
        brought.state, brought.why = "running", ""
    brought.save(update_fields=["worker", "heartbeat", "state", "why"])
    return brought


def is_dead(brought: Import, now: datetime) -> bool:
    """True where the import's worker gives no sign of life, or was a process of this machine that is gone."""
    host, _, rest = brought.worker.rpartition(":")[0].rpartition(":")
    gone = os.name == "posix" and host == platform.node()[:60] and rest.isdecimal() and not lives(int(rest))
    stale = getattr(settings, "HEARD_IMPORT_STALE", STALE)
    return gone or brought.heartbeat is None or brought.heartbeat < now - stale


def take_up_again() -> int:
    """Gives imports back to the workers whose worker has died or whose task was lost; how many. To be called often."""
    now = timezone.now()
    taken = 0
    for brought in Import.objects.filter(state__in=("running", "undoing")).exclude(worker=""):
        if is_dead(brought, now):
            with transaction.atomic():
                mine = Import.objects.filter(pk=brought.pk, worker=brought.worker, heartbeat=brought.heartbeat)
                if mine.update(worker="", state="undoing" if brought.state == "undoing" else "waiting"):
                    enqueue(brought)
                    taken += 1
    idle = Import.objects.filter(state__in=("waiting", "undoing"), worker="", queued__lt=now - OVERDUE)
    given = _given() if idle else set()
    for brought in idle:
        if brought.pk not in given:
            enqueue(brought)
            taken += 1
    return taken


def _given() -> set[int]:
    """Keys of the imports that stand before the workers."""
    tasks = DBTaskResult.objects.ready().filter(task_path=BRING_IN)
    return {arguments["args"][0] for arguments in tasks.values_list("args_kwargs", flat=True)}
