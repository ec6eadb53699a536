"""One import, from its files to stored conversations. Whatever ends it, another worker can go on where it stopped.

How far it is stands in the import's row and is written in the transaction that stores the conversations it counts. So a
worker may be killed at any moment: what is not written yet is done again, and what is written is never done twice.
"""

from __future__ import annotations

import errno
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heard.inference import shipped
from heard.signals import Repetition
from heard.standards import StandardError
from heard.web.conversations.actions import remove
from heard.web.conversations.models import Conversation
from heard.web.intake import keeping
from heard.web.intake.child import Means, analyse_chunk, count_lines, encoder_version
from heard.web.intake.children import Children, cores
from heard.web.intake.lease import Lost, claim
from heard.web.intake.models import Import
from heard.web.intake.pieces import Chunk, chunks
from heard.web.intake.writing import Done, salt_of, write
from heard.web.organisation.actions import log
from heard.web.organisation.queries import standard_told
from heard.web.plumbing.environment import is_on

__all__ = ["work"]

AGAIN = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between tries to write where the database is locked or away
AT_ONCE = 200  # conversations removed in one transaction
children = Children(cores())
notes = structlog.get_logger("heard.web.import")


class Asked(Exception):
    """Somebody asked for something else than going on: "pause", "keep" or "undo"."""


def work(pk: int) -> None:
    """Does what is to be done for the import `pk`, unless another worker does it."""
    brought = claim(pk)
    if brought is None:
        return
    notes.info("import begins", number=pk, state=brought.state)
    try:
        if brought.state == "running":
            _bring_in(brought)
        else:
            _undo(brought)
    except Lost:
        notes.warning("import lost", number=pk)
        return
    except Asked as asked:
        _obey(brought, str(asked))
    except (OSError, OperationalError, InterfaceError) as error:
        notes.error("import pauses", number=pk, error=type(error).__name__)
        _end(brought, "paused", _why(error))
    except (ValueError, StandardError) as error:  # a choice that does not exist, or a standard that can't be read
        notes.error("import stops", number=pk, error=type(error).__name__)
        _end(brought, "stopped", str(error))
    except Exception as error:
        _end(brought, "stopped", _("Something in Heard went wrong (%(what)s).") % {"what": type(error).__name__})
        raise
    finally:
        if brought.came_by == "upload":
            children.end()  # what comes message by message finds them begun


def _bring_in(brought: Import) -> None:
    salt = salt_of(brought.organisation)
    kinds = tuple(brought.redact)
    repetition = _repetition(brought, kinds, salt) if brought.came_by == "upload" else None
    means = Means(standard_told(brought.standard), repetition, _encoder(), kinds, salt)
    file = keeping.save(brought, f"means-{brought.worker.rpartition(':')[2]}", means)
    Import.objects.filter(pk=brought.pk, worker=brought.worker).update(
        pace_from=timezone.now(), pace_position=brought.position
    )
    done = Done(brought.position)
    pieces = chunks(brought, position=brought.position, told=brought.told)
    for chunk, result in children.each(analyse_chunk, pieces, str(file), beat=lambda: _beat(brought)):
        outcome = result
        if outcome is None:
            outcome = _one_by_one(brought, chunk, str(file))
        done = _written(brought, done, chunk, outcome.analyses, outcome.redacted)
        if done.asked:
            raise Asked(done.asked)
    _end(brought, "done")
    log(
        brought.organisation,
        brought.by,
        "brought conversations in",
        str(brought),
        **dict(Import.objects.values("stored", "known", "rejected", "left_out").get(pk=brought.pk)),
    )
    keeping.discard(brought)


def _repetition(brought: Import, kinds: tuple[str, ...], salt: str) -> Repetition:
    """First pass: what is said to many customers, and how many conversations there are. Noted, to be done once."""
    noted = keeping.load(brought, "counted")
    if noted is not None:
        return noted  # type: ignore[no-any-return]  # what is noted below
    repetition, total, beaten = Repetition(), 0, time.monotonic()
    for chunk, result in children.each(count_lines, chunks(brought), kinds, salt, beat=lambda: _beat(brought)):
        for said in result or ():
            repetition.count(said)
        total += len(chunk.packed)
        if time.monotonic() - beaten > 1:
            beaten = time.monotonic()
            _beat(brought)
    settled = repetition.settled()
    keeping.save(brought, "counted", settled)
    if not Import.objects.filter(pk=brought.pk, worker=brought.worker).update(total=total):
        raise Lost
    return settled


