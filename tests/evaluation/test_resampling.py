"""Intervals come from whole conversations drawn again and again, the same ones for the same seed."""

from hypothesis import given
from hypothesis import strategies as st

from heard.evaluation.resampling import Estimate, estimates
from heard.evaluation.tally import LabelTally, ScaleTally


def share_of(marked):
    """A statistic: the share of drawn conversations that are marked."""
    return lambda weights: sum(w for w, m in zip(weights, marked, strict=True) if m) / len(marked)


def test_the_value_is_that_of_every_conversation_once():
    (estimate,) = estimates({"share": share_of([True] * 3 + [False] * 7)}, 10, seed=1, resamples=50).values()

    assert estimate.value == 0.3


def test_the_same_seed_gives_the_same_interval_and_another_seed_another():
    mean = {"mean": lambda weights: sum(w * i**0.5 for i, w in enumerate(weights)) / 37}

    first, again, other = (estimates(mean, 37, seed=seed, resamples=200) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_the_interval_of_a_share_is_about_that_of_the_binomial():
    (estimate,) = estimates({"share": share_of([True, False] * 100)}, 200, seed=1).values()

    assert 0.42 < estimate.low < 0.45  # 0.5 ± 1.96·√(0.25/200) = 0.431 … 0.569
    assert 0.55 < estimate.high < 0.58


def test_what_is_not_defined_has_no_interval():
    (estimate,) = estimates({"nothing": lambda weights: None}, 5, seed=1, resamples=10).values()

    assert estimate == Estimate(None)


def test_resamples_in_which_a_figure_is_not_defined_are_left_out():
    rare = {"rare": lambda weights: 1.0 if weights[0] else None}

    (estimate,) = estimates(rare, 4, seed=1, resamples=100).values()

    assert estimate == Estimate(1.0, 1.0, 1.0)


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 5))
def test_the_interval_is_in_order_and_within_what_is_possible(marked, seed):
    (estimate,) = estimates({"share": share_of(marked)}, len(marked), seed=seed, resamples=30).values()

    assert 0 <= estimate.low <= estimate.high <= 1


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=40),
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
)
def test_weighting_counts_is_counting_conversations_that_often(turns, weights):
    once, repeated = LabelTally(), LabelTally()
    for conversation, gold, found in turns:
        once.add(conversation, gold=gold, found=found)
        for _ in range(weights[conversation]):
            repeated.add(conversation, gold=gold, found=found)

    assert once.hits(weights) == repeated.hits([1] * 4)


def test_a_scale_counts_each_pair_of_values():
    tally = ScaleTally()
    for conversation, gold, found in [(0, 2, 1), (1, 2, 1), (1, 0, 0)]:
        tally.add(conversation, gold=gold, found=found)

    assert tally.pairs([1, 2]) == {(2, 1): 3, (0, 0): 2}
