"""The first set-up, and how people come in after it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry, Organisation
from heard.web.people.actions.coming_in import AlreadySetUp, accept, invite, set_up
from heard.web.people.models import Agent, Invitation, Person
from tests.web.cast import PASSWORD, Cast

As = Callable[[Role | None], Client]
FIRST = {
    "organisation": "Brightwater Parcels",
    "language": "en-gb",
    "team": "North",
    "name": "Mo Ray",
    "email": "Mo@Brightwater.test",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.mark.django_db
def test_an_empty_installation_leads_everybody_to_the_set_up(client: Client) -> None:
    assert client.get("/").headers["Location"] == reverse("people:setup")
    assert client.get(reverse("account_login")).headers["Location"] == reverse("people:setup")


@pytest.mark.django_db
def test_set_up_makes_the_organisation_a_team_and_its_administrator_who_is_signed_in(client: Client) -> None:
    answer = client.post(reverse("people:setup"), FIRST)

    assert answer.status_code == 302
    person = Person.objects.get(email="mo@brightwater.test")
    assert person.roles == {Role.ADMIN, Role.MANAGER}
    assert [team.name for team in person.organisation.teams.all()] == ["North"]
    assert client.get(reverse("people:organisation")).status_code == 200


@pytest.mark.django_db
def test_set_up_keeps_what_was_typed_and_says_beside_the_field_what_is_wrong(client: Client) -> None:
    answer = client.post(reverse("people:setup"), {**FIRST, "password": "brightwater", "again": "brightwate"})

    assert not Organisation.objects.exists()
    assert "The two passwords differ." in answer.content.decode()
    assert 'value="Brightwater Parcels"' in answer.content.decode()


@pytest.mark.django_db
def test_a_password_that_is_too_short_common_or_like_the_address_is_refused(client: Client) -> None:
    for weak in ("short", "password1234", "mo@brightwater.test"):
        client.post(reverse("people:setup"), {**FIRST, "password": weak, "again": weak})

    assert not Organisation.objects.exists()


def test_set_up_is_gone_once_there_is_an_organisation(cast: Cast, as_: As) -> None:
    assert as_(None).get(reverse("people:setup")).status_code == 404
    assert as_(None).post(reverse("people:setup"), FIRST).status_code == 404
    with pytest.raises(AlreadySetUp):
        set_up(organisation="Second", name="X", email="x@y.test", password=PASSWORD)


RACE = """
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.core.management import call_command
from django.db import connection
from heard.web.people.actions.coming_in import AlreadySetUp, set_up
from heard.web.organisation.models import Organisation
call_command("migrate", verbosity=0)
def one(number):
    try:
        set_up(organisation=f"O{number}", name="X", email=f"x{number}@y.test", password="a long enough phrase")
        return "made"
    except AlreadySetUp:
        return "late"
    finally:
        connection.close()
with ThreadPoolExecutor(6) as pool:
    print(sorted(pool.map(one, range(6))).count("made"), Organisation.objects.count())
