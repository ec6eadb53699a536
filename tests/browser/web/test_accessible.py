"""Every page, wide and narrow, light and dark: axe finds nothing, nothing is cut off, the console is silent.

The pages are the addresses that tests/web/test_doors.py walks, each opened as somebody who may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from heard.web.insights.actions import count_again
from heard.web.organisation.access import Role
from heard.web.people.models import Person
from tests.browser.web.looking import PHONE, wrong_with
from tests.web.cast import MET, Cast, put
from tests.web.doors import Things
from tests.web.reviews.hands import judge
from tests.web.test_doors import DOORS, Visitor, arguments, elsewhere

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ASKED = (Role.MANAGER, Role.LEAD, Role.REVIEWER, Role.ADMIN, Role.ANALYST, Role.AGENT)  # in this order, who may open it
NOT_SHOWN = {"account_logout"}  # ends the session that looks


def pages(things: Things, people: list[Person | None]) -> Iterator[tuple[Person | None, str]]:
    """Each address that shows a whole page, with the first of `people` to whom it does."""
    visitors = [(person, Visitor(person)) for person in people]
    for door in DOORS:
        if door.name in NOT_SHOWN:
            continue
        for person, visitor in visitors:
            answer = visitor.knock(door, things, "get")
            if answer.status_code == 200 and b"<html" in getattr(answer, "content", b""):
                yield person, reverse(door.name, kwargs=arguments(door.name, door.takes, things))
                break


def walked(
    opened: Callable[[Person | None], Page], found: list[tuple[Person | None, str]], **how: tuple[int, ...]
) -> str:
    """What is wrong with the pages, each in a tab of its own."""
    contexts = {person: opened(person).context for person in dict.fromkeys(person for person, _ in found)}
    wrong = []
    for person, address in found:
        tab = contexts[person].new_page()
        wrong += [f"{line} (as {person})" for line in wrong_with(tab, address, **how)]
        tab.close()
    return "\n".join(wrong)


def test_every_page_can_be_read_by_everybody(cast: Cast, opened: Callable[[Person | None], Page]) -> None:
    things = Things(cast)
    put(cast.organisation, [MET])
    judge(cast[Role.REVIEWER], things.conversation, "missed", {0: (0, 0)})
    for thing in ("answer", "kudos", "exemplar", "receipt", "queued", "agreed", "chatwoot", "view", "token", "trial"):
        getattr(things, thing)
    count_again(cast.organisation)
    found = list(pages(things, [cast[role] for role in ASKED]))
    found += [(cast[Role.REVIEWER], reverse("reviews:review", args=[things.conversation.pk]))]  # side by side

    assert len(found) > 50
    assert not (wrong := walked(opened, found)), wrong


def test_every_empty_page_can_be_read_by_everybody(cast: Cast, opened: Callable[[Person | None], Page]) -> None:
    bare = list(pages(Things(cast), [elsewhere(cast), None]))

    assert not (wrong := walked(opened, bare, widths=(PHONE,))), wrong
