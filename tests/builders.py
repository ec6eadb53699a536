"""One cast and one builder: conversations written as people would say them."""

from __future__ import annotations

from dataclasses import replace

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
    return Finding(label, catalogue()[label].kind, start, start + len(quote), quote, strength, confidence, "as a test says")


def reading(*labels: str) -> TurnReading:
    """A turn that shows `labels`, each with its strength where it matters: "frustration:2", "effort"."""
    found = []
    for place, label in enumerate(labels):
        name, _, strength = label.partition(":")
        found.append(finding(name, int(strength or 1), start=place * 10))
    return reading_from("", found)
