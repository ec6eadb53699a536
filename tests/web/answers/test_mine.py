"""An agent's own page: what went well first, what counts and what does not, and how sure anything of it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from heard.web.answers.actions import thank
from heard.web.answers.mine import mine
from heard.web.answers.trends import PERIODS, trend
from heard.web.conversations.models import Moment
from heard.web.organisation.access import Role
from heard.web.organisation.models import CriterionAgreement
from tests.web.answers.helpers import MET, MISSED, appeal, decided, moment
from tests.web.cast import Cast, put

SignedIn = Callable[[Role | None], Client]
TODAY = date(2026, 11, 18)  # a Wednesday


def at(cast: Cast, script: str, key: str, **when: float) -> Moment:
    """A moment of Ada's that began so long ago."""
    return moment(cast, script, key=key, began=timezone.now() - timedelta(hours=1, **when))


def test_what_went_well_stands_first_in_the_agents_own_words(cast: Cast, as_: SignedIn) -> None:
    put(cast.organisation)

    page = as_(Role.AGENT).get("/moments/").content.decode()

    assert "Being without her medicine since yesterday is frightening" in page
    order = [page.index(f'<h2 id="{name}">') for name in ("well", "alone", "open", "answers", "trend", "kudos")]
    assert order == sorted(order)


def test_a_miss_is_told_by_what_the_customer_said_and_one_thing_to_try(cast: Cast) -> None:
    moment(cast)

    (told,) = mine(cast[Role.AGENT]).missed

    assert told.text.startswith("The customer said “My father died on Monday")
    assert "One way to say it" in told.text


def test_what_is_still_the_agents_alone_says_until_when_and_is_not_among_the_rest(cast: Cast, as_: SignedIn) -> None:
    fresh = moment(cast, released=False)

    page = mine(cast[Role.AGENT])

    assert [told.moment for told in page.alone] == [fresh]
    assert not page.missed
    assert "Yours alone until" in as_(Role.AGENT).get("/moments/").content.decode()


def test_only_met_moments_and_misses_of_the_reply_itself_count(cast: Cast) -> None:
    at(cast, MET, "a")
    at(cast, MISSED, "b")
    policy = at(cast, MISSED + " agent: I see.", "c")
    nobodys = at(cast, MISSED + " agent: Yes.", "d")
    Moment.objects.filter(pk=policy.pk).update(cause="policy")
    Moment.objects.filter(pk=nobodys.pk).update(counts=False)

    page = mine(cast[Role.AGENT])

    assert page.trend is not None
    assert page.trend.all == (1, 2)
    assert page.not_mine == [("policy", 1)]
    assert [told.moment.conversation.key for told in page.missed] == ["b-1"]


def test_an_upheld_appeal_leaves_the_page_and_its_count(cast: Cast) -> None:
    own = at(cast, MISSED, "a")
    decided(appeal(cast, own, "no_need"), cast[Role.LEAD])

    page = mine(cast[Role.AGENT])

    assert page.trend is not None
    assert (page.trend.all.needed, list(page.missed)) == (0, [])


def test_what_a_person_judged_is_said_beside_what_heard_judged(cast: Cast, as_: SignedIn) -> None:
    decided(appeal(cast, at(cast, MISSED, "a")), cast[Role.LEAD])
    at(cast, MET, "b")

    assert mine(cast[Role.AGENT]).by_person == 1
    assert "1 of them was judged by a person" in as_(Role.AGENT).get("/moments/").content.decode()


def test_moments_left_to_a_person_count_on_neither_side_and_are_said(cast: Cast) -> None:
    Moment.objects.filter(pk=at(cast, MISSED, "a").pk).update(result="unsure")

    page = mine(cast[Role.AGENT])

    assert page.trend is not None
    assert (page.trend.all.needed, page.unsure) == (0, 1)


def test_a_criterion_that_people_do_not_agree_on_is_not_shown_about_one_person(cast: Cast, as_: SignedIn) -> None:
    put(cast.organisation)
    off = CriterionAgreement.objects.create(
        organisation=cast.organisation, standard="everyday", criterion="recognised", alpha=0.3, for_individuals=False
    )

    page = as_(Role.AGENT).get("/moments/").content.decode()

    assert "Recognised" in page[page.index('id="withheld"') :]
    assert 'id="trend"' not in page
    assert 'id="open"' not in page
    off.for_individuals = True
    off.save()
    assert 'id="trend"' in as_(Role.AGENT).get("/moments/").content.decode()


