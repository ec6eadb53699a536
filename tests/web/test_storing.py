"""What is stored of an analysis, who may see it, and what a ruling changes."""

from __future__ import annotations

import pytest
from django.http import Http404

from heard.web.conversations.access import conversation_for, conversations_for, moments_for
from heard.web.conversations.actions import remove, rule, store
from heard.web.conversations.models import Changed, Conversation, Moment
from heard.web.organisation.access import Role
from tests.web.cast import MET, MISSED, Cast, analysis_of, put


def test_a_conversation_is_stored_with_its_moments_agent_team_and_customer(cast: Cast) -> None:
    missed, met = put(cast.organisation)

    assert (missed.agent, missed.team, str(missed.customer)) == (cast.agent, cast.north, "Cleo")
    assert (missed.met, met.met) == (0, 1)
    assert missed.record.analysis["turns"][0]["text"].startswith("My father died")
    assert {m.result for m in met.moments.all()} == {"met"}


def test_the_same_words_under_another_id_add_nothing(cast: Cast) -> None:
    put(cast.organisation, [MET], key="first")

    again = store(cast.organisation, [{**analysis_of(MET), "id": "second"}], origin="test")

    assert again == (0, 1)
    assert Conversation.objects.count() == 1


def test_a_new_result_is_the_agents_alone(cast: Cast) -> None:
    (fresh,) = put(cast.organisation, [MISSED], released=False)

    assert conversation_for(cast[Role.AGENT], fresh.pk) == fresh
    for role in set(Role) - {Role.AGENT}:
        with pytest.raises(Http404):
            conversation_for(cast[role], fresh.pk)
        assert not moments_for(cast[role]).exists()


def test_who_sees_a_released_conversation(cast: Cast) -> None:
    put(cast.organisation, [MISSED], agent="Ada", key="north")
    put(cast.organisation, [MET], agent="Bo", key="south")

    seen = {role: {c.key for c in conversations_for(cast[role])} for role in Role}

    both = {"north-1", "south-1"}
    assert seen == {
        Role.AGENT: {"north-1"},
        Role.LEAD: {"north-1"},
        Role.REVIEWER: both,
        Role.MANAGER: both,
        Role.ANALYST: both,
        Role.ADMIN: set(),
    }
    assert not conversations_for(cast.stranger).exists()


def test_a_ruling_changes_the_moment_the_counts_and_the_days_to_count_again(cast: Cast) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    Changed.objects.all().delete()
    moment = talk.moments.filter(result="missed").first()
    assert moment is not None

    ruling = rule(moment, cast[Role.REVIEWER], "It was a policy, not the agent.", counts=False)

    talk.refresh_from_db()
    assert talk.needed == Moment.objects.filter(counts=True).exclude(result="unsure").count()
    assert ruling.before == {"counts": True}
    assert Changed.objects.get().day == talk.began.date()


def test_removing_takes_everything_along(cast: Cast) -> None:
    talks = put(cast.organisation)

    assert remove(cast.organisation, [t.pk for t in talks]) == 2
    assert not Moment.objects.exists()
