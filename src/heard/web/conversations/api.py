"""The API: conversations and what was found in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from heard.web.conversations.access import conversation_for
from heard.web.conversations.criteria import without
from heard.web.conversations.exporting import row_of
from heard.web.conversations.models import Conversation
from heard.web.conversations.paging import Cursor
from heard.web.conversations.queries import rows_of
from heard.web.conversations.reading import found_in
from heard.web.conversations.schemas import (
    ConversationOut,
    ConversationsIn,
    ConversationsOut,
    MomentOut,
    NothingOut,
    RulingOut,
)
from heard.web.organisation.actions import log
from heard.web.people.access import Token, person_of

__all__ = ["router"]

router = Router(tags=["conversations"])


@router.get(
    "",
    response=ConversationsOut,
    auth=Token("conversations:read"),
    operation_id="conversations",
    summary="A page of them",
)
def conversations(request: HttpRequest, asked: Query[ConversationsIn]) -> dict[str, Any]:
    """Conversations that the token's person may see, newest first."""
    person = person_of(request)
    rows, page = rows_of(person, asked.filters(), Cursor.of(asked.cursor), asked.limit)
    log(person.organisation, person, "listed conversations", via="api", conversations=len(rows))
    return {
        "conversations": [_row(row) for row in rows],
        "total": page.total,
        "next": str(page.older) if page.older else None,
    }


@router.get(
    "/{int:number}",
    response={200: ConversationOut, 404: NothingOut},
    auth=Token("conversations:read"),
    operation_id="conversation",
    summary="One of them, with all that was found",
)
def conversation(request: HttpRequest, number: int) -> dict[str, Any]:
    """One conversation with its analysis, its moments as they count now and what people decided about them."""
    person = person_of(request)
    one = conversation_for(person, number)
    log(person.organisation, person, "saw conversation", f"conversation {one.pk}", via="api")
    found = found_in(person, one)
    analysis = without(found.analysis, found.off) if found.own else found.analysis
    kept = {mark["criterion"] for mark in analysis["marks"]}
    moments = [
        MomentOut(
            place=m.place,
            needs=[label.label for label in m.labels.all()],
            agent=m.agent.name if m.agent else None,
            recognition=m.recognition,
            action=m.action,
            result=m.result,
            outcome=m.outcome,
            cause=m.cause or None,
            confidence=m.confidence,
            counts=m.counts,
            judged_by_person=m.judged_by_person,
            answer=m.answer or None,
            rulings=[
                RulingOut(at=r.at, by=r.by.name if r.by else None, reason=r.reason, before=r.before, after=r.after)
                for r in m.rulings.all()
            ],
        )
        for m in found.moments
    ]
    return {
        **_row(one),
        "moments": moments,
        "analysis": analysis,
        "left_out": [m["criterion"] for m in found.analysis["marks"] if m["criterion"] not in kept],
    }


def _row(one: Conversation) -> dict[str, Any]:
    return {**row_of(one), "released": one.released}
