"""Shares come with their doubt, and a difference that may be chance says so."""

import pytest

from heard.overview import Share
from heard.web.plumbing.figures import compare, in_words, may_be_noise, percent


def test_a_share_is_said_with_its_interval():
    assert in_words(Share(41, 58)) == "41 of 58 (58–81 %)"


def test_nothing_of_nothing_is_no_percentage():
    assert in_words(Share(0, 0)) == "none needed"


@pytest.mark.parametrize(
    ("now", "before", "noise"),
    [
        ((3, 8), (2, 9), True),
        ((300, 400), (200, 400), False),
        ((56, 70), (48, 80), False),  # Newcombe 1998, table II, example (a): 0.0524 to 0.3339
        ((9, 10), (3, 10), False),  # example (b): 0.1705 to 0.8090
        ((10, 10), (10, 10), True),
        ((5, 56), (0, 29), True),  # example (e): −0.0381 to 0.1926
    ],
)
def test_a_difference_may_be_noise_when_its_interval_holds_zero(now, before, noise):
    assert may_be_noise(Share(*now), Share(*before)) is noise
    assert may_be_noise(Share(*before), Share(*now)) is noise


def test_there_is_nothing_to_compare_with_where_nothing_was_needed_before():
    assert compare(Share(3, 8), Share(0, 0)).before is None


def test_places_in_a_drawing_have_a_decimal_point_in_every_language():
    assert percent(41 / 58) == "70.69%"
