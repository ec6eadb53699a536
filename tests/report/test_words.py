"""The words of the report."""

from datetime import UTC, datetime

import pytest

from heard.conversation import CHANNELS
from heard.moments import CAUSES, OUTCOMES
from heard.report import words
from tests.report.told import moment


def test_every_cause_outcome_and_channel_has_its_words():
    assert (set(words.CAUSES), set(words.OUTCOMES), set(words.CHANNELS)) == (set(CAUSES), set(OUTCOMES), set(CHANNELS))


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (moment(), "met"),
        (moment(recognition=0), "missed"),
        (moment(recognition=0, repaired_turn=3), "repaired"),
        (moment(recognition=3, confidence=0.3), "unsure"),
        (moment(recognition=0, repaired_turn=3, confidence=0.3), "unsure"),
    ],
)
def test_a_moment_is_met_missed_repaired_or_for_a_person(one, state):
    assert words.state_of(one._asdict()) == state


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-02-03", "2026-02-03", "3 February 2026"),
        ("2026-02-03", "2026-02-09", "3–9 February 2026"),
        ("2026-02-03", "2026-06-09", "3 February to 9 June 2026"),
        ("2025-12-03", "2026-02-09", "3 December 2025 to 9 February 2026"),
    ],
)
def test_a_range_of_dates_says_nothing_twice(first, last, said):
    days = [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (first, last)]

    assert words.days(*days) == said


def test_unknown_dates_say_nothing():
    assert words.days(None, None) == ""


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 second"), (59, "59 seconds"), (3600, "1 hour"), (200_000, "2 days")]
)
def test_a_duration_is_said_in_its_largest_unit(seconds, said):
    assert words.duration(seconds) == said
