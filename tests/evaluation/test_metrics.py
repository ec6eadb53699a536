"""The measures, against figures worked out by hand and against what must hold for any input."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.evaluation.metrics import Hits, exact_agreement, macro, quadratic_weighted_kappa

SCALE = st.integers(-1, 3)
RATINGS = st.lists(st.tuples(SCALE, SCALE), min_size=1, max_size=60)


def test_precision_recall_and_f1_are_what_their_definitions_say():
    hits = Hits(right=6, extra=2, missed=4)

    assert (hits.precision, hits.recall, hits.f1) == (6 / 8, 6 / 10, 12 / 18)


def test_what_never_stands_and_is_never_found_has_no_figures():
    nothing = Hits(0, 0, 0)

    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)


def test_what_stands_and_is_never_found_has_f1_zero_and_no_precision():
    missed = Hits(0, 0, 5)

    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)


def test_macro_counts_every_defined_label_the_same():
    assert macro([1.0, 0.5, None]) == 0.75
    assert macro([None]) is None


def test_weighted_kappa_of_a_table_worked_out_by_hand():
    # One judge says 0 four times and 2 six times; the other 0 five times, 1 twice and 2 three times.
    # seen:      1·(0-1)² + 2·(2-0)² + 1·(2-1)² = 10
    # by chance: (4·2·1 + 4·3·4 + 6·5·4 + 6·2·1) / 10 = 18.8
    pairs = {(0, 0): 3, (0, 1): 1, (2, 0): 2, (2, 1): 1, (2, 2): 3}

    assert quadratic_weighted_kappa(pairs) == pytest.approx(1 - 10 / 18.8)


def test_weighted_kappa_of_two_values_is_plain_kappa():
    # Agreement 35 of 50 = 0.7; by chance 0.5·0.6 + 0.5·0.4 = 0.5: kappa 0.4.
    pairs = {(1, 1): 20, (1, 0): 5, (0, 1): 10, (0, 0): 15}

    assert quadratic_weighted_kappa(pairs) == pytest.approx(0.4)


def test_a_judge_who_always_says_the_same_agrees_as_chance_does():
    assert quadratic_weighted_kappa({(0, 1): 3, (1, 1): 4, (2, 1): 2}) == pytest.approx(0.0)


def test_kappa_of_two_judges_who_only_ever_said_one_thing_is_not_defined():
    assert quadratic_weighted_kappa({(2, 2): 9}) is None
    assert quadratic_weighted_kappa({}) is None


def test_exact_agreement_is_the_share_on_the_diagonal():
    assert exact_agreement({(0, 0): 3, (2, 2): 1, (0, 2): 4}) == 0.5
    assert exact_agreement({}) is None


@given(RATINGS)
def test_kappa_is_the_same_whoever_is_asked_first(ratings):
    there = quadratic_weighted_kappa(Counter(ratings))
    back = quadratic_weighted_kappa(Counter((b, a) for a, b in ratings))

    assert there == back


@given(RATINGS)
def test_kappa_is_one_exactly_where_all_agree_and_never_more(ratings):
    kappa = quadratic_weighted_kappa(Counter(ratings))

    assert kappa is None or kappa <= 1.0
    assert kappa is None or (kappa == 1.0) == all(a == b for a, b in ratings)


@given(RATINGS, st.integers(-5, 5), st.integers(1, 4))
def test_kappa_does_not_change_when_both_scales_are_moved_and_stretched(ratings, by, times):
    kappa = quadratic_weighted_kappa(Counter(ratings))
    moved = quadratic_weighted_kappa(Counter((a * times + by, b * times + by) for a, b in ratings))

    assert moved == pytest.approx(kappa) if kappa is not None else moved is None


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_f1_lies_between_precision_and_recall(right, extra, missed):
    hits = Hits(right, extra, missed)

    if hits.precision is not None and hits.recall is not None:
        low, high = sorted((hits.precision, hits.recall))
        assert low - 1e-9 <= hits.f1 <= high + 1e-9
