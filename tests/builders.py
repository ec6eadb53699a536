"""One cast and one builder: conversations written as people would say them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from heard.conversation import Conversation
from heard.signals import Finding, TurnReading, catalogue, reading_from


def chat(*lines: str, id: str = "c1", channel: str = "chat", gap: float | None = None) -> Conversation:
    """A conversation from lines like "customer: …"; `gap` seconds lie between turns where given."""
    conversation = Conversation.chat("\n".join(lines), id=id, channel=channel)
    if gap is None:
        return conversation
    return conversation.with_turns(replace(turn, at=i * gap) for i, turn in enumerate(conversation.turns))


def finding(label: str, strength: int = 1, *, confidence: float = 0.9, quote: str = "…", start: int = 0) -> Finding:
    """A finding of a shipped label."""
    return Finding(
        label, catalogue()[label].kind, start, start + len(quote), quote, strength, confidence, "as a test says"
    )


def reading(*labels: str) -> TurnReading:
    """A turn that shows `labels`, each with its strength where it matters: "frustration:2", "effort"."""
    found = []
    for place, label in enumerate(labels):
        name, _, strength = label.partition(":")
        found.append(finding(name, int(strength or 1), start=place * 10))
    return reading_from("", found)


def moment_json(need: str = "effort", **facts: Any) -> dict[str, Any]:
    """A missed moment as an analysis tells it, in turns 0 and 1; `facts` change it."""
    told: dict[str, Any] = {
        "turn": 0,
        "need": need.split(),
        "intensity": 2,
        "response_turn": 1,
        "recognition": 0,
        "action": 0,
        "met": False,
        "recognised_turn": None,
        "turns_to_recognition": None,
        "seconds_to_recognition": None,
        "process_first": False,
        "repaired_turn": None,
        "outcome": "unknown",
        "ready": False,
        "cause": "agent",
        "confidence": 0.8,
        "abstained": False,
        "evidence": [],
        "why": "goes straight to process",
        "would_change": "naming it",
    }
    return told | facts


def met_json(need: str = "effort", **facts: Any) -> dict[str, Any]:
    """A met moment as an analysis tells it."""
    met = {"recognition": 2, "action": 2, "met": True, "cause": None, "recognised_turn": 1, "turns_to_recognition": 1}
    return moment_json(need, **(met | facts))


def analysis_json(id: str = "c1", *moments: dict[str, Any], reply: str = "One moment.", **facts: Any) -> dict[str, Any]:
    """An analysis as JSON, of one question and one `reply`; sentences in `reply` that begin with "We value" are canned."""
    conversation = chat("customer: Third time I ask.", f"agent: {reply}", id=id)
    turns = [
        t.to_json() | {"index": i, "at": None, "moves": [], "findings": []} for i, t in enumerate(conversation.turns)
    ]
    if "We value" in reply:
        start = reply.index("We value")
        turns[1]["moves"] = ["canned"]
        turns[1]["findings"] = [{"label": "canned", "kind": "move", "start": start, "end": start + 8}]
    told: dict[str, Any] = {
        "id": id,
        "engine": "heard-engine/1",
        "model": None,
        "standard": "everyday@1",
        "channel": "chat",
        "started": None,
        "subject": None,
        "source": f"{id}.jsonl:1",
        "roles": {"from": "given", "confidence": 1.0},
        "readable": True,
        "turns": turns,
        "moments": list(moments),
        "marks": [],
        "suggestions": [],
        "promises": [],
    }
    return told | facts
