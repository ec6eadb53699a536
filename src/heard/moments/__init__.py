"""Each need paired with its response: recognition, action, timing, outcome, cause, repair; and the promises made."""

from __future__ import annotations

from heard.moments.outcomes import CAUSES, OUTCOMES
from heard.moments.pairing import ABSTAIN_BELOW, WEIGHTY, Bar, Moment, find_moments, has_need
from heard.moments.promises import Promise, promises_in
from heard.moments.responses import Response, asks_something, judge_response

__all__ = [
    "ABSTAIN_BELOW",
    "CAUSES",
    "OUTCOMES",
    "WEIGHTY",
    "Bar",
    "Moment",
    "Promise",
    "Response",
    "asks_something",
    "find_moments",
    "has_need",
    "judge_response",
    "promises_in",
]
