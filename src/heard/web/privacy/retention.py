"""How long what is kept, and the daily job that removes what is older."""

from __future__ import annotations

import calendar
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from heard.web.answers.models import Answer
from heard.web.conversations.actions import remove
from heard.web.conversations.models import Conversation
from heard.web.customers.models import Customer
from heard.web.intake import keeping
from heard.web.intake.models import Import
from heard.web.organisation.actions import log
from heard.web.organisation.models import AuditEntry, Organisation
from heard.web.plumbing.models import LastRun
from heard.web.privacy.models import Receipt, RetentionRun
from heard.web.privacy.overwriting import zeroing

__all__ = ["PROOF_MONTHS", "TASK", "Preview", "months_before", "next_run", "preview", "retain"]

PROOF_MONTHS = 24  # the log, receipts and reports of this job: what proves that things were done
TASK = "heard.web.privacy.tasks.retain"
AT_ONCE = 200  # conversations in one transaction, so that others get their turn
SECONDS = 20 * 60  # of one run; the next day goes on
ENDED = ("draft", "done", "cancelled", "undone", "paused", "stopped")


class Preview(NamedTuple):
    """What the next run will remove."""

    at: datetime
    before: datetime | None  # conversations that began earlier go; None: nothing does
    conversations: int
    kept_for_appeals: int
    imports: int
    oldest: datetime | None  # conversation that is kept now


def months_before(time: datetime, months: int) -> datetime:
    """The same day `months` earlier; the last of the month where it is shorter."""
    year, month = divmod(time.year * 12 + time.month - 1 - months, 12)
    return time.replace(year=year, month=month + 1, day=min(time.day, calendar.monthrange(year, month + 1)[1]))


def next_run(now: datetime) -> datetime:
    """When the daily job is due."""
    begun = LastRun.objects.filter(task=TASK).values_list("begun", flat=True).first()
    often: timedelta = settings.DUE.get(TASK, timedelta(days=1))
    return max(begun + often, now) if begun else now


def preview(organisation: Organisation) -> Preview:
    """What would go at the next run, with the organisation's choice as it is now."""
    now = timezone.now()
    at = next_run(now)
    mine = Conversation.objects.filter(organisation=organisation)
    oldest = mine.aggregate(first=Min("began"))["first"]
    before = _before(organisation, at)
    if before is None:
        return Preview(at, None, 0, 0, 0, oldest)
    due = mine.filter(began__lt=before)
    held = due.filter(pk__in=_with_open_appeal(organisation)).count()
    return Preview(at, before, due.count() - held, held, _old_imports(organisation, before).count(), oldest)


def retain(organisation: Organisation, now: datetime | None = None) -> RetentionRun:
    """Removes what is older than the organisation keeps, a bounded part at a time; what it removed."""
    now = now or timezone.now()
    before, until = _before(organisation, now), time.monotonic() + SECONDS
    run = RetentionRun(organisation=organisation, at=now, before=before)
    removed: Counter[str] = Counter()
    with zeroing():
        if before is not None:
            appealed = _with_open_appeal(organisation)
            due = Conversation.objects.filter(organisation=organisation, began__lt=before).order_by("began")
            free = due.exclude(pk__in=appealed)
            while keys := list(free.values_list("pk", flat=True)[:AT_ONCE]):
                removed["conversations"] += remove(organisation, keys)
                if time.monotonic() > until:
                    run.unfinished = True
                    break
            run.kept_for_appeals = due.filter(pk__in=appealed).count()
            for brought in _old_imports(organisation, before):
                removed["files"] += brought.files.exclude(path="").count()
                keeping.discard(brought)
                brought.delete()
                removed["imports"] += 1
            removed["customers"] = _forget_customers(organisation, now)
        proof = months_before(now, PROOF_MONTHS)
        removed["log entries"] = AuditEntry.objects.filter(organisation=organisation, at__lt=proof).delete()[0]
        removed["receipts"] = Receipt.objects.filter(organisation=organisation, at__lt=proof).count()
        Receipt.objects.filter(organisation=organisation, at__lt=proof).delete()
        RetentionRun.objects.filter(organisation=organisation, at__lt=proof).delete()
    run.removed = {what: count for what, count in removed.items() if count}
    with transaction.atomic():
        run.save()
        log(organisation, None, "removed what is no longer kept", f"retention {run.pk}", **run.removed)
    return run


def _before(organisation: Organisation, at: datetime) -> datetime | None:
    months = organisation.retention_months
    return months_before(at, months) if months else None


def _with_open_appeal(organisation: Organisation) -> QuerySet[Answer, int]:
    """Conversations about which an agent waits for a person's decision."""
    return Answer.objects.filter(organisation=organisation, state="open").values_list("moment__conversation", flat=True)


def _old_imports(organisation: Organisation, before: datetime) -> QuerySet[Import]:
    return Import.objects.filter(organisation=organisation, created__lt=before, state__in=ENDED)


def _forget_customers(organisation: Organisation, now: datetime) -> int:
    """Names of customers of whom nothing else is kept."""
    bare = Customer.objects.filter(
        organisation=organisation, conversations=None, first_seen__lt=now - timedelta(days=1)
    )
    count = bare.count()
    bare.delete()
    return count