"""


@pytest.mark.slow
def test_of_six_who_set_up_at_once_one_does(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", RACE],
        env={**os.environ, "HEARD_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "heard.web.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stdout.split() == ["1", "1"], ran.stderr


def test_home_is_where_the_day_of_each_role_begins(cast: Cast, as_: As) -> None:
    homes = {role: as_(role).get("/").headers["Location"] for role in Role}

    assert homes[Role.ADMIN] == reverse("people:organisation")
    assert homes[Role.AGENT] != homes[Role.MANAGER]
    assert as_(None).get("/").headers["Location"] == reverse("account_login")


def _invite(admin: Client, **changed: object) -> str:
    """Invites Nia as an agent in the team of `changed`, and returns the link that is shown."""
    who = {"name": "Nia Bell", "email": "Nia@Brightwater.test", "role": "agent", "agent": "Nia"}
    shown = admin.post(reverse("people:invite"), {**who, **changed}, follow=True)
    return str(shown.context["link"]["url"])


def test_an_invited_person_comes_in_with_role_team_and_agent_and_the_link_works_once(cast: Cast, as_: As) -> None:
    link = _invite(as_(Role.ADMIN), team=cast.north.pk)
    guest = as_(None)

    assert b"Brightwater Parcels" in guest.get(link).content
    answer = guest.post(link, {"password": PASSWORD, "again": PASSWORD})

    assert answer.status_code == 302
    nia = Person.objects.get(email="nia@brightwater.test")
    assert (nia.roles, nia.own_teams) == ({Role.AGENT}, {cast.north.pk})
    assert Agent.objects.get(name="Nia").person == nia
    assert Agent.objects.get(name="Nia").team == cast.north
    assert guest.get(reverse("people:account")).status_code == 200
    assert as_(None).get(link).status_code == 404


def test_the_link_of_an_invitation_is_shown_once_and_kept_nowhere(cast: Cast, as_: As) -> None:
    admin = as_(Role.ADMIN)
    link = _invite(admin, team=cast.north.pk)

    assert link.encode() not in admin.get(reverse("people:list")).content
    secret = link.rstrip("/").rsplit("/", 1)[1]
    assert secret not in str(list(Invitation.objects.values())) + str(list(AuditEntry.objects.values()))


def test_an_agent_whom_somebody_is_invited_as_is_no_longer_offered(cast: Cast, as_: As) -> None:
    admin = as_(Role.ADMIN)
    assert list(admin.get(reverse("people:invite")).context["unclaimed"]) == ["Bo"]

    _invite(admin, team=cast.south.pk, agent="Bo")

    assert list(admin.get(reverse("people:invite")).context["unclaimed"]) == []


def test_an_invitation_runs_out_after_seven_days(cast: Cast, as_: As) -> None:
    link = _invite(as_(Role.ADMIN), team=cast.north.pk)
    Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))

    assert as_(None).get(link).status_code == 404
    assert as_(None).post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 404


def test_an_invitation_that_is_taken_back_or_renewed_has_no_old_link(cast: Cast, as_: As) -> None:
    admin = as_(Role.ADMIN)
    link = _invite(admin, team=cast.north.pk)
    invitation = Invitation.objects.get()

    renewed = admin.post(reverse("people:renew_invitation", args=[invitation.pk]), follow=True).context["link"]["url"]
    assert as_(None).get(link).status_code == 404
    assert as_(None).get(renewed).status_code == 200
    admin.post(reverse("people:revoke_invitation", args=[invitation.pk]))
    assert as_(None).get(renewed).status_code == 404


def test_two_who_open_the_same_link_at_once_make_one_person(cast: Cast) -> None:
    invite(cast[Role.ADMIN], name="Nia", email="nia@brightwater.test", role=Role.ANALYST)
    one, other = Invitation.objects.get(), Invitation.objects.get()

    accept(one, PASSWORD)
    with pytest.raises(Exception, match="used already"):
        accept(other, PASSWORD)

    assert Person.objects.filter(email="nia@brightwater.test").count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "agent@brightwater.test"}, "Somebody with this e-mail address is here already."),
        ({"agent": "Ada"}, "In the conversations, this is Agent Person already."),
        ({"team": ""}, "Choose the team: agents and team leads are in one."),
    ],
)
def test_an_invitation_that_can_not_work_is_refused_beside_its_field(
    cast: Cast, as_: As, changed: dict[str, str], said: str
) -> None:
    who = {"name": "Nia", "email": "nia@brightwater.test", "role": "agent", "team": cast.north.pk, "agent": "Nia"}
    answer = as_(Role.ADMIN).post(reverse("people:invite"), {**who, **changed})

    assert said in [error for errors in answer.context["form"].errors.values() for error in errors]
    assert not Invitation.objects.exists()


def test_a_team_of_another_organisation_can_not_be_chosen(cast: Cast, as_: As) -> None:
    elsewhere = cast.stranger.organisation.teams.create(name="Elsewhere")
    who = {"name": "Nia", "email": "nia@brightwater.test", "role": "agent", "team": elsewhere.pk}
    answer = as_(Role.ADMIN).post(reverse("people:invite"), who)

    assert "team" in answer.context["form"].errors
