"""The agent sees it first, answers, and a person without a part in it decides; nothing is kept of how an agent feels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field
from django.test import Client
from django.urls import reverse

from heard.web.answers.access import may_decide
from heard.web.answers.actions import Asks, decide, give, thank
from heard.web.answers.models import Answer
from heard.web.conversations.models import Changed, Conversation, Gold, Moment
from heard.web.organisation.access import Role
from heard.web.people.models import Agent, ApiToken, Membership, Person, hash_of
from tests.web.cast import Cast, assemble, person, put
from tests.web.test_doors import DOORS, doors, operations

WORD = "quillifer"  # in everything that is said here, and in nothing else
TALK = f"""
    customer: My {WORD} broke on Monday and my mother, who is ill, can't do without. I'm at my wits' end.
    agent: Please provide the {WORD}'s number.
    customer: You haven't even read what I wrote.
"""
OF_AN_AGENT = re.compile(
    r"emotion|mood|stress|attitude|sentiment|temper|morale|fatigue|burnout|tone_of_voice", re.IGNORECASE
)
FEELS = re.compile(
    r"(agent|person|staff|rep)_?(feel|feeling|feelings|anger|anxiety|happiness|satisfaction)", re.IGNORECASE
)


@pytest.fixture
def team(db: None) -> Cast:
    """The cast, and a colleague of the agent in the same team."""
    made = assemble()
    colleague = person(made.organisation, Role.AGENT, made.north, email="cy@brightwater.test")
    Agent.objects.create(organisation=made.organisation, name="Cy", team=made.north, person=colleague)
    return made


def everybody_else(team: Cast) -> list[Person]:
    """All of the organisation but the agent, one of them with every other role, and somebody from elsewhere."""
    many = person(team.organisation, Role.LEAD, team.north, email="many@brightwater.test")
    for role in set(Role) - {Role.LEAD}:
        Membership.objects.create(person=many, role=role)
    return [*Person.objects.exclude(pk=team[Role.AGENT].pk)]


def addresses(*things: int) -> Iterator[str]:
    """Every address of the web, each argument that is a number filled with each of `things`."""
    for door in doors():
        if not door.takes:
            yield reverse(door.name)
        elif door.takes == {"pk"}:
            yield from (reverse(door.name, kwargs={"pk": thing}) for thing in things)
    for operation in operations():
        for thing in things:
            yield reverse("home") + "api/v1/" + re.sub(r"{[^}]+}", str(thing), operation.path)


def body(client: Client, address: str, **headers: Any) -> str:
    """What an address answers, whatever its status."""
    answer = client.get(address, headers=headers)
    content = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
    return content.decode("utf-8", "replace")


def alone(team: Cast, *, released: bool = False) -> tuple[Conversation, Moment, Answer]:
    """A conversation, its moment, and what the agent says about it."""
    (talk,) = put(team.organisation, [TALK], released=released)
    moment = talk.moments.get()
    return talk, moment, give(team[Role.AGENT], moment, Asks("no_need", f"The {WORD} was a joke."))


def test_no_page_and_no_api_shows_an_unreleased_conversation_to_anybody_but_its_agent(team: Cast) -> None:
    talk, moment, answer = alone(team)
    found = []
    everywhere = [*dict.fromkeys(addresses(talk.pk, moment.pk, answer.pk))]
    for somebody in everybody_else(team):
        client = Client(raise_request_exception=False)
        client.force_login(somebody)
        secret = f"of {somebody.pk}"
        ApiToken.objects.create(
            organisation=somebody.organisation,
            person=somebody,
            name="all",
            secret_hash=hash_of(secret),
            scopes=list(ApiToken.SCOPES),
        )
        found += [
            f"{address} shows it to {somebody.email}"
            for address in everywhere
            if WORD in body(client, address, authorization=f"Bearer {secret}")
        ]

    assert not found, "\n".join(found)
    own = Client()
    own.force_login(team[Role.AGENT])
    assert WORD in body(own, reverse("answers:mine"))  # the words are there to be found


def test_nobody_but_the_agent_answers_withdraws_or_thanks_before_the_release(team: Cast) -> None:
    talk, moment, answer = alone(team)
    said = {"kind": "context", "words": "I know better.", "verdict": "declined", "reason": "No.", "version": "1"}
    for somebody in everybody_else(team):
        client = Client(raise_request_exception=False)
        client.force_login(somebody)
        for name, thing in (
            ("give", moment),
            ("withdraw", answer),
            ("appeal", answer),
            ("kudos_moment", moment),
            ("kudos_conversation", talk),
        ):
            status = client.post(reverse(f"answers:{name}", args=[thing.pk]), said).status_code
            assert status in {403, 404}, f"answers:{name} answers {somebody.email} {status}"

    answer.refresh_from_db()
    assert (answer.state, answer.version) == ("open", 1)


def test_nobody_decides_about_a_moment_of_their_own(team: Cast) -> None:
    everything = team[Role.AGENT]
    for role in set(Role) - {Role.AGENT}:
        Membership.objects.create(person=everything, role=role, team=team.north if role is Role.LEAD else None)
    everything = Person.objects.get(pk=everything.pk)
    _, _, answer = alone(team, released=True)
    client = Client()
    client.force_login(everything)

    client.post(reverse("answers:appeal", args=[answer.pk]), {"verdict": "upheld", "reason": "Mine.", "version": "1"})

    assert not may_decide(everything, answer)
    assert not answer.decisions.exists()
    with pytest.raises(PermissionError):
        decide(everything, answer, "upheld", "Mine.", version=1)


def test_an_upheld_appeal_changes_the_moment_the_conversation_the_day_and_the_gold_set(team: Cast) -> None:
    talk, moment, answer = alone(team, released=True)
    assert (talk.needed, Gold.objects.count()) == (1, 0)
    Changed.objects.all().delete()

    decide(team[Role.LEAD], answer, "upheld", "It was a joke.", version=1)

    talk.refresh_from_db()
    moment.refresh_from_db()
    assert (moment.counts, moment.answer, talk.needed) == (False, "upheld", 0)
    assert Changed.objects.filter(organisation=team.organisation, day=talk.began.date()).exists()
    assert Gold.objects.filter(moment=moment, need=False, came_from="appeal").exists()


def test_there_is_no_page_of_another_persons_own_moments(team: Cast) -> None:
    talk, moment, _ = alone(team, released=True)
    thank(team[Role.LEAD], team.agent, f"Well done with the {WORD}.", conversation=talk, moment=moment)
    own = next(door for door in DOORS if door.name == "answers:mine")
    assert (own.takes, own.open_to) == (frozenset(), frozenset({Role.AGENT}))
    asked = {"person": team[Role.AGENT].pk, "agent": team.agent.pk, "pk": team.agent.pk, "before": moment.pk}

    for somebody in everybody_else(team):
        client = Client()
        client.force_login(somebody)
        answer = client.get(reverse("answers:mine"), asked)
        assert answer.status_code == (200 if Role.AGENT in somebody.roles else 403)
        assert WORD not in answer.content.decode()


def test_kudos_are_read_by_nobody_but_the_agent_and_who_gave_them(team: Cast) -> None:
    (talk,) = put(team.organisation, [TALK.replace(WORD, "kettle")])
    kudos = thank(team[Role.LEAD], team.agent, f"Thank you for the {WORD}.", conversation=talk)
    for somebody in everybody_else(team):
        if somebody == team[Role.LEAD]:
            continue
        client = Client(raise_request_exception=False)
        client.force_login(somebody)
        shown = [a for a in addresses(talk.pk, kudos.pk) if WORD in body(client, a)]
        assert not shown, f"{somebody.email} reads them at {', '.join(shown)}"


def named(model: Any) -> Iterator[str]:
    """Everything by which a table, its columns and their fixed values are called."""
    yield from (model.__name__, model._meta.db_table, str(model._meta.verbose_name))
    for field in model._meta.get_fields():
        yield field.name
        if isinstance(field, Field):
            yield from (str(field.verbose_name), str(field.help_text))
            yield from (str(value) for choice in field.flatchoices for value in choice)


@pytest.mark.parametrize(
    "model",
    [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("heard.")],
    ids=lambda m: m._meta.label,
)
def test_no_table_has_a_place_for_how_an_agent_feels(model: Any) -> None:
    names = [*named(model)]

    assert not [name for name in names if OF_AN_AGENT.search(name) or FEELS.search(name.replace(" ", "_"))]


@pytest.mark.parametrize(
    "name", ["agent_mood", "agent emotion", "stress_level", "agent_anger", "Sentiment", "attitude"]
)
def test_the_check_of_names_knows_such_a_name_when_it_sees_one(name: str) -> None:
    assert OF_AN_AGENT.search(name) or FEELS.search(name.replace(" ", "_"))
