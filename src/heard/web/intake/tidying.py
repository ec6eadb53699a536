"""What was begun and left, and what was kept for a time, is removed."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from heard.web.intake import keeping
from heard.web.intake.actions import discard_draft
from heard.web.intake.models import ChatwootConversation, Delivery, Import, ImportFile, Reject

__all__ = ["DRAFTS", "GATHERED", "RAW", "tidy"]

DRAFTS = timedelta(days=2)  # an import that nobody began
RAW = timedelta(days=30)  # how a rejected record begins; its place and its reason stay
GATHERED = timedelta(days=30)  # Chatwoot's messages after the last one, in case the conversation goes on
DELIVERIES = timedelta(days=1)  # far longer than a signature is good for


def tidy() -> None:
    """To be called every day."""
    now = timezone.now()
    for brought in Import.objects.filter(state="draft", created__lt=now - DRAFTS):
        discard_draft(brought)
    ended = Import.objects.filter(state__in=("done", "cancelled", "undone"), files__path__gt="")
    for brought in ended.distinct():
        keeping.discard(brought)
    known = set(ImportFile.objects.exclude(path="").values_list("path", flat=True))
    for path in keeping.strays(known, (now - DRAFTS).timestamp()):
        keeping.remove(path)
    Reject.objects.filter(brought__created__lt=now - RAW).exclude(raw="").update(raw="")
    ChatwootConversation.objects.filter(waiting=False, last_message__lt=now - GATHERED).delete()
    Delivery.objects.filter(at__lt=now - DELIVERIES).delete()
