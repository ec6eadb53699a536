"""What came of a moment: how the customer was afterwards, and why a need stayed unmet."""

from __future__ import annotations

from collections.abc import Sequence

from heard.conversation import Speaker, Turn
from heard.signals import Finding, TurnReading

__all__ = ["CAUSES", "OUTCOMES", "cause_of", "outcome_of"]

OUTCOMES = ("eased", "same", "worse", "unknown")
CAUSES = ("agent", "policy", "product", "waiting", "handover", "bot", "authority", "unclear")


def outcome_of(before: TurnReading, after: TurnReading | None) -> tuple[str, bool]:
    """How the customer's next turn compares with the one that showed the need: (outcome, ready to go on).

    "unknown" where nothing more was said, or nothing that shows it.
    """
    if after is None:
        return "unknown", False
    ready = after.shows("ready")
    turned = {"churn_threat", "escalation"} & (set(after.stance) - set(before.stance))
    if {"pleased", "gratitude"} & set(after.feelings) and not turned and not after.shows("complaint"):
        return "eased", ready  # whoever says "I could cry with relief" is not worse
    if after.intensity > before.intensity or turned:
        return "worse", ready
    if 0 < after.intensity < before.intensity:
        return "eased", ready
    if after.intensity > 0 or after.shows("holding_back") or after.shows("complaint") or after.shows("said_again"):
        return "same", ready
    return ("eased" if ready else "unknown"), ready


def cause_of(
    reply: TurnReading | None, between: Sequence[Turn], recognition: int | None
) -> tuple[str, float, tuple[Finding, ...]]:
    """Why a need stayed unmet: (cause, confidence, the words that show it).

    `reply` is the reading of the first reply, None where no person answered; `between` are the turns after the need up
    to that reply, or to the end. Only "agent" counts for an agent; a denial always does, whatever stands in its way.
    """
    bot = any(turn.speaker is Speaker.BOT for turn in between)
    if reply is None:
        return ("bot", 0.8, ()) if bot else ("waiting", 0.7, ()) if between else ("unclear", 0.6, ())
    if recognition is not None and recognition < 0:
        return "agent", 0.7, ()
    named = [f for f in reply.findings if f.kind == "cause"]
    if named:
        strongest = max(named, key=lambda f: (f.confidence, -f.start))
        return strongest.label, min(0.9, strongest.confidence), (strongest,)
    if bot:
        return "bot", 0.6, ()  # a person came only after the need had met a machine
    silence = reply.of("long_silence")
    if silence:
        return "waiting", 0.6, silence
    if recognition is not None and recognition < 2:
        return "agent", 0.6, ()
    if reply.shows("refuse_flat"):
        return "policy", 0.5, reply.of("refuse_flat")
    return "unclear", 0.5, ()
