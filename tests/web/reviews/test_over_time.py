"""Reviewers beside the engine over time, the random sample, who reads how much: apart, with doubt, without ranks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heard.web.conversations.models import Conversation
from heard.web.organisation.access import Role
from heard.web.reviews import actions
from heard.web.reviews.models import Draw, QueueItem, Review
from heard.web.reviews.queries import load, sampled, seasons
from tests.web.cast import MET, MISSED, Cast, put
from tests.web.reviews.hands import another, judge

As = Callable[[Role | None], Client]
LONG_AGO = timezone.now() - timedelta(days=3_000)


def test_only_blind_judgements_are_held_against_the_engine_and_who_cant_say_counts_on_neither_side(cast: Cast) -> None:
    missed, met = put(cast.organisation, [MISSED, MET])
    reviewer = cast[Role.REVIEWER]
    judge(reviewer, missed, {"recognised": "met", "acted-on": "cant_say"})  # Heard: missed
    judge(reviewer, missed, {"recognised": "missed"})  # having seen Heard's view
    judge(reviewer, met, {"recognised": "met"})  # Heard: met

    found = {s.criterion: s.quarters for s in seasons(reviewer, LONG_AGO)}

    ((_, recognised),) = found["recognised"]
    assert (recognised.met, recognised.needed) == (1, 2)
    ((_, acted),) = found["acted-on"]
    assert acted.needed == 1


def test_each_quarter_stands_by_itself_newest_first(cast: Cast) -> None:
    old, new = put(cast.organisation, [MISSED, MET])
    for row in (old, new):
        judge(cast[Role.REVIEWER], row, "met")
    Review.objects.filter(conversation=old).update(saved=timezone.now() - timedelta(days=200))

    quarters = next(s.quarters for s in seasons(cast[Role.REVIEWER], LONG_AGO) if s.criterion == "recognised")

    assert [(of.met, of.needed) for _, of in quarters] == [(1, 1), (0, 1)]
    assert quarters[0][0] > quarters[1][0]


def test_a_lead_sees_how_reviewers_and_engine_agree_in_their_team_alone(cast: Cast) -> None:
    (souths,) = put(cast.organisation, [MET], agent="Bo", key="south")
    judge(cast[Role.REVIEWER], souths)

    assert seasons(cast[Role.REVIEWER], LONG_AGO)
    assert not seasons(cast[Role.LEAD], LONG_AGO)


def test_the_random_sample_is_told_team_by_team_from_it_alone_and_people_stand_apart_from_heard(cast: Cast) -> None:
    missed, met = put(cast.organisation, [MISSED, MET])
    (souths,) = put(cast.organisation, [MISSED + "customer: South."], agent="Bo", key="south")
    actions.write_plan(cast[Role.MANAGER], per_week=2, random=50, worst=50, uncertain=0, first_weeks=0)
    actions.fill_queue(cast.organisation)
    random = Conversation.objects.get(queue_item__at_random=True, team=cast.north)
    other = met if random == missed else missed
    judge(cast[Role.REVIEWER], random, needs={0: (2, 1)})
    judge(cast[Role.REVIEWER], other, needs={0: (0, 0)})  # not in the sample

    north, south = sampled(cast[Role.MANAGER], LONG_AGO)

    assert (north.team, north.conversations, north.drawn) == ("North", 1, 1)
    assert (north.people.met, north.people.needed) == (1, 1)
    assert (north.counted.met, north.counted.needed) == (random.met, random.needed)
    assert (south.conversations, south.drawn, south.people.needed) == (0, 1, 0)
    assert [row.team for row in sampled(cast[Role.LEAD], LONG_AGO)] == ["North"]
    assert Draw.objects.count() == 2
    assert souths in Conversation.objects.filter(queue_item__isnull=False)


def test_who_reads_how_much_is_in_the_order_of_the_alphabet(cast: Cast) -> None:
    zoe, abe = another(cast.organisation, "Zoe"), another(cast.organisation, "Abe")
    for row in put(cast.organisation, [MISSED, MET]):
        judge(zoe, row)
    actions.take(abe, actions.ask_for(zoe, row, "please"))

    rows = load(cast[Role.MANAGER], timezone.now())

    assert [r.person.name for r in rows] == sorted(r.person.name for r in rows)
    assert {r.person.name: (r.taken, r.read) for r in rows if r.taken or r.read} == {"Abe": (1, 0), "Zoe": (0, 2)}


def test_the_page_shows_intervals_and_no_bare_percentage(cast: Cast, as_: As) -> None:
    for row in put(cast.organisation, [MISSED, MET]):
        judge(cast[Role.REVIEWER], row)

    html = as_(Role.REVIEWER).get(reverse("reviews:agreement")).content.decode()

    assert "1 of 2 (9–91 %)" in html
    assert as_(Role.ANALYST).get(reverse("reviews:agreement")).status_code == 403


def test_the_page_takes_as_many_queries_for_many_as_for_few(
    cast: Cast, as_: As, django_assert_max_num_queries: object
) -> None:
    client = as_(Role.MANAGER)
    client.get(reverse("reviews:queue"))  # the session is there
    for n in range(6):
        person = another(cast.organisation, f"R{n}")
        judge(person, put(cast.organisation, [MISSED + f"customer: {n}"], key=f"t{n}")[0])
    QueueItem.objects.update(at_random=True)

    with django_assert_max_num_queries(14):
        assert client.get(reverse("reviews:agreement")).status_code == 200
