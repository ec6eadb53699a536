"""Expected calibration error, against numbers worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.evaluation.reliability import Bin, calibration_error, error_by_chance, reliability

GIVEN = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_the_error_is_the_mean_distance_of_the_bins_weighed_by_what_they_hold():
    # low bin: given (0.1 + 0.3)/2 = 0.2, so 1/2: 0.3 apart; high bin: given (0.6 + 0.8 + 1.0)/3 = 0.8, so 1: 0.2 apart
    bins = reliability([(0.8, True), (0.1, False), (1.0, True), (0.3, True), (0.6, True)], bins=2)

    assert bins == [Bin(2, pytest.approx(0.2), 0.5), Bin(3, pytest.approx(0.8), 1.0)]
    assert calibration_error(bins) == pytest.approx((2 * 0.3 + 3 * 0.2) / 5)


def test_probabilities_that_mean_what_they_say_have_no_error():
    assert calibration_error(reliability([(0.25, i == 0) for i in range(4)], bins=1)) == 0.0


def test_with_nothing_given_there_is_no_error_to_speak_of():
    assert calibration_error(reliability([])) is None
    assert error_by_chance([], seed=1) is None


def test_fewer_probabilities_than_bins_leave_no_bin_empty():
    assert [b.number for b in reliability([(0.5, True)] * 3)] == [1, 1, 1]


@given(GIVEN)
def test_bins_hold_everything_in_order_and_differ_by_one_at_most(pairs):
    bins = reliability(pairs)

    assert sum(b.number for b in bins) == len(pairs)
    assert max(b.number for b in bins) - min(b.number for b in bins) <= 1
    assert [b.given for b in bins] == pytest.approx(sorted(b.given for b in bins))


@given(GIVEN)
def test_the_error_is_between_none_and_one(pairs):
    assert 0 <= calibration_error(reliability(pairs)) <= 1


def test_equal_probabilities_are_not_parted_by_how_it_was():
    assert calibration_error(reliability([(0.5, i % 2 == 0) for i in range(40)])) == 0.0


def test_chance_alone_shows_less_error_the_more_was_given():
    few, many = [(0.5, True)] * 20, [(0.5, True)] * 2000

    assert error_by_chance(many, seed=1) < 0.06 < error_by_chance(few, seed=1)
    assert error_by_chance(few, seed=1) == error_by_chance(few, seed=1)
