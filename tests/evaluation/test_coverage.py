"""What is sure, what is covered, and how often it is right: counted on one's fingers."""

import pytest

from heard.evaluation.coverage import Decided, Sureness, count_sureness


def test_a_decision_is_covered_when_the_right_value_reaches_the_bound():
    decided = [
        Decided(0.9, decided=True, sure=True, so=True),  # right, and covered: 0.9
        Decided(0.8, decided=True, sure=True, so=False),  # wrong: 0.2 for what is right, not covered
        Decided(0.5, decided=True, sure=False, so=False),  # both values are kept: covered, though decided wrongly
        Decided(0.1, decided=False, sure=True, so=False),  # right, and covered: 0.9
    ]

    counted = count_sureness(decided, stated=0.9, kept_from=0.4)

    assert counted == Sureness(4, 0.9, 3 / 4, 1, pytest.approx(2 / 3), 0.0)


def test_a_bound_above_one_half_can_leave_no_value_which_covers_nothing():
    counted = count_sureness([Decided(0.5, decided=True, sure=False, so=True)], stated=0.9, kept_from=0.6)

    assert (counted.reached, counted.unsure) == (0.0, 1)


def test_what_was_never_decided_has_no_shares():
    assert count_sureness([], stated=0.9, kept_from=0.4) == Sureness(0, 0.9, None, 0, None, None)
