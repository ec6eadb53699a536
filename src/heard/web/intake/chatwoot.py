"""Chatwoot's messages, gathered into conversations, and brought in when nothing comes any more."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from heard.readers.dropped import without_dropped
from heard.readers.fields import flag, mapping, text, when
from heard.web.conversations.redaction import KINDS, pseudonym, redact_text
from heard.web.intake.actions import take_in
from heard.web.intake.models import ChatwootConversation, ChatwootMessage, ChatwootSource, Delivery
from heard.web.intake.writing import salt_of

__all__ = ["WINDOW", "BadSignature", "bring_in_quiet", "check", "gather", "new_key"]

WINDOW = timedelta(minutes=5)  # a signature is good for
_OF_MESSAGE = ("id", "content", "message_type", "created_at", "private", "sender", "content_attributes")
_OF_SENDER = ("id", "type", "name")


class BadSignature(Exception):
    """A delivery that was not signed by the Chatwoot it should come from. The message says what is wrong."""


def new_key() -> str:
    """The part of an address that nobody can guess."""
    return secrets.token_urlsafe(24)


def check(source: ChatwootSource, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Raises BadSignature unless Chatwoot signed `body` with the source's secret within the last five minutes."""
    stamp, signature = headers.get("X-Chatwoot-Timestamp", ""), headers.get("X-Chatwoot-Signature", "")
    if not stamp or not signature:
        raise BadSignature("it is not signed: Chatwoot signs from version 4.11.2 on")
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > 12:
        raise BadSignature("its timestamp is not a number of seconds")
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > WINDOW:
        raise BadSignature("it was signed more than five minutes ago, or the clocks differ by as much")
    taken = [source.secret] if source.secret else []
    if source.former_secret and source.former_until and source.former_until > now:
        taken.append(source.former_secret)
    signed = f"{stamp}.".encode() + body
    given = signature.encode("utf-8", "replace")
    if not any(hmac.compare_digest(_signature(secret, signed), given) for secret in taken):
        raise BadSignature("the signature is not made with the secret that was entered here")


@transaction.atomic
def gather(source: ChatwootSource, delivery: str, event: Mapping[str, Any], now: datetime) -> str:
    """Keeps what a delivery tells; what was done: "kept", "known", "ignored"."""
    if delivery:
        _row, is_new = Delivery.objects.get_or_create(source=source, uuid=delivery[:64])
        if not is_new:
            return "known"
    ChatwootSource.objects.filter(pk=source.pk).update(last_delivery=now)
    kind = event.get("event")
    if kind in ("conversation_resolved", "conversation_status_changed"):
        return _resolved(source, event)
    if kind not in ("message_created", "message_updated"):
        return "ignored"
    about = mapping(event, "conversation")
    number, message = text(event, "conversation", "id") or text(event, "conversation_id"), text(event, "id")
    if not number or not message or flag(event, "private") is True:
        return "ignored"
    talk, _new = ChatwootConversation.objects.get_or_create(
        source=source, number=number[:100], defaults={"last_message": now}
    )
    row, is_new = ChatwootMessage.objects.get_or_create(
        conversation=talk, number=message[:100], defaults={"message": _message(source, event)}
    )
    if not is_new:
        if kind == "message_created":
            return "known"
        row.message = _message(source, event)
        row.save(update_fields=["message"])
    talk.about = {"channel": text(about, "channel") or text(event, "inbox", "channel_type") or ""}
    subject = text(about, "additional_attributes", "mail_subject")
    if subject:
        talk.about["additional_attributes"] = {"mail_subject": subject}
    talk.last_message = max(talk.last_message, now)
    talk.waiting, talk.resolved = True, text(about, "status") == "resolved"
    talk.save()
    return "kept"


def bring_in_quiet(now: datetime | None = None) -> int:
    """Brings in each conversation that is resolved, or in which nothing was said for a while; how many."""
    now = now or timezone.now()
    count = 0
    for source in ChatwootSource.objects.select_related("organisation", "team"):
        quiet = Q(last_message__lte=now - timedelta(minutes=source.quiet_minutes)) | Q(resolved=True)
        for talk in ChatwootConversation.objects.filter(quiet, source=source, waiting=True):
            with transaction.atomic():
                mine = ChatwootConversation.objects.filter(pk=talk.pk, waiting=True, last_message=talk.last_message)
                if mine.update(waiting=False):
                    _bring_in(source, talk)
                    count += 1
    return count


def _bring_in(source: ChatwootSource, talk: ChatwootConversation) -> None:
    messages = sorted((row.message for row in talk.messages.all()), key=_order)
    record = {"id": f"chatwoot-{talk.number}", **talk.about, "messages": messages}
    for message in messages:
        message.pop("conversation_id", None)
    take_in(
        source.organisation,
        None,
        "chatwoot",
        f"chatwoot-{talk.number}.json",
        [json.dumps(record).encode()],
        format="chatwoot",
        team=source.team,
        total=1,
    )


def _resolved(source: ChatwootSource, event: Mapping[str, Any]) -> str:
    about = mapping(event, "conversation") or event
    if text(about, "status") != "resolved":
        return "ignored"
    number = text(about, "id") or text(about, "display_id") or ""
    return (
        "kept"
        if ChatwootConversation.objects.filter(source=source, number=number, waiting=True).update(resolved=True)
        else "ignored"
    )


def _message(source: ChatwootSource, event: Mapping[str, Any]) -> dict[str, Any]:
    """What a reading needs of a message, blacked out as the organisation asks before it is kept for the first time."""
    message = without_dropped({key: event[key] for key in _OF_MESSAGE if key in event})
    sender = mapping(event, "sender")
    message["sender"] = {key: sender[key] for key in _OF_SENDER if key in sender}
    kinds = [kind for kind in source.organisation.redact if kind in KINDS]
    if "name" in kinds and message["sender"].get("name") and text(sender, "type") != "user":
        message["sender"]["name"] = pseudonym(str(sender["name"]), salt_of(source.organisation))
    content = message.get("content")
    if kinds and isinstance(content, str):
        people = (sender, mapping(event, "conversation", "meta", "sender"), mapping(event, "contact"))
        names = {name for person in people if (name := text(person, "name"))} if "name" in kinds else set()
        message["content"] = redact_text(content, kinds, names)[0]
    return message


def _order(message: Mapping[str, Any]) -> tuple[float, str]:
    at = when(message, "created_at")
    return (at.timestamp() if isinstance(at, datetime) else 0.0, str(message.get("id", "")))


def _signature(secret: str, signed: bytes) -> bytes:
    return b"sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
