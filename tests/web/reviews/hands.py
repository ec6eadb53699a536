"""What reviewers do, in the tests: fill the form in, save, sit together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heard.web.conversations.models import Conversation
from heard.web.organisation.access import Role
from heard.web.people.models import Person
from heard.web.reviews import actions
from heard.web.reviews.actions import Judged, JudgedNeedAs, Marked
from heard.web.reviews.models import Review
from heard.web.reviews.reading import standard_of, stretches
from tests.web import cast as players


def filled(conversation: Conversation, results: Mapping[str, str] | None = None, **fields: str) -> dict[str, str]:
    """The review form as posted: every criterion met but for `results`, no need but for `fields` (n_0_need="yes")."""
    results = results or {}
    form = {f"c-{c.id}-result": results.get(c.id, "met") for c in standard_of(conversation).criteria}
    form |= {f"n-{s.first}-need": "no" for s in stretches(conversation.record.analysis)}
    return form | {name.replace("_", "-"): value for name, value in fields.items()} | {"save": "1"}


def judge(
    person: Person,
    conversation: Conversation,
    results: Mapping[str, str] | str = "met",
    needs: Mapping[int, tuple[int, int]] | None = None,
    **facts: Any,
) -> Review:
    """Saves a judgement: one result for all criteria or one for each; `needs`: turn → (recognition, action)."""
    standard = standard_of(conversation)
    of = dict.fromkeys((c.id for c in standard.criteria), results) if isinstance(results, str) else results
    seen = needs or {}
    judged = Judged(
        criteria=[Marked(c.id, of.get(c.id, "met")) for c in standard.criteria],
        needs=[
            JudgedNeedAs(s.first, s.first in seen, *seen.get(s.first, (None, None)))
            for s in stretches(conversation.record.analysis)
        ],
        **facts,
    )
    return actions.save(person, conversation, standard, judged)


def another(organisation: Any, name: str, role: Role = Role.REVIEWER, team: Any = None) -> Person:
    """One more person who judges."""
    made = players.person(organisation, role, team, email=f"{name.lower()}@brightwater.test")
    made.name = name
    made.save()
    return made
