"""Conversations of a shape that tests of the pages need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from heard.web.conversations.actions import store
from heard.web.conversations.models import Conversation
from tests.web.cast import MET, MISSED, Cast, analysis_of

BEGAN = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>"


def put_many(cast: Cast, count: int, *, script: str = MISSED, key: str = "many", **facts: Any) -> None:
    """`count` conversations a minute apart, each in words of its own."""
    analysis = analysis_of(script)
    store(
        cast.organisation,
        [
            {
                **analysis,
                "id": f"{key}-{number}",
                "started": (BEGAN + timedelta(minutes=number)).isoformat(),
                "turns": [*analysis["turns"][:-1], said(analysis["turns"][-1], f"(number {key}{number})")],
                **facts,
            }
            for number in range(count)
        ],
        origin="test",
        came_in=timezone.now() - timedelta(days=3),
    )


def put_one(cast: Cast, turns: list[dict[str, Any]] | None = None, **facts: Any) -> Conversation:
    """One conversation like MET, with other turns or facts; released."""
    analysis = {**analysis_of(MET), "id": "one", "started": BEGAN.isoformat(), **facts}
    if turns is not None:
        analysis["turns"] = turns
    store(cast.organisation, [analysis], origin="test", came_in=timezone.now() - timedelta(days=3))
    return Conversation.objects.get(organisation=cast.organisation, key=analysis["id"])


def said(turn: dict[str, Any], more: str) -> dict[str, Any]:
    """`turn` with `more` at its end."""
    return {**turn, "text": f"{turn['text']} {more}"}


def spoken(count: int) -> list[dict[str, Any]]:
    """Turns in which nothing is found."""
    empty = {"feelings": [], "intensity": 0, "circumstances": [], "stance": [], "need": 0, "moves": [], "findings": []}
    return [
        {
            "index": n,
            "speaker": "customer" if n % 2 else "agent",
            "name": "Cleo" if n % 2 else "Ada",
            "text": f"this is number {n}",
            "at": None,
            **empty,
        }
        for n in range(count)
    ]
