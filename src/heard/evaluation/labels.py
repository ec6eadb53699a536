"""The guideline's labels, and what somebody (a person, Heard, a baseline) says of one turn in them."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ACTION", "GROUPS", "INTENSITY", "RECOGNITION", "TurnLabels"]

GROUPS = {
    "feelings": ("frustration", "anxiety", "sadness", "confusion", "embarrassment", "gratitude", "pleased"),
    "circumstances": (
        *("bereavement", "health", "family", "money", "work", "safety"),
        *("occasion", "effort", "broken_promise", "own_mistake", "outage", "loyalty"),
    ),
    "stance": ("complaint", "churn_threat", "escalation", "undecided", "ready", "holding_back"),
    "moves": (
        *("acknowledge", "canned", "validate", "apologise", "own", "explore", "restate", "reassure", "act", "explain"),
        *("options", "thank", "personalise", "warmth", "verify", "redirect", "dismiss", "blame", "refuse_flat"),
        *("self_focus", "pressure", "curt"),
    ),
}
INTENSITY = (0, 1, 2, 3)
RECOGNITION = (-1, 0, 1, 2, 3)
ACTION = (0, 1, 2)


class TurnLabels(NamedTuple):
    """What is said of one turn. None: nothing is said about it, so nothing can be right or wrong."""

    labels: frozenset[str] | None = None  # feelings, circumstances and stance, or moves
    intensity: int | None = None  # of the strongest negative feeling, 0…3; customers only
    need: bool | None = None  # customers only
    recognition: int | None = None  # -1…3; of replies. Where a person labelled: of replies to an open need only
    action: int | None = None  # 0…2; as recognition
    answers: bool | None = None  # the reply stands where a need is open
