"""What the API takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from heard.web.conversations.filters import Filters
from heard.web.conversations.paging import MANY

__all__ = ["ConversationOut", "ConversationsIn", "ConversationsOut", "MomentOut", "NothingOut", "RowOut", "RulingOut"]


class ConversationsIn(Schema):
    """Which conversations. From `need` to `below` all must hold of one and the same moment."""

    q: str = Field("", max_length=200, description='Words, prefixes* and "phrases"; every one must be said.')
    team: int | None = Field(None, ge=1, le=2**63 - 1)
    agent: int | None = Field(None, ge=1, le=2**63 - 1, description="Answered in it.")
    channel: Literal["", "chat", "email", "social", "call", "in_person", "other"] = ""
    since: date | None = Field(None, description="Began on this day or later, in UTC.")
    until: date | None = Field(None, description="Began on this day or before, in UTC.")
    need: str = Field(
        "", max_length=40, description="A feeling or circumstance, by its name in docs/reference/signals.md."
    )
    recognition: Literal["", "-1", "0", "1", "2", "3", "nobody"] = Field("", description="nobody: nobody answered.")
    result: Literal["", "met", "repaired", "missed", "unsure"] = ""
    outcome: Literal["", "eased", "same", "worse", "unknown"] = ""
    cause: Literal["", "agent", "policy", "product", "waiting", "handover", "bot", "authority", "unclear"] = ""
    below: float | None = Field(None, ge=0, le=1, description="Heard is less sure than this.")
    review: Literal[
        "", "reviewed", "not_reviewed", "to_read", "ruled", "context", "contested", "upheld", "declined"
    ] = ""
    cursor: str = Field("", max_length=60, description="`next` of the page before; empty: the newest.")
    limit: int = Field(50, ge=1, le=200)

    def filters(self) -> Filters:
        """What is asked for."""
        said = self.model_dump(exclude={"q", "cursor", "limit"})
        return Filters(words=self.q, **said)


class RowOut(Schema):
    """A conversation and what is counted of it."""

    number: int = Field(description="Its number here, by which it is asked for.")
    id: str = Field(description="Its id in the source.")
    began: datetime
    released: datetime = Field(description="Until then it is the agent's alone.")
    channel: str
    team: str | None
    agent: str | None = Field(description="Who answered most.")
    customer: str | None
    subject: str | None
    turns: int
    readable: bool = Field(description="False: not in English, so that nothing was judged.")
    needed: int = Field(description="Moments that were judged.")
    met: int = Field(description="Of these, the ones that were met.")
    unsure: int = Field(description="Moments left to a person.")
    least_confidence: float | None = Field(description="Of its moments; null: it has none.")
    reviewed: bool = Field(description="A person has judged it.")
    engine: str
    model: str | None = Field(description="Version of the encoder; null: patterns alone.")
    standard: str


class ConversationsOut(Schema):
    """A page of conversations, newest first."""

    conversations: list[RowOut]
    total: int | None = Field(
        description=f"Of all pages; {MANY + 1}: more than {MANY}; null: counted on the first page alone."
    )
    next: str | None = Field(description="`cursor` of the next page; null: this is the last.")


class RulingOut(Schema):
    """What a person decided about a moment."""

    at: datetime
    by: str | None = Field(description="null: somebody who left.")
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]


class MomentOut(Schema):
    """A moment as it counts now: by the engine, or by a person who ruled otherwise."""

    place: int = Field(description="Its index in the analysis' moments.")
    needs: list[str]
    agent: str | None
    recognition: int | None
    action: int | None
    result: str = Field(description="met, repaired, missed, or unsure: left to a person.")
    outcome: str
    cause: str | None
    confidence: float
    counts: bool = Field(description="False: a person ruled that no need was shown.")
    judged_by_person: bool
    answer: str | None = Field(description="context, contested, upheld or declined; null: the agent said nothing.")
    rulings: list[RulingOut] = Field(description="Newest first.")


class ConversationOut(RowOut):
    """One conversation with everything that was said and found."""

    moments: list[MomentOut]
    analysis: dict[str, Any] = Field(description="heard-analysis/1, as it was on its day; docs/reference/json.md.")
    left_out: list[str] = Field(
        description="Criteria whose marks are left out: people agree on them too little to hold anybody to them."
    )


class NothingOut(Schema):
    """What is not there, or not for the token's person."""

    detail: str