def _one_by_one(brought: Import, chunk: Chunk, means: str) -> Any:
    """A chunk of which a process died, conversation by conversation: one of them is why."""
    notes.error("process died", number=brought.pk, position=chunk.position)
    singles = [Chunk(chunk.position + i, [packed]) for i, packed in enumerate(chunk.packed)]
    analyses: list[Any] = []
    redacted: Counter[str] = Counter()
    for single in singles:  # not one behind the other in the pool: the one that ends it must not take others along
        ((_, result),) = children.each(analyse_chunk, [single], means, beat=lambda: _beat(brought))
        if result is None:
            analyses.append("the process that analysed it ended, or it took too long")
        else:
            analyses += result.analyses
            redacted += result.redacted
    return type("Outcome", (), {"analyses": analyses, "redacted": redacted})


def _written(brought: Import, done: Done, chunk: Chunk, analyses: Iterable[Any], redacted: Counter[str]) -> Done:
    """Writes what became of a chunk; again, where the database was locked or away for a moment."""
    analyses = list(analyses)
    for wait in (*AGAIN, None):
        try:
            return write(brought, done, chunk, analyses, redacted)
        except (OperationalError, InterfaceError) as error:
            if wait is None or _is_full(error):
                raise
            notes.warning("import tries again", number=brought.pk, error=type(error).__name__)
            _fresh_connection()
            time.sleep(wait)
    raise AssertionError("the last try returns or raises")


def _undo(brought: Import) -> None:
    """Removes what the import stored."""
    mine = Conversation.objects.filter(organisation=brought.organisation, origin=brought.origin)
    while keys := list(mine.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            remove(brought.organisation, keys)
            _beat(brought)
    _end(brought, "undone")
    keeping.discard(brought)


def _beat(brought: Import) -> None:
    """A sign of life. Raises Lost where another worker has taken over, Asked where somebody asked for something."""
    mine = Import.objects.filter(pk=brought.pk, worker=brought.worker)
    if not mine.update(heartbeat=timezone.now()):
        raise Lost
    asked = mine.values_list("asked", flat=True).first()
    if asked:
        raise Asked(asked)


def _obey(brought: Import, asked: str) -> None:
    if asked == "pause":
        _end(brought, "paused")
    elif asked == "keep":
        _end(brought, "cancelled")
        keeping.discard(brought)
    else:
        mine = Import.objects.filter(pk=brought.pk, worker=brought.worker)
        if mine.update(state="undoing", asked=""):
            _undo(brought)


def _end(brought: Import, state: str, why: str = "") -> None:
    """Writes how it ended. Where even that can't be written, the import is taken up again once this worker counts as dead."""
    for wait in (*AGAIN, None):
        try:
            Import.objects.filter(pk=brought.pk, worker=brought.worker).update(
                state=state, why=why[:500], worker="", asked="", finished=timezone.now()
            )
        except DatabaseError:
            if wait is None or connection.in_atomic_block:
                raise
            _fresh_connection()
            time.sleep(wait)
        else:
            return


def _encoder() -> Path | None:
    """The encoder's bundle, where it can be used. HEARD_ENCODER=0 leaves it out."""
    if not is_on("HEARD_ENCODER", default=True) or not shipped().is_dir():
        return None
    return shipped() if children.ask(encoder_version, shipped()) else None


def _fresh_connection() -> None:
    """So that the next query begins with a new one where this one is lost; never in the middle of a transaction."""
    if not connection.in_atomic_block:
        connection.close()


def _is_full(error: Exception) -> bool:
    return "full" in str(error).lower() or "no space" in str(error).lower()


def _why(error: Exception) -> str:
    if (isinstance(error, OSError) and error.errno == errno.ENOSPC) or _is_full(error):
        return _("The disk is full. What was brought in is kept. Make room, then go on.")
    if isinstance(error, OSError):
        return _("A file can't be read or written (%(why)s). Mend that in %(folder)s, then go on.") % {
            "why": error.strerror or type(error).__name__,
            "folder": settings.MEDIA_ROOT,
        }
    if "locked" in str(error).lower():
        return _("The database was locked by something else for too long. What was brought in is kept. Go on later.")
    return _("The database could not be reached. What was brought in is kept. Go on when it is back.")
