"""An analysis made into rows: what a list filters by stands in columns, the whole of it in the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from heard.conversation import Speaker
from heard.web.conversations.models import Conversation, Moment
from heard.web.people.models import Agent

__all__ = [
    "agent_names",
    "began_of",
    "customer_name",
    "fingerprint",
    "main_agent",
    "moment_from",
    "opening_of",
    "result_of",
]

STAFF = frozenset({Speaker.AGENT.value, Speaker.SUPERVISOR.value})
LONGEST_NAME = 200
LONGEST_OPENING = 200

Analysis = Mapping[str, Any]  # heard-analysis/1


def storable(text: str) -> str:
    """`text` with a mark for what databases refuse: half a pair of a broken source, and the character 0."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def fingerprint(analysis: Analysis) -> str:
    """The same for the same words by the same sides, whatever the conversation is called."""
    digest = blake2b(digest_size=32)
    for turn in analysis["turns"]:
        digest.update(f"{turn['speaker']}\0{turn['text']}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def began_of(analysis: Analysis, otherwise: datetime) -> datetime:
    """When the conversation began; `otherwise` where the source does not say."""
    return datetime.fromisoformat(analysis["started"]) if analysis["started"] else otherwise


def agent_names(analysis: Analysis) -> Counter[str]:
    """The names of those who answered, with how many turns each."""
    return Counter(
        storable(turn["name"][:LONGEST_NAME])
        for turn in analysis["turns"]
        if turn["speaker"] in STAFF and turn.get("name")
    )


def main_agent(analysis: Analysis) -> str | None:
    """Who answered most; None: nobody, or nobody with a name."""
    names = agent_names(analysis)
    return names.most_common(1)[0][0] if names else None


def customer_name(analysis: Analysis) -> str | None:
    """The customer's name or id as the source gave it; None: it gave none."""
    names = (t["name"] for t in analysis["turns"] if t["speaker"] == Speaker.CUSTOMER.value and t.get("name"))
    name = next(names, None)
    return storable(name[:LONGEST_NAME]) if name else None


def opening_of(analysis: Analysis) -> str:
    """The customer's first words on one line, else anybody's first words; what a list shows where there is no subject."""
    said = [turn["text"] for turn in analysis["turns"] if turn["speaker"] == Speaker.CUSTOMER.value]
    said = said or [turn["text"] for turn in analysis["turns"]]
    line = " ".join(next((text for text in said if text.strip()), "")[: 4 * LONGEST_OPENING].split())
    line = storable(line)
    return line if len(line) <= LONGEST_OPENING else line[: LONGEST_OPENING - 1].rsplit(" ", 1)[0] + "…"


def result_of(moment: Mapping[str, Any]) -> str:
    """One of RESULTS for a moment of an analysis."""
    if moment["abstained"]:
        return "unsure"
    if moment["met"]:
        return "met"
    return "repaired" if moment["repaired_turn"] is not None else "missed"


def moment_from(conversation: Conversation, place: int, analysis: Analysis, agents: Mapping[str, Agent]) -> Moment:
    """The row for the moment at `place`. Its agent is who gave the first reply, else who answered most."""
    found = analysis["moments"][place]
    replied = analysis["turns"][found["response_turn"]].get("name") if found["response_turn"] is not None else None
    agent = agents.get(storable((replied or "")[:LONGEST_NAME]))
    return Moment(
        conversation=conversation,
        organisation_id=conversation.organisation_id,
        team_id=agent.team_id if agent and agent.team_id else conversation.team_id,
        agent_id=agent.pk if agent else conversation.agent_id,
        channel=conversation.channel,
        began=conversation.began,
        released=conversation.released,
        place=place,
        turn=found["turn"],
        response_turn=found["response_turn"],
        intensity=found["intensity"],
        recognition=found["recognition"],
        action=found["action"],
        result=result_of(found),
        turns_to_recognition=found["turns_to_recognition"],
        seconds_to_recognition=found["seconds_to_recognition"],
        process_first=found["process_first"],
        outcome=found["outcome"],
        ready=found["ready"],
        cause=found["cause"] or "",
        confidence=found["confidence"],
    )


def alone_until(came_in: datetime, hours: int) -> datetime:
    """Until when a new result is the agent's alone."""
    return came_in + timedelta(hours=hours)
