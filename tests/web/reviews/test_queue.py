"""The queue: why each is there, who has it, who may see it, and that it stays quick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heard.web.conversations.models import Conversation
from heard.web.organisation.access import Role
from heard.web.reviews import actions
from heard.web.reviews.models import QueueItem, SamplingPlan
from tests.web.cast import MET, MISSED, Cast, put
from tests.web.reviews.hands import another

As = Callable[[Role | None], Client]
QUEUE = "/reviews/"


@pytest.fixture
def item(cast: Cast) -> QueueItem:
    """A conversation of Ada's, in team North, that a manager asked for."""
    (row,) = put(cast.organisation, [MISSED])
    return actions.ask_for(cast[Role.MANAGER], row, "The customer wrote to the director.", for_customer=True)


def test_each_conversation_says_why_it_is_to_be_read_and_who_has_it(item: QueueItem, as_: As) -> None:
    reviewer = as_(Role.REVIEWER)

    html = reviewer.get(QUEUE).content.decode()
    reviewer.post(reverse("reviews:take", args=[item.pk]))
    theirs = as_(Role.MANAGER).get(QUEUE).content.decode()

    assert "Somebody asked for it" in html
    assert "The customer wrote to the director." in html
    assert "At the customer’s wish" in html
    assert "Reviewer Person has it" in theirs


def test_two_people_never_take_the_same(cast: Cast, item: QueueItem, as_: As) -> None:
    assert actions.take(cast[Role.REVIEWER], item)
    assert not actions.take(cast[Role.MANAGER], item)

    answer = as_(Role.MANAGER).post(reverse("reviews:take", args=[item.pk]), follow=True)

    assert "Reviewer Person took this one meanwhile." in answer.content.decode()
    item.refresh_from_db()
    assert item.taken_by == cast[Role.REVIEWER]


def test_who_took_it_gives_it_back_and_so_may_a_lead_but_no_other_reviewer(
    cast: Cast, item: QueueItem, as_: As
) -> None:
    other = Client()
    other.force_login(another(cast.organisation, "Other"))
    back = reverse("reviews:give-back", args=[item.pk])
    actions.take(cast[Role.REVIEWER], item)

    other.post(back)
    item.refresh_from_db()
    assert item.state == "taken"
    as_(Role.LEAD).post(back)
    item.refresh_from_db()
    assert (item.state, item.taken_by) == ("open", None)


def test_leaving_one_unread_needs_a_reason_which_stays_beside_it_and_can_be_undone(item: QueueItem, as_: As) -> None:
    client = as_(Role.REVIEWER)
    skip = reverse("reviews:skip", args=[item.pk])

    assert "This field is required" in client.post(skip, {"why": ""}).content.decode()
    client.post(skip, {"why": "It is a test message."})

    assert "director" not in client.get(QUEUE).content.decode()
    assert "It is a test message." in client.get(QUEUE + "?show=skipped").content.decode()
    client.post(reverse("reviews:put-back", args=[item.pk]))
    assert "director" in client.get(QUEUE).content.decode()


def test_a_lead_sees_their_team_alone_and_nobody_what_they_answered_themselves(
    cast: Cast, item: QueueItem, as_: As
) -> None:
    (souths,) = put(cast.organisation, [MET], agent="Bo", key="south")
    actions.ask_for(cast[Role.MANAGER], souths, "Kudos?")
    cast[Role.AGENT].memberships.create(role=Role.REVIEWER)

    def seen(role: Role) -> set[str]:
        html = as_(role).get(QUEUE).content.decode()
        return {words for words in ("director", "Kudos?") if words in html}

    assert seen(Role.REVIEWER) == {"director", "Kudos?"}
    assert seen(Role.LEAD) == {"director"}
    assert seen(Role.AGENT) == {"Kudos?"}  # "director" is about Ada, who they are


def test_what_is_the_agents_alone_again_is_not_shown(item: QueueItem, as_: As) -> None:
    from datetime import timedelta

    from django.utils import timezone

    Conversation.objects.update(released=timezone.now() + timedelta(hours=3))

    assert "director" not in as_(Role.MANAGER).get(QUEUE).content.decode()


def test_an_agent_may_ask_for_a_review_of_their_own_conversation_and_of_no_other(cast: Cast, as_: As) -> None:
    (own,) = put(cast.organisation, [MISSED])
    (other,) = put(cast.organisation, [MET], agent="Bo", key="south")
    client = as_(Role.AGENT)

    client.post(reverse("reviews:ask", args=[own.pk]), {"why": "I did more than it shows."})

    assert client.get(reverse("reviews:ask", args=[other.pk])).status_code == 404
    item = QueueItem.objects.get()
    assert (item.conversation, item.reason, item.place) == (own, "asked", 0)


def test_the_queue_is_paged_in_order_and_takes_as_many_queries_for_many_as_for_few(
    cast: Cast, as_: As, django_assert_max_num_queries: Any
) -> None:
    (template,) = put(cast.organisation, [MISSED])
    rows = Conversation.objects.bulk_create(
        Conversation(
            **{
                name: getattr(template, name)
                for name in ("organisation", "team", "agent", "channel", "began", "released", "turns", "standard")
            },
            key=f"row-{n}",
            fingerprint=f"{n}",
            subject=f"Subject {n:03}",
        )
        for n in range(95)
    )
    QueueItem.objects.bulk_create(
        QueueItem(organisation=cast.organisation, conversation=row, team=row.team, reason="random", place=4)
        for row in rows
    )
    client = as_(Role.REVIEWER)
    client.get(QUEUE)  # the session is there
    seen, url = [], QUEUE
    while url:
        with django_assert_max_num_queries(6):
            html = client.get(url).content.decode()
        seen += [part[:3] for part in html.split("<b>Subject ")[1:]]
        url = (
            QUEUE + html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in html
            else ""
        )

    assert seen == [f"{n:03}" for n in range(95)]


def test_managers_write_the_plan_and_every_version_stays(cast: Cast, as_: As) -> None:
    plan = {
        "per_week": 8,
        "random": 25,
        "worst": 25,
        "uncertain": 25,
        "first_weeks": 25,
        "new_for_weeks": 4,
        "seed": "x",
    }
    url = reverse("reviews:plan")

    assert as_(Role.REVIEWER).get(url).status_code == 200
    assert as_(Role.REVIEWER).post(url, plan).status_code == 403
    wrong = as_(Role.MANAGER).post(url, plan | {"random": 50})
    assert "they make 125" in wrong.content.decode()
    as_(Role.MANAGER).post(url, plan | {f"team_{cast.north.pk}": 3})

    assert [p.version for p in SamplingPlan.objects.all()] == [2, 1]
    assert SamplingPlan.objects.first().per_team == {str(cast.north.pk): 3}


def test_a_manager_has_it_drawn_on_demand(cast: Cast, as_: As) -> None:
    put(cast.organisation)

    first = as_(Role.MANAGER).post(reverse("reviews:fill"), follow=True).content.decode()
    again = as_(Role.MANAGER).post(reverse("reviews:fill"), follow=True).content.decode()

    assert "2 conversations came new." in first
    assert "Nothing came new" in again
    assert as_(Role.REVIEWER).post(reverse("reviews:fill")).status_code == 403
