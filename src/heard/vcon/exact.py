"""Getting back exactly the conversation that Heard wrote into a vCon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from heard.conversation import Conversation, ConversationError
from heard.vcon.forms import objects
from heard.vcon.writing import CONVERSATION_SCHEMA, ORIGINAL, dialog_starts

__all__ = ["exact_conversation"]


def exact_conversation(vcon: Mapping[str, Any]) -> Conversation | None:
    """The conversation that `to_vcon` was given; None when Heard did not write this vCon, or its dialogs have changed.

    A redacted text is taken as it now stands. Dialogs that were added, taken out or moved in time void the facts.
    """
    facts = next((a.get("body") for a in objects(vcon.get("analysis")) if a.get("schema") == CONVERSATION_SCHEMA), None)
    if not isinstance(facts, Mapping):
        return None
    dialogs, turns = objects(vcon.get("dialog")), objects(facts.get("turns"))
    if len(dialogs) != len(turns):
        return None
    try:
        return _conversation(vcon, facts, dialogs, turns)
    except (ConversationError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
        return None  # the facts are broken; the vCon can still be read like anyone's


def _conversation(
    vcon: Mapping[str, Any],
    facts: Mapping[str, Any],
    dialogs: list[Mapping[str, Any]],
    turns: list[Mapping[str, Any]],
) -> Conversation | None:
    started = datetime.fromisoformat(facts["started"]) if facts["started"] is not None else None
    expected = dialog_starts(started, [_seconds(turn.get("at")) for turn in turns])
    if expected != [dialog["start"] for dialog in dialogs]:
        return None
    uncut = {a.get("dialog"): a.get("body") for a in objects(vcon.get("attachments")) if a.get("purpose") == ORIGINAL}
    spoken = []
    for i, (turn, dialog) in enumerate(zip(turns, dialogs, strict=True)):
        party = vcon["parties"][dialog["parties"][0]]
        who = {"speaker": party["role"], "name": party.get("name")}
        spoken.append({**who, "text": dialog["body"], **turn, "original": uncut.get(i)})
    told = {key: facts[key] for key in ("id", "channel", "roles_from", "roles_confidence")}
    told |= {"started": facts["started"], "subject": vcon.get("subject"), "turns": spoken}
    conversation = Conversation.from_json(told)
    sources = [turn.get("source") for turn in turns]
    return replace(  # from_json takes a first date from the turns, and holds an empty source for none
        conversation,
        started=started,
        extra=dict(facts["extra"]),
        turns=tuple(
            replace(turn, source=source if isinstance(source, str) else None)
            for turn, source in zip(conversation.turns, sources, strict=True)
        ),
    )


def _seconds(value: Any) -> float | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise TypeError("at is no number")
    return value
