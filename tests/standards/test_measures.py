"""Measures count words that stand there, and say so."""

from __future__ import annotations

import pytest

from heard.standards import MEASURES
from heard.standards.measures import Measured
from tests.builders import chat


def measured(name: str, *lines: str) -> Measured:
    conversation = chat(*lines)
    return MEASURES[name].of(conversation, [i for i, t in enumerate(conversation.turns) if t.speaker.is_staff])


@pytest.mark.parametrize(
    ("name", "lines", "value"),
    [
        ("i_not_we", ("agent: I'll look, I know it, and we will too.", "agent: I can."), 0.75),
        ("i_not_we", ("agent: I can.",), None),
        ("speaks_to_you", ("agent: Your parcel left.", "agent: It left."), 0.5),
        ("speaks_to_you", ("customer: hello",), None),
        ("concrete_words", ("customer: the jacket zip is torn", "agent: A torn jacket; another on Thursday, item soon."), 0.6),
        ("concrete_words", ("customer: hello", "agent: Hello."), None),
        ("as_long_as_theirs", ("customer: a b", "agent: a b c d", "customer: a b", "agent: a b c d"), 0.5),
        ("as_long_as_theirs", ("customer: a b", "agent: a b c d"), None),
        ("promises_with_a_time", ("agent: I'll call you by 5pm. I'll check the order."), 0.5),
        ("promises_with_a_time", ("agent: Done.",), None),
    ],
)  # fmt: skip
def test_a_measure_is_the_share_it_says(name: str, lines: tuple[str, ...], value: float | None) -> None:
    shown = measured(name, *((lines,) if isinstance(lines, str) else lines))

    assert shown.value == value


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_says_what_it_is_and_where_it_comes_from(measure: object) -> None:
    assert getattr(measure, "meaning", "")
    assert getattr(measure, "source", "")
