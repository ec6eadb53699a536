"""One thing to try for a miss, one thing to keep for a hit; the handover card and the summary."""

from __future__ import annotations

from heard.coaching.suggestions import Suggestion, suggest

__all__ = ["Suggestion", "suggest"]
