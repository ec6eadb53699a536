"""A page asks the database as often for thirty rows as for three."""

from __future__ import annotations

from functools import cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.web.organisation.access import Role
from heard.web.people.models import Person
from tests.web.cast import Cast, assemble
from tests.web.solid.crowd import Crowd
from tests.web.test_doors import DOORS, Door, Visitor, undone

FEW, MANY = 3, 30
MORE = {"privacy:mine": 12}  # address → queries that it may ask besides: how many more there are, once for a table
NOBODYS = frozenset(  # pages that answer nobody of this cast by GET, because of what they are for
    {
        *("account_email_verification_sent", "account_set_password", "account_signup", "people:setup"),
        *("mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_edit_webauthn", "mfa_remove_webauthn"),
        *("mfa_view_recovery_codes", "intake:add", "reviews:rule"),
    }
)

Counted = dict[tuple[str, str], tuple[int, list[str]]]  # (address, who) → status and queries


@pytest.mark.slow
@pytest.mark.django_db
def test_no_page_asks_more_often_for_more_rows() -> None:
    few, many = _walk(FEW), _walk(MANY)
    wrong = []
    for (name, who), (status, asked) in many.items():
        before, asked_before = few[name, who]
        if status != before:
            wrong.append(f"{name} as {who} answers {before} with {FEW} rows and {status} with {MANY}")
        elif len(asked) > len(asked_before) + MORE.get(name, 0):
            wrong.append(_complaint(name, who, asked_before, asked))

    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_is_measured_by_somebody_who_may_open_it() -> None:
    walked = _walk(FEW)
    opened = {name for (name, _), (status, _) in walked.items() if status < 400 or status == 405}
    closed = {name for name, _ in walked} - opened

    assert closed <= NOBODYS, (
        f"nobody could open {', '.join(sorted(closed - NOBODYS))}: let tests/web/solid/crowd.py make what it shows"
    )


@cache
def _walk(many: int) -> Counted:
    with undone():
        cast = assemble()
        return _all(cast, Crowd(cast, many))


def _all(cast: Cast, crowd: Crowd) -> Counted:
    people = {"everybody": crowd.admin, "the agent": Person.objects.get(pk=cast[Role.AGENT].pk)}
    counted: Counted = {}
    for who, person in people.items():
        visitor = Visitor(person)
        for door in DOORS:
            if door.open_to is None or not door.open_to.isdisjoint(person.roles):
                counted[door.name, who] = _count(visitor, door, crowd)
    return counted


def _count(visitor: Visitor, door: Door, crowd: Crowd) -> tuple[int, list[str]]:
    visitor.knock(door, crowd, "get")  # what a process learns once, and what a Thing makes of itself, is not counted
    with CaptureQueriesContext(connection) as asked:
        status = visitor.knock(door, crowd, "get").status_code
    return status, [query["sql"] for query in asked.captured_queries]


def _complaint(name: str, who: str, before: list[str], now: list[str]) -> str:
    def shape(sql: str) -> str:
        return sql.partition(" WHERE ")[0][:160]

    times = {s: sum(shape(q) == s for q in now) for s in map(shape, now)}
    more = [f"{n} × {s}" for s, n in times.items() if n > sum(shape(q) == s for q in before)]
    return f"{name} as {who}: {len(before)} queries for {FEW} rows, {len(now)} for {MANY}: {'; '.join(more)}"
