"""How the tests of bringing in make archives and imports of them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from heard.web.intake.actions import add_file, begin, choose, draft
from heard.web.intake.job import work
from heard.web.intake.models import Import
from heard.web.organisation.access import Role
from tests.web.cast import Cast

__all__ = ["archive", "brought_in", "prepared", "talk", "tally"]

SAID = "I have waited {n} days for parcel {n} and my daughter's present is in it, this is the third time I ask."
REPLY = "I'm sorry that present number {n} is late. I have rung the depot and it will be with you tomorrow by noon."


def talk(number: int, *, id: str | None = None, more: str | None = None) -> dict[str, object]:
    """A conversation of its own, in Heard's form; `more` is what the customer says at the end."""
    turns = [
        {"speaker": "customer", "text": SAID.format(n=number), "name": f"Customer {number % 7}"},
        {"speaker": "agent", "text": REPLY.format(n=number), "name": "Ada"},
    ]
    if more:
        turns.append({"speaker": "customer", "text": more, "name": f"Customer {number % 7}"})
    return {"id": id or f"talk-{number}", "channel": "chat", "started": "2026-03-14T09:12:00Z", "turns": turns}


def archive(numbers: Iterable[int], *, broken: int = 0) -> bytes:
    """JSON Lines of `talk`s, with so many records in between that can't be read."""
    lines = [json.dumps(talk(number)) for number in numbers]
    for place in range(broken):
        lines.insert(3 * place, json.dumps({"id": f"broken-{place}", "turns": [{"speaker": "customer"}]}))
    return "\n".join([*lines, ""]).encode()


def prepared(cast: Cast, *files: tuple[str, bytes], **choices: object) -> Import:
    """An import of `files` that has begun and waits for a worker."""
    brought = draft(cast[Role.MANAGER])
    for name, content in files:
        add_file(brought, name, [content])
    choose(brought, choices)
    assert begin(brought, cast[Role.MANAGER])
    brought.refresh_from_db()
    return brought


def brought_in(cast: Cast, *files: tuple[str, bytes], **choices: object) -> Import:
    """An import of `files`, as a worker leaves it."""
    brought = prepared(cast, *files, **choices)
    work(brought.pk)
    brought.refresh_from_db()
    return brought


def tally(brought: Import) -> dict[str, int]:
    """Its counts."""
    return {name: getattr(brought, name) for name in ("read", "stored", "known", "rejected", "left_out")}
