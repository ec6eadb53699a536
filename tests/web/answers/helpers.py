"""Moments to answer, appeals to decide: made by the actions that people's clicks call."""

from __future__ import annotations

from typing import Any

from heard.web.answers.actions import Asks, decide, give
from heard.web.answers.models import Answer, Decision
from heard.web.conversations.models import Moment
from heard.web.organisation.access import Role
from heard.web.people.models import Person
from tests.web.cast import MET, MISSED, Cast, put

__all__ = ["MET", "MISSED", "WHY", "appeal", "decided", "moment"]

WHY = "They had told me about it on the phone, and I had said so there."
ASKS: dict[str, dict[str, Any]] = {
    "context": {},
    "no_need": {},
    "not_mine": {"cause": "policy"},
    "contested": {"recognition": 2},
}


def moment(cast: Cast, script: str = MISSED, **how: Any) -> Moment:
    """The first moment of a conversation that Ada, the cast's agent, answered; `how` as in `put`."""
    (talk,) = put(cast.organisation, [script], **how)
    found = talk.moments.first()
    assert found is not None
    return found


def appeal(cast: Cast, of: Moment | None = None, kind: str = "contested", **asks: Any) -> Answer:
    """What the agent says about a moment, by default that it was recognised."""
    said = {"kind": kind, "words": WHY, **ASKS[kind], **asks}
    return give(cast[Role.AGENT], of or moment(cast), Asks(**said))


def decided(answer: Answer, by: Person, verdict: str = "upheld", reason: str = "The words show it.") -> Decision:
    """A decision on the words as they stand."""
    answer.refresh_from_db()
    return decide(by, answer, verdict, reason, version=answer.version)