def test_a_criterion_on_which_met_does_not_rest_withholds_nothing(cast: Cast) -> None:
    put(cast.organisation)
    CriterionAgreement.objects.create(
        organisation=cast.organisation, standard="everyday", criterion="listened", alpha=0.3, for_individuals=False
    )

    page = mine(cast[Role.AGENT])

    assert (page.withheld, len(page.missed)) == ([], 1)


def test_the_list_of_misses_goes_on_where_it_ended(cast: Cast, as_: SignedIn) -> None:
    for number in range(12):
        at(cast, f"{MISSED}\n agent: {number}.", f"m{number}", days=number // 2)
    agent = as_(Role.AGENT)

    shown: list[int] = []
    address = "/moments/"
    while True:
        page = agent.get(address)
        shown += [told.moment.pk for told in page.context["mine"].missed]
        if not page.context["older"]:
            break
        address = "/moments/" + page.context["older"]

    assert len(shown) == 12
    newest_first = Moment.objects.order_by("-began", "-pk").values_list("pk", flat=True)
    assert shown == list(newest_first)


@pytest.mark.parametrize("nonsense", ["-1", "x", "9" * 30, "²", "1;"])
def test_a_page_that_does_not_exist_is_the_first(cast: Cast, as_: SignedIn, nonsense: str) -> None:
    moment(cast)

    assert len(as_(Role.AGENT).get("/moments/", {"before": nonsense}).context["mine"].missed) == 1


def test_the_page_asks_as_often_for_many_moments_as_for_few(
    cast: Cast, as_: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        own = at(cast, f"{MISSED}\n agent: {number}.", f"m{number}")
        at(cast, f"{MET}\n agent: {number}.", f"w{number}")
        decided(appeal(cast, own), cast[Role.LEAD])
        thank(cast[Role.LEAD], cast.agent, "Well put.", moment=own, conversation=own.conversation)
    agent = as_(Role.AGENT)
    agent.get("/moments/")  # a session's first page also writes that the session began

    with django_assert_max_num_queries(20):
        agent.get("/moments/")


def test_somebody_whose_name_nobody_knows_yet_learns_what_is_missing(cast: Cast, as_: SignedIn) -> None:
    cast.agent.delete()

    page = as_(Role.AGENT).get("/moments/").content.decode()

    assert "Nobody has said yet which name in the conversations is yours" in page


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    weeks = trend({date(2026, 11, 16): (3, 4), date(2026, 8, 31): (1, 1)}, "week", TODAY)
    months = trend({date(2025, 12, 1): (1, 2)}, "month", TODAY)

    assert weeks.periods[-1].begins == date(2026, 11, 16)
    assert weeks.periods[-1].share == (3, 4)
    assert weeks.periods[0].begins == date(2026, 8, 31)
    assert (months.periods[0].begins, months.periods[0].share) == (date(2025, 12, 1), (1, 2))
    assert weeks.all == (4, 5)


@pytest.mark.parametrize(
    ("older", "newer", "says"),
    [
        ((2, 9), (20, 30), "Too few to say"),
        ((20, 30), (2, 9), "Too few to say"),
        ((10, 20), (12, 20), "may be noise"),
        ((4, 40), (30, 40), "more were met"),
        ((30, 40), (4, 40), "fewer were met"),
        ((0, 0), (0, 0), "Too few to say"),
    ],
)
def test_a_direction_is_named_only_where_chance_does_not_explain_it(
    older: tuple[int, int], newer: tuple[int, int], says: str
) -> None:
    counts = {date(2026, 9, 7): older, date(2026, 11, 16): newer}

    assert says in trend(counts, "week", TODAY).says


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["week", "month"]))
def test_periods_follow_one_another_without_a_gap_up_to_today(today: date, by: str) -> None:
    periods = trend({}, by, today).periods
    begins = [period.begins for period in periods]

    assert len(begins) == PERIODS
    assert begins[-1] <= today
    gaps = {(b - a).days for a, b in pairwise(begins)}
    assert periods[-1].ends == today
    assert all(a.ends + timedelta(days=1) == b.begins for a, b in pairwise(periods))
    assert gaps <= ({7} if by == "week" else {28, 29, 30, 31})


def test_a_moment_counts_in_the_week_of_its_conversation(cast: Cast) -> None:
    monday = datetime.combine(
        timezone.localdate() - timedelta(days=timezone.localdate().weekday()), datetime.min.time(), UTC
    )
    moment(cast, MET, key="a", began=monday)
    moment(cast, MISSED, key="b", began=monday - timedelta(hours=3))

    page = mine(cast[Role.AGENT])

    assert page.trend is not None
    assert [p.share for p in page.trend.periods[-2:]] == [(0, 1), (1, 1)]
