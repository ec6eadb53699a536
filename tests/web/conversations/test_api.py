"""The API gives what the pages show, to whom they show it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from heard.web.conversations.actions import rule
from heard.web.conversations.models import Conversation
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry, CriterionAgreement
from heard.web.people.models import ApiToken, hash_of
from tests.web.cast import MET, MISSED, Cast, put
from tests.web.conversations.talks import put_many

pytestmark = pytest.mark.urls("tests.web.conversations.addresses")
API = "/api/v1/conversations"


def asked(cast: Cast, role: Role, path: str = "", *, scope: str = "conversations:read", code: int = 200) -> Any:
    ApiToken.objects.get_or_create(
        organisation=cast.organisation, person=cast[role], secret_hash=hash_of(f"{role}{scope}"), scopes=[scope]
    )
    answer = Client().get(f"{API}{path}", headers={"authorization": f"Bearer {role}{scope}"})
    assert answer.status_code == code, answer.content[:500]
    return answer.json()


def test_pages_follow_one_another_by_their_cursor(cast: Cast) -> None:
    put_many(cast, 5)

    first = asked(cast, Role.MANAGER, "?limit=2")
    second = asked(cast, Role.MANAGER, f"?limit=2&cursor={first['next']}")
    third = asked(cast, Role.MANAGER, f"?limit=2&cursor={second['next']}")

    ids = [row["id"] for answer in (first, second, third) for row in answer["conversations"]]
    assert ids == ["many-4", "many-3", "many-2", "many-1", "many-0"]
    assert (first["total"], second["total"], third["next"]) == (5, None, None)


def test_the_filters_are_those_of_the_list(cast: Cast) -> None:
    put(cast.organisation)

    found = asked(cast, Role.MANAGER, "?q=medicine&result=met&need=anxiety&since=2026-01-01&recognition=3")

    assert [row["id"] for row in found["conversations"]] == ["talk-2"]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "result=fate", "since=yesterday", "team=0", f"team={2**63}", "below=2", "q=" + "x" * 201],
)
def test_what_can_not_be_asked_is_refused_with_its_place(cast: Cast, query: str) -> None:
    refused = asked(cast, Role.MANAGER, f"?{query}", code=422)

    assert refused["detail"][0]["loc"][-1] == query.partition("=")[0]


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%22%22*", "cursor=nonsense", "agent=999", "need=fate", "until=9999-12-31"]
)
def test_strange_questions_have_plain_answers(cast: Cast, query: str) -> None:
    put(cast.organisation)

    asked(cast, Role.MANAGER, f"?{query}")


def test_one_conversation_comes_with_its_analysis_and_rulings(cast: Cast) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    moment = talk.moments.filter(result="missed").first()
    assert moment is not None
    rule(moment, cast[Role.REVIEWER], "It was a policy.", cause="policy")

    one = asked(cast, Role.MANAGER, f"/{talk.pk}")

    told = one["moments"][moment.place]
    assert one["analysis"]["schema"] == "heard-analysis/1"
    assert told["cause"] == "policy"
    assert told["judged_by_person"]
    assert [(r["by"], r["reason"], r["after"]) for r in told["rulings"]] == [
        ("Reviewer Person", "It was a policy.", {"cause": "policy"})
    ]
    assert "bereavement" in told["needs"]
    assert AuditEntry.objects.get(did="saw conversation").details == {"via": "api"}


def test_nobody_gets_what_they_may_not_see(cast: Cast) -> None:
    put(cast.organisation, [MISSED], key="alone", released=False)
    put(cast.organisation, [MET], agent="Bo", key="south")
    alone, south = Conversation.objects.get(key="alone-1"), Conversation.objects.get(key="south-1")

    assert {row["id"] for row in asked(cast, Role.MANAGER)["conversations"]} == {"south-1"}
    assert {row["id"] for row in asked(cast, Role.AGENT)["conversations"]} == {"alone-1"}
    assert asked(cast, Role.LEAD)["conversations"] == []
    asked(cast, Role.MANAGER, f"/{alone.pk}", code=404)
    asked(cast, Role.LEAD, f"/{south.pk}", code=404)
    asked(cast, Role.MANAGER, f"/{10**30}", code=404)


def test_another_scope_opens_nothing(cast: Cast) -> None:
    asked(cast, Role.MANAGER, scope="insights:read", code=401)
    asked(cast, Role.ADMIN, code=401)


def test_marks_that_nobody_is_held_to_are_left_out_of_the_agents_own(cast: Cast) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    CriterionAgreement.objects.create(
        organisation=cast.organisation, standard="everyday", criterion="recognised", for_individuals=False
    )

    own, other = asked(cast, Role.AGENT, f"/{talk.pk}"), asked(cast, Role.MANAGER, f"/{talk.pk}")

    assert own["left_out"] == ["recognised"]
    assert other["left_out"] == []
    assert "recognised" not in {mark["criterion"] for mark in own["analysis"]["marks"]}
