"""What became of a chunk, written in one transaction: conversations, rejects, counts, and how far the import is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from heard.readers.formats import Rejected
from heard.readers.outcome import Skipped
from heard.web.conversations.actions import remove, store
from heard.web.conversations.redaction import redact_text
from heard.web.intake.characters import whole
from heard.web.intake.lease import Lost
from heard.web.intake.models import Import, Reject
from heard.web.intake.pieces import Chunk
from heard.web.intake.sorting import sort
from heard.web.organisation.models import Organisation

__all__ = ["Done", "salt_of", "write"]

COUNTED = "stored known replaced rejected left_out read position told redacted heartbeat".split()
CURE = "look at the record; where it is as it should be, report it with the place named here"


class Done(NamedTuple):
    """How far an import is after a chunk."""

    position: int
    asked: str = ""  # what somebody asked for meanwhile: "pause", "keep" or "undo"


def salt_of(organisation: Organisation) -> str:
    """What pseudonyms are made with: other ones in another organisation, and in another installation."""
    return f"{settings.SECRET_KEY} {organisation.pk}"


@transaction.atomic
def write(brought: Import, done: Done, chunk: Chunk, analyses: Sequence[Any], redacted: Counter[str]) -> Done:
    """Stores the `analyses` of `chunk` (a str: why there is none) and counts them. Raises Lost, and then nothing is written."""
    row = Import.objects.select_for_update().filter(pk=brought.pk, worker=brought.worker).first()
    if row is None or row.position != done.position or chunk.position != done.position:
        raise Lost
    made = [analysis for analysis in analyses if not isinstance(analysis, str)]
    result = sort(row.organisation, made, row.redact, salt_of(row.organisation), ids_hold=row.came_by != "upload")
    if result.replaced:
        remove(row.organisation, result.replaced)
    stored = store(row.organisation, result.new, origin=row.origin, team=row.team)
    failed = [
        Reject(brought=row, file=whole(str(packed[0]))[:500], what=analysis, cure=CURE)
        for packed, analysis in zip(chunk.packed, analyses, strict=True)
        if isinstance(analysis, str)
    ]
    refused = [Reject(brought=row, file=one.id, what=one.what, cure=one.cure) for one in result.refused]
    told = [_reject(row, reject) for reject in chunk.rejects]
    Reject.objects.bulk_create([*told, *failed, *refused], batch_size=500)
    row.stored += stored.new
    row.known += stored.known + result.known
    row.replaced += len(result.replaced)
    row.rejected += len(failed) + len(refused) + sum(not reject.on_purpose for reject in told)
    row.left_out += sum(reject.on_purpose for reject in told)
    row.read += len(chunk.packed) + len(told)
    row.position += len(chunk.packed)
    row.told += len(told)
    row.redacted = dict(Counter(row.redacted) + redacted)
    row.heartbeat = timezone.now()
    row.save(update_fields=COUNTED)
    return Done(row.position, row.asked)


def _reject(brought: Import, reject: Rejected) -> Reject:
    raw = redact_text(reject.raw, brought.redact)[0] if brought.redact else reject.raw
    return Reject(
        brought=brought,
        file=whole(reject.file),
        place=whole(reject.place),
        what=whole(reject.what),
        cure=whole(reject.cure),
        raw=whole(raw),
        on_purpose=isinstance(reject, Skipped),
    )
