"""Alpha against published worked examples, and what is said where it can't be said."""

from __future__ import annotations

import pytest

from heard.web.reviews.agreement import ALL_THE_SAME, ALONE, Judgement, agreement, alpha

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section D: four observers, twelve units, missing data.
KRIPPENDORFF = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
# The same paper, section C: two observers, ten units, five nominal values.
TWO_OBSERVERS = {"Meg": "a a b b d c c c e d d a".split(), "Owen": "b a b b b c c c e d d d".split()}


def judgements(table: dict[str, list[str]]) -> list[Judgement]:
    return [
        Judgement(judge, unit, 0, int(value) if value.isdigit() else value)
        for judge, said in table.items()
        for unit, value in enumerate(said)
        if value != "."
    ]


CANON = judgements({judge: said.split() for judge, said in KRIPPENDORFF.items()})


def test_nominal_alpha_is_the_published_one_with_missing_data() -> None:
    assert alpha(CANON) == pytest.approx(0.743, abs=0.0005)


def test_ordinal_alpha_is_the_published_one() -> None:
    assert alpha(CANON, ordinal=True) == pytest.approx(0.815, abs=0.0005)


def test_nominal_alpha_of_two_observers_is_the_published_one() -> None:
    assert alpha(judgements(TWO_OBSERVERS)) == pytest.approx(0.692, abs=0.0005)


def test_a_unit_that_one_judge_alone_judged_changes_nothing() -> None:
    assert alpha([*CANON, Judgement("A", 99, 0, 5)]) == alpha(CANON)
    assert alpha([*CANON, Judgement("A", 99, 0, 5)], ordinal=True) == alpha(CANON, ordinal=True)


def test_where_everybody_says_the_same_alpha_cant_be_said_and_why_is_told() -> None:
    same = [Judgement(judge, unit, 0, "met") for judge in "AB" for unit in range(12)]

    assert agreement(same) == (None, None, None, 12, ALL_THE_SAME)


def test_where_nobody_judged_the_same_thing_twice_alpha_cant_be_said() -> None:
    assert agreement([Judgement("A", 1, 0, "met"), Judgement("B", 2, 0, "missed")]) == (None, None, None, 0, ALONE)
    assert agreement([]).alpha is None


def test_the_interval_holds_alpha_is_drawn_the_same_again_and_is_narrower_with_more() -> None:
    once = agreement(CANON, ordinal=True, seed=7)
    many = agreement(
        [said._replace(conversation=said.conversation + 100 * n) for n in range(6) for said in CANON],
        seed=7,
        ordinal=True,
    )

    assert None not in (*once, *many)
    assert once.low <= once.alpha <= once.high
    assert once == agreement(CANON, ordinal=True, seed=7)
    assert many.high - many.low < once.high - once.low
    assert once.judged == 11  # the twelfth was judged by one alone


def test_one_conversation_has_no_interval() -> None:
    said = [
        Judgement(judge, 1, turn, value)
        for judge, values in {"A": "0112", "B": "0122"}.items()
        for turn, value in enumerate(values)
    ]

    found = agreement(said)

    assert found.alpha is not None
    assert (found.low, found.high) == (None, None)
