"""The background work of this app, as the workers know it."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from heard.web.organisation.models import Organisation
from heard.web.privacy import actions, retention
from heard.web.privacy.models import Receipt
from heard.web.privacy.overwriting import overwrite

__all__ = ["finish", "recognise", "retain"]


@task()
def retain() -> None:
    """Every day: what is older than an organisation keeps is removed."""
    removed = 0
    for organisation in Organisation.objects.all():
        removed += sum(retention.retain(organisation).removed.values())
    if removed or Receipt.objects.filter(overwritten=None).exists():
        _finish(however_large=True)


@task()
def recognise() -> None:
    """Every few minutes: what was erased and came in again is removed again."""
    removed = 0
    for organisation in Organisation.objects.all():
        removed += actions.recognise(organisation)
    if removed:
        _finish()


@task()
def finish() -> None:
    """After an erasure: what the database itself keeps of it is overwritten."""
    _finish()


def _finish(*, however_large: bool = False) -> None:
    waiting = list(Receipt.objects.filter(overwritten=None).values_list("pk", flat=True))
    if (waiting or however_large) and overwrite(however_large=however_large):
        Receipt.objects.filter(pk__in=waiting).update(overwritten=timezone.now())
