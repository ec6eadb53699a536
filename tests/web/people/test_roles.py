"""Roles given and taken, people who leave, and teams."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from heard.web.conversations.models import Conversation
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry, Team
from heard.web.people.actions.coming_in import invite
from heard.web.people.actions.roles import deactivate, take_role
from heard.web.people.actions.teams import link_agent, remove_team
from heard.web.people.actions.tokens import make_token
from heard.web.people.models import Agent, ApiToken, Invitation, Membership, Person
from tests.web.cast import MISSED, PASSWORD, Cast, put

As = Callable[[Role | None], Client]


def test_a_role_is_given_and_taken_and_both_are_logged(cast: Cast, as_: As) -> None:
    admin, lead = as_(Role.ADMIN), cast[Role.LEAD]

    admin.post(reverse("people:give_role", args=[lead.pk]), {"role": "reviewer", "team": cast.north.pk})
    given = Membership.objects.get(person=lead, role="reviewer")
    assert given.team is None  # reviewers judge for the whole organisation
    admin.post(reverse("people:take_role", args=[given.pk]))

    assert Person.objects.get(pk=lead.pk).roles == {Role.LEAD}
    assert [e.did for e in AuditEntry.objects.all()] == ["took role", "gave role"]


def test_the_same_role_twice_is_refused_with_its_reason(cast: Cast, as_: As) -> None:
    lead = cast[Role.LEAD]
    answer = as_(Role.ADMIN).post(reverse("people:give_role", args=[lead.pk]), {"role": "lead", "team": cast.north.pk})

    assert "has this role already" in str(answer.context["form"].non_field_errors())


def test_the_last_administrator_stays_one(cast: Cast, as_: As) -> None:
    admin = cast[Role.ADMIN]
    Membership.objects.create(person=admin, role=Role.ANALYST)
    held = admin.memberships.get(role=Role.ADMIN)

    with pytest.raises(ValidationError, match="only administrator"):
        take_role(held, admin)
    with pytest.raises(ValidationError, match="only administrator"):
        deactivate(admin, cast[Role.MANAGER])


def test_an_administrator_who_has_left_does_not_count_as_one(cast: Cast) -> None:
    gone = Person.objects.create_user("gone@brightwater.test", PASSWORD, name="G", organisation=cast.organisation)
    Membership.objects.create(person=gone, role=Role.ADMIN)
    deactivate(gone, cast[Role.ADMIN])

    with pytest.raises(ValidationError, match="only administrator"):
        deactivate(cast[Role.ADMIN], cast[Role.MANAGER])


def test_nobody_is_left_without_a_role(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="only role"):
        take_role(cast[Role.ANALYST].memberships.get(), cast[Role.ADMIN])


def test_deactivating_ends_sessions_and_tokens_at_once_and_coming_back_brings_no_token_back(
    cast: Cast, as_: As
) -> None:
    admin, analyst = as_(Role.ADMIN), Client()
    who = cast[Role.ANALYST]
    signed_in = analyst.post(reverse("account_login"), {"login": who.email, "password": PASSWORD})
    assert signed_in.headers["Location"] == "/"
    make_token(who, name="nightly", scopes=["insights:read"], days=None)

    admin.post(reverse("people:deactivate", args=[who.pk]))

    assert analyst.get(reverse("people:account")).status_code == 302
    assert ApiToken.objects.get().revoked is not None
    assert Client().post(reverse("account_login"), {"login": who.email, "password": PASSWORD}).headers[
        "Location"
    ] == reverse("account_inactive")

    admin.post(reverse("people:reactivate", args=[who.pk]))
    assert (
        Client().post(reverse("account_login"), {"login": who.email, "password": PASSWORD}).headers["Location"] == "/"
    )
    assert ApiToken.objects.get().revoked is not None


def test_nobody_deactivates_their_own_account(cast: Cast, as_: As) -> None:
    answer = as_(Role.ADMIN).post(reverse("people:deactivate", args=[cast[Role.ADMIN].pk]), follow=True)

    assert b"by another administrator" in answer.content
    assert Person.objects.get(pk=cast[Role.ADMIN].pk).is_active


def test_a_team_is_removed_when_nothing_points_to_it_and_says_what_does(cast: Cast) -> None:
    empty = Team.objects.create(organisation=cast.organisation, name="Empty")
    invite(cast[Role.ADMIN], name="Nia", email="nia@brightwater.test", role=Role.LEAD, team=empty)
    Invitation.objects.update(used=timezone.now())  # long ago: it holds nothing
    west = Team.objects.create(organisation=cast.organisation, name="West")
    put(cast.organisation, [MISSED])
    (talk,) = put(cast.organisation, ["customer: Hello\nagent: Hello"], key="west", agent="")
    type(talk).objects.filter(pk=talk.pk).update(team=west)

    remove_team(empty, cast[Role.ADMIN])
    with pytest.raises(ValidationError, match="conversations"):
        remove_team(west, cast[Role.ADMIN])
    with pytest.raises(ValidationError, match="still has"):
        remove_team(cast.north, cast[Role.ADMIN])

    assert set(Team.objects.filter(organisation=cast.organisation)) == {cast.north, cast.south, west}


def test_two_teams_have_two_names(cast: Cast, as_: As) -> None:
    answer = as_(Role.ADMIN).post(reverse("people:teams"), {"name": "north"})
    assert "There is a team of this name already." in answer.context["form"].errors["name"]

    renamed = as_(Role.ADMIN).post(reverse("people:team", args=[cast.north.pk]), {"name": "South"})
    assert "There is a team of this name already." in renamed.context["form"].errors["name"]


def test_linking_an_agent_to_a_person_and_a_team_rewrites_no_past_conversation(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MISSED], agent="Bo", key="bo")
    bo = Agent.objects.get(name="Bo")

    as_(Role.ADMIN).post(
        reverse("people:agent", args=[bo.pk]), {"person": cast[Role.REVIEWER].pk, "team": cast.north.pk}
    )

    bo.refresh_from_db()
    assert (bo.person, bo.team) == (cast[Role.REVIEWER], cast.north)
    assert [c.team for c in Conversation.objects.filter(agent=bo)] == [cast.south]


def test_the_list_of_people_takes_as_many_round_trips_for_many_as_for_few(cast: Cast, as_: As) -> None:
    admin = as_(Role.ADMIN)
    admin.get("/")

    def round_trips() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(reverse("people:list")).status_code == 200
        return len(asked)

    few = round_trips()
    for number in range(30):
        made = Person.objects.create_user(f"p{number}@b.test", name=f"P{number}", organisation=cast.organisation)
        Membership.objects.create(person=made, role=Role.AGENT, team=cast.north)
        link_agent(Agent.objects.create(organisation=cast.organisation, name=f"A{number}"), made, None, made)

    assert round_trips() == few
