"""Kudos are read by the person who is thanked, and counted nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heard.web.answers.actions import thank
from heard.web.answers.models import Kudos
from heard.web.organisation.access import Role
from heard.web.people.models import Agent
from tests.web.answers.helpers import moment
from tests.web.cast import Cast, person

SignedIn = Callable[[Role | None], Client]
WORDS = "You rang back on your own."


def test_a_lead_leaves_kudos_on_a_moment_and_the_agent_alone_reads_them(cast: Cast, as_: SignedIn) -> None:
    own = moment(cast)

    as_(Role.LEAD).post(f"/moments/{own.pk}/kudos", {"words": WORDS})

    kudos = Kudos.objects.get()
    assert (kudos.agent, kudos.moment, kudos.conversation) == (cast.agent, own, own.conversation)
    assert WORDS in as_(Role.AGENT).get("/moments/").content.decode()
    for role in (Role.REVIEWER, Role.MANAGER):
        assert WORDS not in as_(role).get("/moments/kudos").content.decode()


def test_kudos_for_a_whole_conversation_go_to_who_answered_most(cast: Cast, as_: SignedIn) -> None:
    own = moment(cast)

    as_(Role.MANAGER).post(f"/moments/kudos/conversation/{own.conversation_id}", {"words": WORDS})

    assert (Kudos.objects.get().agent, Kudos.objects.get().moment) == (cast.agent, None)


def test_a_colleague_thanks_within_the_team(cast: Cast, as_: SignedIn) -> None:
    person(cast.organisation, Role.AGENT, cast.north, email="cy@brightwater.test")
    Agent.objects.create(organisation=cast.organisation, name="Cy", team=cast.north)
    agent = as_(Role.AGENT)

    offered = agent.get("/moments/kudos").context["form"].fields["agent"].queryset
    agent.post("/moments/kudos", {"agent": offered.get().pk, "words": WORDS})

    assert Kudos.objects.get().agent.name == "Cy"
    south = Agent.objects.get(name="Bo").pk
    assert "agent" in agent.post("/moments/kudos", {"agent": south, "words": WORDS}).context["form"].errors
    assert "agent" in agent.post("/moments/kudos", {"agent": cast.agent.pk, "words": WORDS}).context["form"].errors


def test_nobody_thanks_themselves(cast: Cast, as_: SignedIn) -> None:
    own = moment(cast)

    assert as_(Role.AGENT).get(f"/moments/{own.pk}/kudos").status_code == 404
    with pytest.raises(ValueError, match="somebody else"):
        thank(cast[Role.AGENT], cast.agent, WORDS)


def test_kudos_need_sight_of_the_conversation(cast: Cast, as_: SignedIn) -> None:
    alone = moment(cast, released=False)

    for role in (Role.LEAD, Role.REVIEWER, Role.MANAGER):
        assert as_(role).post(f"/moments/{alone.pk}/kudos", {"words": WORDS}).status_code == 404
        address = f"/moments/kudos/conversation/{alone.conversation_id}"
        assert as_(role).post(address, {"words": WORDS}).status_code == 404
    assert not Kudos.objects.exists()


def test_who_gave_kudos_takes_them_back_after_being_asked_and_nobody_else_does(cast: Cast, as_: SignedIn) -> None:
    kudos = thank(cast[Role.LEAD], cast.agent, WORDS)
    address = f"/moments/kudos/{kudos.pk}/back"

    assert as_(Role.MANAGER).post(address).status_code == 404
    assert as_(Role.LEAD).get(address).status_code == 200
    assert Kudos.objects.exists()
    as_(Role.LEAD).post(address)

    assert not Kudos.objects.exists()
