"""The draw: reproducible, in the shares of the plan, each conversation with the same chance, and honest about from what."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from heard.web.conversations.models import Conversation, Moment
from heard.web.organisation.access import Role
from heard.web.organisation.models import Team
from heard.web.people.models import Agent
from heard.web.reviews import actions
from heard.web.reviews.models import Draw, QueueItem
from heard.web.reviews.sampling import at_random, lot, numbers
from tests.web.cast import Cast

MONDAY = datetime(2026, 3, 16, tzinfo=UTC)


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(0, 100), min_size=1), st.integers(0, 500))
def test_shares_are_made_into_numbers_that_add_up_and_are_never_one_off(shares: dict[str, int], total: int) -> None:
    found = numbers(shares, total)

    whole = sum(shares.values())
    assert sum(found.values()) == (total if whole else 0)
    assert all(abs(found[name] - total * share / whole) < 1 for name, share in shares.items() if whole)


def test_the_same_seed_draws_the_same_and_another_seed_others() -> None:
    keys = [(n, f"talk-{n}") for n in range(500)]

    assert at_random(keys, "seed", 20) == at_random(list(reversed(keys)), "seed", 20)
    assert set(at_random(keys, "seed", 20)) != set(at_random(keys, "other", 20))


def test_the_lots_are_fixed_for_all_time() -> None:
    assert lot("seed", "talk-1") == 9339464231114995145  # a draw that was made can be made again years later


def test_the_how_to_page_draws_the_same_lots() -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "review.md").read_text("utf-8")
    known: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], known)  # noqa: S102 — our own page

    assert known["lot"]("3930ca79", "Zoë-1") == lot("3930ca79", "Zoë-1")


def test_every_conversation_has_the_same_chance() -> None:
    keys = [(n, f"talk-{n}") for n in range(40)]
    drawn = Counter(pk for seed in range(2_000) for pk in at_random(keys, str(seed), 10))

    assert all(abs(drawn[pk] - 500) < 5 * (2_000 * 0.25 * 0.75) ** 0.5 for pk, _ in keys)


def rows(
    cast: Cast, n: int, *, team: Team | None = None, released: datetime = MONDAY - timedelta(days=3), start: int = 0
) -> None:
    """`n` bare conversations: every tenth with a strong missed need, every fifth of which Heard is not sure."""
    agent = Agent.objects.get(name="Ada")
    began = released - timedelta(days=1)
    made = Conversation.objects.bulk_create(
        Conversation(
            organisation=cast.organisation,
            key=f"row-{number}",
            fingerprint=f"{number}",
            team=team or cast.north,
            agent=agent,
            channel="chat",
            began=began,
            released=released,
            turns=2,
            unsure=int(number % 5 == 0),
            least_confidence=0.3 + (number % 60) / 100,
            standard="everyday@1",
        )
        for number in range(start, start + n)
    )
    Moment.objects.bulk_create(
        Moment(
            conversation=row,
            organisation=cast.organisation,
            team=row.team,
            channel="chat",
            began=began,
            released=released,
            place=0,
            turn=0,
            intensity=3,
            result="missed",
            outcome="unknown",
            cause="agent",
            confidence=0.9,
        )
        for row in made
        if int(row.fingerprint) % 10 == 1
    )


def old_hand(cast: Cast) -> None:
    """Ada has been here for a year."""
    rows(cast, 1, released=MONDAY - timedelta(days=400), start=90_000)


def test_the_shares_of_the_plan_are_kept_over_many(cast: Cast) -> None:
    rows(cast, 400)
    actions.write_plan(cast[Role.MANAGER], per_week=100, random=40, worst=20, uncertain=30, first_weeks=10, seed="s")

    actions.fill_queue(cast.organisation, MONDAY)

    found = Counter(QueueItem.objects.values_list("reason", flat=True))
    assert found == {"random": 40, "worst": 20, "uncertain": 30, "first_weeks": 10}
    worst = QueueItem.objects.filter(reason="worst").values("conversation")
    assert Moment.objects.filter(conversation__in=worst, result="missed").count() == 20
    assert not QueueItem.objects.filter(reason="uncertain", conversation__unsure=0).exists()


def test_what_one_share_cant_fill_another_may_but_the_random_share_stays_what_it_is(cast: Cast) -> None:
    old_hand(cast)
    rows(cast, 400)
    actions.write_plan(cast[Role.MANAGER], per_week=20, random=50, worst=20, uncertain=20, first_weeks=10, seed="s")

    actions.fill_queue(cast.organisation, MONDAY)

    found = Counter(QueueItem.objects.values_list("reason", flat=True))
    assert found["random"] == QueueItem.objects.filter(at_random=True).count() == 10
    assert found["first_weeks"] == 0  # nobody is new …
    assert sum(found.values()) == 20  # … and the week is full all the same


def test_the_random_share_is_the_lowest_lots_of_the_population_and_the_draw_says_of_how_many(cast: Cast) -> None:
    rows(cast, 100)
    plan = actions.write_plan(
        cast[Role.MANAGER], per_week=10, random=100, worst=0, uncertain=0, first_weeks=0, seed="s"
    )

    actions.fill_queue(cast.organisation, MONDAY)

    (draw,) = Draw.objects.all()
    keys = sorted((f"row-{n}" for n in range(100)), key=lambda key: lot("s", key))[:10]
    assert set(QueueItem.objects.values_list("conversation__key", flat=True)) == set(keys)
    assert (draw.plan, draw.team, draw.population, draw.drawn) == (plan, cast.north, 100, 10)


def test_filling_again_in_the_same_week_adds_nothing_and_the_next_week_draws_only_what_came_free_since(
    cast: Cast,
) -> None:
    rows(cast, 30)
    first = actions.fill_queue(cast.organisation, MONDAY + timedelta(hours=5))
    rows(cast, 30, released=MONDAY + timedelta(days=2), start=100)

    assert first > 0
    assert actions.fill_queue(cast.organisation, MONDAY + timedelta(days=3)) == 0
    assert actions.fill_queue(cast.organisation, MONDAY + timedelta(days=7, hours=1)) > 0
    assert [d.population for d in Draw.objects.order_by("until")] == [30, 30]
    assert QueueItem.objects.values("conversation").distinct().count() == QueueItem.objects.count()


def test_what_is_the_agents_alone_or_unreadable_is_never_drawn(cast: Cast) -> None:
    rows(cast, 20, released=MONDAY + timedelta(days=1))
    rows(cast, 20, start=100)
    Conversation.objects.filter(released__lt=MONDAY).update(readable=False)

    assert actions.fill_queue(cast.organisation, MONDAY) == 0
    assert not Draw.objects.exists()


def test_each_team_has_a_number_of_its_own(cast: Cast) -> None:
    rows(cast, 50)
    rows(cast, 50, team=cast.south, start=100)
    actions.write_plan(cast[Role.MANAGER], per_week=4, per_team={str(cast.south.pk): 9})

    actions.fill_queue(cast.organisation, MONDAY)

    assert Counter(QueueItem.objects.values_list("team__name", flat=True)) == {"North": 4, "South": 9}


def test_what_was_asked_for_before_is_in_the_random_sample_too_where_its_lot_was_drawn(cast: Cast) -> None:
    rows(cast, 10)
    one = Conversation.objects.get(key="row-3")
    actions.ask_for(cast[Role.MANAGER], one, "The customer rang about it.", for_customer=True)
    actions.write_plan(cast[Role.MANAGER], per_week=10, random=100, worst=0, uncertain=0, first_weeks=0)

    actions.fill_queue(cast.organisation, MONDAY)

    item = QueueItem.objects.get(conversation=one)
    assert (item.reason, item.at_random, item.place) == ("asked", True, 0)
    assert QueueItem.objects.filter(at_random=True).count() == 10
