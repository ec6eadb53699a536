"""Tallies are what the moments come to, whatever happens to the moments."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from heard.web.conversations.actions import remove, rule
from heard.web.conversations.models import Changed, Conversation, Moment
from heard.web.insights import actions
from heard.web.insights.actions import count_again, freshen
from heard.web.insights.models import CannedLine, CountedDay, Tally
from heard.web.insights.narrowing import Narrowing
from heard.web.insights.overview import overview_of
from heard.web.insights.periods import Kind, Period
from heard.web.insights.queries import canned_lines, figures_of, figures_over_time, moments_behind
from heard.web.insights.selection import Selection
from heard.web.organisation.access import Role
from tests.web.cast import MISSED, Cast, put
from tests.web.insights.recount import recounted
from tests.web.insights.rows import agents_of, scatter

PERIODS = (
    Period.of(Kind.WEEK, date(2026, 2, 3)),
    Period.of(Kind.MONTH, date(2026, 3, 1)),
    Period.of(Kind.QUARTER, date(2026, 1, 1)),
    Period.of(Kind.YEAR, date(2026, 1, 1)),
    Period(Kind.DAYS, date(2026, 1, 20), date(2026, 4, 10)),
    Period(Kind.DAYS, date(2026, 2, 3), date(2026, 2, 3)),
)


def selections(cast: Cast) -> list[Selection]:
    """Every kind of selection."""
    return [
        Selection(cast.organisation, period, reach, team, channel)
        for period in PERIODS
        for reach, team in ((None, None), (None, cast.north), (frozenset({cast.south.pk}), None))
        for channel in ("", "email")
    ]


def check(cast: Cast) -> None:
    """Every figure of every selection is what a slow recount gives."""
    for selection in selections(cast):
        found, wanted = figures_of(selection).cell.counts, recounted(selection)
        # A line that fewer than three customers of the organisation got is counted nowhere.
        assert found == wanted, str(selection)


@pytest.fixture
def people(cast: Cast) -> list:
    """Five agents in the north, five in the south, one in no team."""
    return [
        *agents_of(cast.organisation, cast.north, 5, "north"),
        *agents_of(cast.organisation, cast.south, 5, "south"),
        *agents_of(cast.organisation, None, 1, "nowhere"),
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_are_what_a_slow_recount_of_the_moments_gives(cast: Cast, people: list, seed: int) -> None:
    scatter(cast.organisation, people, 150, seed=seed)

    count_again(cast.organisation)

    check(cast)


def test_figures_stay_true_while_conversations_come_are_ruled_on_and_go(cast: Cast, people: list) -> None:
    scatter(cast.organisation, people, 60, seed=4)
    count_again(cast.organisation)

    talks = scatter(cast.organisation, people, 60, seed=5)
    for moment in Moment.objects.filter(counts=True, result="missed")[:5]:
        rule(moment, cast[Role.REVIEWER], "It was met.", result="met", cause="")
    for moment in Moment.objects.filter(counts=True)[:5]:
        rule(moment, cast[Role.REVIEWER], "No need.", counts=False)
    remove(cast.organisation, [talk.pk for talk in talks[:20]])
    count_again(cast.organisation)

    check(cast)
    assert not Changed.objects.exists()


def test_results_count_from_the_moment_they_are_released_and_never_before(cast: Cast) -> None:
    (talk,) = put(cast.organisation, [MISSED], released=False)
    whole = Selection(cast.organisation, Period.of(Kind.YEAR, talk.began.date()), None)

    assert count_again(cast.organisation) > 0
    assert not figures_of(whole).cell.counts
    assert CountedDay.objects.get(day=talk.began.date()).due == talk.released

    assert count_again(cast.organisation, talk.released - timedelta(seconds=1)) == 0
    assert count_again(cast.organisation, talk.released) == 1
    assert figures_of(whole).count("conversations") == 1
    assert figures_of(whole).score.needed == talk.needed > 0
    assert CountedDay.objects.get(day=talk.began.date()).due is None


def test_days_are_days_in_utc_wherever_the_conversation_took_place(cast: Cast) -> None:
    began = datetime(2026, 3, 15, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # in UTC still the day before
    put(cast.organisation, [MISSED], began=began - timedelta(hours=1))

    count_again(cast.organisation)

    assert Tally.objects.get(grain="day").start == date(2026, 3, 14)


def test_counting_again_without_a_change_writes_nothing(cast: Cast, people: list) -> None:
    scatter(cast.organisation, people, 20, alone=0)
    count_again(cast.organisation)
    before = set(Tally.objects.values_list("pk", flat=True))

    assert count_again(cast.organisation) == 0
    assert set(Tally.objects.values_list("pk", flat=True)) == before


def test_every_number_has_as_many_moments_behind_it_as_it_says(cast: Cast, people: list) -> None:
    scatter(cast.organisation, people, 150, seed=6)
    count_again(cast.organisation)
    manager = cast[Role.MANAGER]
    for selection in selections(cast)[2:20:3]:
        if selection.reach is not None:
            continue
        counts = figures_of(selection).cell.counts
        for key, number in counts.items():
            narrowing = behind(key)
            if narrowing is not None:
                assert moments_behind(manager, selection, narrowing).count() == number, (str(selection), key)


def behind(key: str) -> Narrowing | None:
    """The narrowing that a key of the tallies stands for; None: it is not about moments."""
    kind, *parts = key.split("|")
    if kind == "result":
        return Narrowing(result=parts[0], by="person" if len(parts) > 1 else "")
    if kind == "need":
        return Narrowing(need=parts[0], result={"needed": "judged"}.get(parts[1], parts[1]))
    if kind == "cell":
        return Narrowing(recognition=parts[0], action=parts[1])
    if kind in ("cause", "outcome", "soon", "seconds"):
        return Narrowing(**{kind: parts[0]})
    return {"unanswered": Narrowing(recognition="none"), "process_first": Narrowing(process_first="yes")}.get(kind)


def test_time_is_divided_without_losing_or_doubling_a_moment(cast: Cast, people: list) -> None:
    scatter(cast.organisation, people, 150, seed=7)
    count_again(cast.organisation)

    for selection in selections(cast):
        total = figures_of(selection).score
        over_time, channels, teams = figures_over_time(selection)
        assert sum(p.share.needed for p in over_time.points) == total.needed
        assert sum(p.share.met for p in over_time.points) == total.met
        assert sum(p.share.needed for series in channels for p in series.points) == total.needed
        assert sum(p.share.needed for series in teams for p in series.points) <= total.needed  # some are of no team


def test_a_line_counts_on_earlier_days_too_once_three_customers_got_it(cast: Cast, people: list) -> None:
    whole = Selection(cast.organisation, PERIODS[3], None)
    for seed in range(20, 32):
        scatter(cast.organisation, people, 1, seed=seed, alone=0)
        count_again(cast.organisation)

    said = recounted(whole)
    lines = {key: number for key, number in said.items() if key.startswith("line|") and number >= 3}

    assert lines
    assert {f"line|{line}": number for line, _words, number in canned_lines(figures_of(whole))} == lines


def test_the_words_of_a_line_go_when_its_conversations_go(cast: Cast, people: list) -> None:
    scatter(cast.organisation, people, 40, seed=8, alone=0)
    count_again(cast.organisation)
    whole = Selection(cast.organisation, PERIODS[3], None)
    assert canned_lines(figures_of(whole))

    remove(cast.organisation, Conversation.objects.values_list("pk", flat=True))
    count_again(cast.organisation)

    assert not CannedLine.objects.exists()
    assert canned_lines(figures_of(whole)) == []
    assert not Tally.objects.exists()


def test_a_page_counts_little_itself_and_leaves_much_to_the_worker(
    cast: Cast, people: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    scatter(cast.organisation, people, 30, days=3, alone=0)
    monkeypatch.setattr(actions, "BEFORE_A_PAGE", 10)

    waiting = freshen(cast.organisation)

    assert waiting >= 3
    assert not Tally.objects.exists()
    assert overview_of(cast[Role.MANAGER], Selection(cast.organisation, PERIODS[3], None), waiting).waiting == waiting
    monkeypatch.undo()
    assert freshen(cast.organisation) == 0
    assert Tally.objects.exists()


def test_a_page_does_not_wait_for_somebody_who_writes(
    cast: Cast, people: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    scatter(cast.organisation, people, 5, alone=0)

    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "count_again", locked)

    assert freshen(cast.organisation) > 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 20_000  # as before


def test_what_changes_while_a_day_is_counted_is_counted_next_time(
    cast: Cast, people: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    count = actions.count_day

    def with_a_change(organisation, day, now):
        found = count(organisation, day, now)
        Changed.objects.get_or_create(organisation=organisation, day=talk.began.date())
        return found

    monkeypatch.setattr(actions, "count_day", with_a_change)
    with transaction.atomic():
        count_again(cast.organisation, timezone.now())

    assert Changed.objects.filter(day=talk.began.date()).exists()
