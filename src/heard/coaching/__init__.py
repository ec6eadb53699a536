"""One thing to try for a miss, one thing to keep for a hit; the handover card and the summary."""

from __future__ import annotations

from heard.coaching.handover import HandoverCard, handover
from heard.coaching.playbooks import Playbook, phrasebook
from heard.coaching.quoting import Quoted
from heard.coaching.suggestions import Suggestion, suggest
from heard.coaching.summary import summarise

__all__ = ["HandoverCard", "Playbook", "Quoted", "Suggestion", "handover", "phrasebook", "suggest", "summarise"]
