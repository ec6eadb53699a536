"""What is due from time to time (settings.DUE) is put before the workers, once however many of them look."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from heard.web.plumbing.models import LastRun

__all__ = ["enqueue_due"]


def enqueue_due(now: datetime) -> list[str]:
    """Enqueues every task of ``settings.DUE`` (dotted name → how often) whose time has come; their names."""
    begun = []
    for name, often in settings.DUE.items():
        with transaction.atomic():
            LastRun.objects.get_or_create(task=name, defaults={"begun": now - often})
            ours = LastRun.objects.filter(task=name, begun__lte=now - often).update(begun=now)
            if ours:
                import_string(name).enqueue()
                begun.append(name)
    return begun
