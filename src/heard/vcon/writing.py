"""Writing a vCon.

One turn is one text dialog. What the draft has no word for (exact seconds, where a turn was read, how the roles are
known, further keys) goes into one `analysis` entry of schema ``heard-conversation/1``: extension-free, ignored by
others, and what makes reading it back lossless. The uncut text of a turn is an attachment of its dialog, the place
where a tool that redacts dialogs looks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from heard.conversation import Conversation, Speaker, Turn

__all__ = ["CONVERSATION_SCHEMA", "NO_DATE", "ORIGINAL", "to_vcon"]

CONVERSATION_SCHEMA = "heard-conversation/1"
ANALYSIS_SCHEMA = "heard-analysis/1"
ORIGINAL = "original"  # purpose of an attachment that holds a dialog's uncut text
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)  # a vCon must have dates: this one stands for "unknown"

_BY_HEARD = {"vendor": "Heard", "product": "heard", "encoding": "json"}


def to_vcon(conversation: Conversation, analysis: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The conversation as an unsigned vCon, and `analysis` (of schema heard-analysis/1) inside it when given.

    The same conversation gives the same vCon: the uuid (version 8) is derived from what it says, and `created_at` is
    when the conversation started; 1970-01-01T00:00:00Z where that is unknown, and dialogs then count from there.
    """
    speakers = list(dict.fromkeys((turn.speaker, turn.name) for turn in conversation.turns))
    starts = dialog_starts(conversation.started, [turn.at for turn in conversation.turns])
    dialogs = list(range(len(conversation.turns)))
    vcon: dict[str, Any] = {"uuid": str(_uuid(conversation)), "created_at": _date(conversation.started or NO_DATE)}
    if speakers:
        vcon["extensions"] = ["CC"]  # the contact center extension: a party's role
    if conversation.subject is not None:
        vcon["subject"] = conversation.subject
    vcon["parties"] = [_party(speaker, name) for speaker, name in speakers]
    vcon["dialog"] = [
        _dialog(turn, start, speakers.index((turn.speaker, turn.name)), conversation.channel)
        for turn, start in zip(conversation.turns, starts, strict=True)
    ]
    vcon["analysis"] = [_report(CONVERSATION_SCHEMA, dialogs, _facts(conversation))]
    if analysis is not None:
        vcon["analysis"].append(_report(ANALYSIS_SCHEMA, dialogs, dict(analysis)))
    vcon["attachments"] = [
        _original(turn.original, vcon["dialog"][i], i)
        for i, turn in enumerate(conversation.turns)
        if turn.original is not None
    ]
    return vcon


def dialog_starts(started: datetime | None, seconds: list[float | None]) -> list[str]:
    """The `start` of each dialog; a turn without a time starts where the one before it did."""
    origin = started or NO_DATE
    starts, latest = [], _date(origin)
    for at in seconds:
        if at is not None:
            try:
                latest = _date(origin + timedelta(seconds=at))
            except (OverflowError, ValueError):
                latest = _date(origin)  # beyond any calendar; the exact seconds stand in the facts
        starts.append(latest)
    return starts


def _date(moment: datetime) -> str:
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:  # the first or last day of the calendar, seen from elsewhere
        return moment.replace(tzinfo=UTC).isoformat()


def _uuid(conversation: Conversation) -> UUID:
    said = json.dumps(conversation.to_json(), sort_keys=True, default=str)
    bits = int.from_bytes(hashlib.sha256(said.encode()).digest()[:16], "big")
    bits = bits & ~(0xF << 76) | (8 << 76)  # version 8: the writer's own derivation
    return UUID(int=bits & ~(0b11 << 62) | (0b10 << 62))


def _party(speaker: Speaker, name: str | None) -> dict[str, Any]:
    party: dict[str, Any] = {} if name is None else {"name": name}
    party["role"] = speaker.value
    if speaker in (Speaker.BOT, Speaker.SYSTEM):
        party["type"] = "bot"
    return party


def _dialog(turn: Turn, start: str, party: int, channel: str) -> dict[str, Any]:
    dialog: dict[str, Any] = {"type": "text", "start": start, "parties": [party], "application": channel}
    if turn.at is not None and turn.until is not None and 0 <= (length := turn.until - turn.at) < float("inf"):
        dialog["duration"] = length
    return dialog | {"mediatype": "text/plain", "encoding": "none", "body": turn.text}


def _facts(conversation: Conversation) -> dict[str, Any]:
    """What the conversation knows and a vCon has no word for."""
    kept = ("at", "until", "source")
    return {
        "id": conversation.id,
        "channel": conversation.channel,
        "started": conversation.started.isoformat() if conversation.started else None,
        "roles_from": conversation.roles_from,
        "roles_confidence": conversation.roles_confidence,
        "extra": dict(conversation.extra),
        "turns": [{k: v for k, v in turn.to_json().items() if k in kept} for turn in conversation.turns],
    }


def _report(schema: str, dialogs: list[int], body: dict[str, Any]) -> dict[str, Any]:
    return {"type": "report", **_BY_HEARD, "schema": schema, "dialog": dialogs, "body": body}


def _original(uncut: str, dialog: Mapping[str, Any], index: int) -> dict[str, Any]:
    return {
        "purpose": ORIGINAL,
        "start": dialog["start"],
        "party": dialog["parties"][0],
        "dialog": index,
        "mediatype": "text/plain",
        "encoding": "none",
        "body": uncut,
    }
