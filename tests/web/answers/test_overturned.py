"""How often appeals are upheld is public in the team: about teams, never about a person."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from heard.web.answers.actions import Found, decide
from heard.web.answers.models import Answer
from heard.web.answers.overturned import overturned
from heard.web.organisation.access import Role
from heard.web.people.models import Agent, Person
from tests.web.answers.helpers import MISSED, appeal, decided, moment
from tests.web.cast import Cast

SignedIn = Callable[[Role | None], Client]


@pytest.fixture
def team(cast: Cast) -> Cast:
    """North has four agents, so that its figures are about a team."""
    Agent.objects.bulk_create(
        Agent(organisation=cast.organisation, name=name, team=cast.north) for name in ("Cy", "Di", "Ed")
    )
    return cast


def some(cast: Cast, *verdicts: str, kind: str = "contested", **asks: int) -> None:
    """Appeals of Ada's, decided like this."""
    for number, verdict in enumerate(verdicts):
        key = f"{kind}{number}{verdict}{len(asks)}"  # also in its words: the same words are kept once
        own = moment(cast, f"{MISSED}\n agent: {key}", key=key)
        answer = appeal(cast, own, kind, **asks)
        found = Found(action=2) if verdict == "in_part" else None
        decide(cast[Role.LEAD], answer, verdict, "As the words say.", found=found, version=1)


def test_upheld_in_whole_or_in_part_of_decided_by_what_it_was_about(team: Cast) -> None:
    some(team, "upheld", "declined", "in_part")
    some(team, "upheld", kind="no_need")
    some(team, "declined", kind="not_mine")
    some(team, "upheld", action=2)
    appeal(team, moment(team, key="open"))

    (north,) = overturned(team[Role.AGENT])

    assert (north.name, north.all) == ("North", (4, 6))
    assert {str(title): tuple(share) for title, share in north.about} == {
        "Whether there was a need": (1, 1),
        "Whose it was": (0, 1),
        "Recognition": (3, 4),
        "Action": (1, 1),
    }


def test_the_newest_decision_is_the_one_that_is_counted(team: Cast) -> None:
    answer = appeal(team)
    decided(answer, team[Role.LEAD], "upheld")
    decided(answer, team[Role.REVIEWER], "declined")

    assert overturned(team[Role.AGENT])[0].all == (0, 1)


def test_agents_and_leads_see_their_own_teams_and_those_who_read_all_see_all(team: Cast) -> None:
    some(team, "upheld")

    seen = {role: [t.name for t in overturned(team[role])] for role in Role if role is not Role.ADMIN}

    assert seen == {role: ["North"] for role in seen}
    other = Person.objects.create_user("south@brightwater.test", organisation=team.organisation, name="Bo")
    other.memberships.create(role=Role.AGENT, team=team.south)
    assert not overturned(other)
    assert not overturned(team.stranger)


def test_a_team_of_few_is_counted_with_other_small_teams_or_not_at_all(cast: Cast) -> None:
    some(cast, "upheld")
    assert not overturned(cast[Role.MANAGER])
    assert not overturned(cast[Role.AGENT])

    Agent.objects.bulk_create(Agent(organisation=cast.organisation, name=n, team=cast.south) for n in ("Cy", "Di"))

    (row,) = overturned(cast[Role.AGENT])
    assert (row.name, row.all) == ("Small teams together", (1, 1))


def test_what_was_decided_more_than_a_year_ago_is_over(team: Cast) -> None:
    some(team, "upheld")
    Answer.objects.update(decided=timezone.now() - timedelta(days=366))

    assert not overturned(team[Role.MANAGER])


def test_the_table_says_the_same_as_the_page_and_names_nobody(team: Cast, as_: SignedIn) -> None:
    some(team, "upheld", "declined")

    page = as_(Role.AGENT).get("/moments/upheld").content.decode()
    sheet = as_(Role.AGENT).get("/moments/upheld.csv")

    assert isinstance(sheet, StreamingHttpResponse)
    text = b"".join(sheet).decode("utf-8-sig")  # type: ignore[arg-type]  # a plain iterator of bytes
    rows = list(csv.reader(StringIO(text)))
    assert rows[1][:4] == ["North", "all", "1", "2"]
    assert "1 of 2 (9–91 %)" in page
    assert not [p.name for p in Person.objects.all() if p.name in text]
    assert "Ada" not in text + page
