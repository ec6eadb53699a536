"""What is seen can be taken along: as a table and as JSON Lines, by whom it is shown to, and noted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client

from heard.web.conversations.exporting import COLUMNS
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry, CriterionAgreement
from heard.web.plumbing.sheets import cell
from tests.web.cast import MET, MISSED, Cast, put
from tests.web.conversations.talks import put_many, put_one

As = Callable[[Role | None], Client]
EXPORT = "/conversations/export"


def taken(client: Client, query: str = "") -> str:
    answer = client.get(f"{EXPORT}?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="conversations.')
    return b"".join(answer).decode()  # type: ignore[arg-type]  # it is streamed


def test_the_table_holds_what_the_list_shows(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MISSED], key="missed")
    put(cast.organisation, [MET], agent="Bo", key="met")

    rows = list(csv.DictReader(io.StringIO(taken(as_(Role.MANAGER), "result=met").removeprefix("\ufeff"))))

    assert [row["id"] for row in rows] == ["met-1"]
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["team"], rows[0]["met"], rows[0]["reviewed"]) == ("South", "1", "no")
    assert "agent" not in rows[0], "a table of persons and their figures is a ranking in two clicks"


def test_json_lines_hold_the_whole_analysis(cast: Cast, as_: As) -> None:
    put(cast.organisation)

    lines = [json.loads(line) for line in taken(as_(Role.MANAGER), "format=jsonl").splitlines()]

    assert [line["id"] for line in lines] == ["talk-2", "talk-1"]
    assert lines[1]["analysis"]["schema"] == "heard-analysis/1"
    assert lines[1]["analysis"]["turns"][0]["text"].startswith("My father died")


@pytest.mark.parametrize(
    ("role", "ids"),
    [(Role.AGENT, {"north-1"}), (Role.LEAD, {"north-1"}), (Role.MANAGER, {"north-1", "south-1"})],
)
def test_nobody_takes_along_what_they_may_not_see(cast: Cast, as_: As, role: Role, ids: set[str]) -> None:
    put(cast.organisation, [MISSED], agent="Ada", key="north")
    put(cast.organisation, [MET], agent="Bo", key="south")
    put(cast.organisation, [MET.replace("daughter", "son")], agent="Bo", key="alone", released=False)

    lines = [json.loads(line) for line in taken(as_(role), "format=jsonl").splitlines()]

    assert {line["id"] for line in lines} == ids


def test_criteria_that_nobody_is_held_to_are_left_out_of_the_agents_own(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MISSED])
    CriterionAgreement.objects.create(
        organisation=cast.organisation, standard="everyday", criterion="recognised", for_individuals=False
    )

    def criteria(role: Role) -> set[str]:
        line = json.loads(taken(as_(role), "format=jsonl"))
        return {mark["criterion"] for mark in line["analysis"]["marks"]}

    assert "recognised" not in criteria(Role.AGENT)
    assert "recognised" in criteria(Role.MANAGER)


def test_an_export_is_noted_with_how_many_but_not_what_was_searched(cast: Cast, as_: As) -> None:
    put_many(cast, 3)

    taken(as_(Role.MANAGER), "q=father&format=csv")

    entry = AuditEntry.objects.get(did="exported conversations")
    assert entry.details == {"format": "csv", "filters": ["words"], "conversations": 3}


def test_nothing_is_exported_where_a_choice_can_not_be_used(cast: Cast, as_: As) -> None:
    for query in ("format=exe", "since=yesterday"):
        answer = as_(Role.MANAGER).get(f"{EXPORT}?{query}")
        assert answer.status_code == 302
    assert not AuditEntry.objects.filter(did="exported conversations").exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(cast: Cast, as_: As, start: str) -> None:
    put_one(cast, subject=f"{start}HYPERLINK(1)")

    (row,) = csv.DictReader(io.StringIO(taken(as_(Role.MANAGER)).removeprefix("\ufeff"), newline=""))

    assert row["subject"].startswith("'")
    assert cell(-1) == -1
    assert cell("plain") == "plain"


def test_the_number_of_queries_does_not_grow_with_the_rows(
    cast: Cast, as_: As, django_assert_max_num_queries: Callable[..., object]
) -> None:
    put_many(cast, 30)
    client = as_(Role.MANAGER)

    with django_assert_max_num_queries(16):
        assert len(taken(client, "format=jsonl").splitlines()) == 30
