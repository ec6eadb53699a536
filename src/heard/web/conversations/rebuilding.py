"""The engine's values made again from a stored analysis, for what is worked out later: the handover card, a trial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from heard.coaching import HandoverCard, handover
from heard.conversation import Conversation as Talk
from heard.conversation import Speaker, Turn
from heard.moments import Moment as Found
from heard.moments import Promise
from heard.signals import Finding, TurnReading
from heard.web.conversations.models import Moment

__all__ = ["LONGEST_CARD", "card_of", "conversation_from"]

LONGEST_CARD = 100_000  # characters of a conversation; a longer one takes too long to read while somebody waits


def conversation_from(analysis: Mapping[str, Any]) -> Talk:
    """What was said, as the engine reads it."""
    turns = (Turn(Speaker(t["speaker"]), t["text"], t["at"], name=t.get("name")) for t in analysis["turns"])
    return Talk(str(analysis["id"]), tuple(turns), channel=analysis["channel"])


def card_of(analysis: Mapping[str, Any], moments: Iterable[Moment]) -> HandoverCard | None:
    """The handover card of a stored conversation, with `moments` as they count now; None: it is too long for one."""
    turns = analysis["turns"]
    if not analysis["readable"] or sum(len(turn["text"]) for turn in turns) > LONGEST_CARD:
        return None
    rows = {row.place: row for row in moments}
    found = [
        _moment(moment)._replace(**_ruled(rows.get(place)))
        for place, moment in enumerate(analysis["moments"])
        if place not in rows or rows[place].counts
    ]
    promises = [Promise(**promise) for promise in analysis["promises"]]
    return handover(conversation_from(analysis), [_reading(turn) for turn in turns], found, promises)


def _ruled(row: Moment | None) -> dict[str, Any]:
    """What a person's ruling changes of a moment that the card reads."""
    if row is None or not row.judged_by_person:
        return {}
    return {"met": row.result == "met", **({} if row.result == "repaired" else {"repaired_turn": None})}


def _moment(moment: Mapping[str, Any]) -> Found:
    evidence = tuple((e["turn"], _finding(e)) for e in moment["evidence"])
    return Found(**{**moment, "need": tuple(moment["need"]), "evidence": evidence})


def _reading(turn: Mapping[str, Any]) -> TurnReading:
    return TurnReading(
        feelings=tuple(turn["feelings"]),
        intensity=turn["intensity"],
        circumstances=tuple(turn["circumstances"]),
        stance=tuple(turn["stance"]),
        moves=tuple(turn["moves"]),
        findings=tuple(_finding(finding) for finding in turn["findings"]),
    )


def _finding(finding: Mapping[str, Any]) -> Finding:
    return Finding(**{name: finding[name] for name in Finding._fields})
