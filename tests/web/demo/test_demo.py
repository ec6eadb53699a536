"""The demo organisation has a year behind it, and people of every role to be."""

from __future__ import annotations

import pytest
from django.utils import timezone

from heard.web.answers.models import Answer, Kudos
from heard.web.conversations.access import conversations_for
from heard.web.conversations.models import Conversation
from heard.web.demo.filling import fill
from heard.web.demo.people import PASSWORD, sign_ins
from heard.web.organisation.access import Role
from heard.web.organisation.models import CriterionAgreement, Organisation
from heard.web.people.models import Person
from heard.web.reviews.models import Calibration, QueueItem, Review


@pytest.mark.slow
@pytest.mark.django_db
def test_it_is_filled_once_with_teams_people_a_year_reviews_and_an_appeal() -> None:
    assert fill()
    assert not fill()

    organisation = Organisation.objects.get()
    began = Conversation.objects.order_by("began").values_list("began", flat=True)
    assert organisation.teams.count() == 3
    assert Person.objects.count() == 25
    assert (timezone.now() - began[0]).days > 300
    assert Answer.objects.filter(state="upheld").exists()
    assert Answer.objects.filter(state="open", deadline__gt=timezone.now()).exists()
    assert Kudos.objects.exists()
    assert Review.objects.filter(newest=True).exists()
    assert QueueItem.objects.filter(state="open").exists()
    assert Calibration.objects.get().results["measures"]
    assert CriterionAgreement.objects.filter(organisation=organisation).exists()

    people = {email: Person.objects.get(email=email) for email, _ in sign_ins()}
    assert all(person.check_password(PASSWORD) for person in people.values())
    assert {Role.AGENT, Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ADMIN, Role.ANALYST} == {
        role for person in people.values() for role in person.roles
    }
    fresh = Conversation.objects.filter(released__gt=timezone.now())
    priya = next(person for person in people.values() if person.name == "Priya")
    assert fresh.filter(agent__person=priya).count() == 2
    assert set(fresh.filter(agent__person=priya)) <= set(conversations_for(priya))
