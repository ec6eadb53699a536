"""Differences between two periods, and periods themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.overview import Share
from heard.standards.scoring import wilson
from heard.web.insights.comparing import difference
from heard.web.insights.periods import Kind, Period
from heard.web.plumbing.figures import may_be_noise

DAYS = st.dates(date(1995, 1, 1), date(2150, 1, 1))
KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.DAYS])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Any period that can be chosen."""
    if draw(st.booleans()):
        return Period.of(draw(KINDS), draw(DAYS))
    first = draw(DAYS)
    return Period(Kind.DAYS, first, first + timedelta(days=draw(st.integers(0, 1_000))))


def test_the_interval_is_the_one_that_newcombe_published() -> None:
    # Newcombe 1998, table II, method 10: 56 of 70 against 48 of 80.
    found = difference(Share(56, 70), Share(48, 80))

    assert found is not None
    assert (found.amount, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize(
    ("now", "noise"),
    [(Share(55, 100), True), (Share(63, 100), True), (Share(64, 100), False), (Share(36, 100), False)],
)
def test_a_difference_may_be_noise_up_to_the_border_and_no_further(now: Share, noise: bool) -> None:
    found = difference(now, Share(50, 100))

    assert found is not None
    assert found.may_be_noise is noise
    assert (found.low <= 0 <= found.high) is noise


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 400), st.integers(1, 400))
def test_every_page_says_the_same_of_one_difference(a: int, n: int, b: int, m: int) -> None:
    now, before = Share(min(a, n), n), Share(min(b, m), m)
    found, back = difference(now, before), difference(before, now)

    assert found is not None
    assert back is not None
    assert found.may_be_noise == may_be_noise(now, before) == back.may_be_noise
    assert found.low <= found.amount <= found.high
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low))
    assert now.interval == wilson(*now)


def test_nothing_needed_is_compared_with_nothing() -> None:
    assert difference(Share(0, 0), Share(3, 4)) is None
    assert difference(Share(3, 4), Share(0, 0)) is None


@given(periods())
def test_the_parts_of_a_period_are_all_of_its_days_once(period: Period) -> None:
    days = [part.first + timedelta(days=n) for part in period.parts for n in range(part.length)]

    assert days == [period.first + timedelta(days=n) for n in range(period.length)]
    assert len(period.parts) <= 40


@given(periods())
def test_periods_follow_one_another_without_a_gap(period: Period) -> None:
    assert period.before.last + timedelta(days=1) == period.first
    assert period.last + timedelta(days=1) == period.after.first
    assert period.before.kind == period.kind
    if period.kind is not Kind.DAYS:
        assert period.before.after == period


@given(periods())
def test_whole_months_lie_within_their_period(period: Period) -> None:
    for month in period.months:
        assert period.first <= month
        assert (month + timedelta(days=31)).replace(day=1) - timedelta(days=1) <= period.last
