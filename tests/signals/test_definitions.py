"""Every signal's own examples are its tests."""

import pytest

from heard.conversation import Speaker
from heard.signals.catalogue import MIN_EXAMPLES, Signal, catalogue
from heard.signals.matching import matcher_for
from heard.signals.reading import read_turn, reading_from

IN_TURNS = [s for s in catalogue().values() if s.side != "conversation"]


def shows(signal: Signal, text: str) -> bool:
    speaker = Speaker.CUSTOMER if signal.side == "customer" else Speaker.AGENT
    return reading_from(text, read_turn(speaker, text)).shows(signal.label)


@pytest.mark.parametrize("signal", IN_TURNS, ids=lambda s: s.label)
def test_a_signal_is_found_in_its_examples(signal: Signal) -> None:
    missed = [text for text in signal.examples if not shows(signal, text)]

    assert not missed


@pytest.mark.parametrize("signal", IN_TURNS, ids=lambda s: s.label)
def test_a_signal_is_not_found_in_its_counter_examples(signal: Signal) -> None:
    found = [text for text in signal.counter_examples if shows(signal, text)]

    assert not found


@pytest.mark.parametrize("signal", IN_TURNS, ids=lambda s: s.label)
def test_a_signal_has_enough_examples_and_none_twice(signal: Signal) -> None:
    assert len(set(signal.examples)) >= MIN_EXAMPLES
    assert len(set(signal.counter_examples)) >= MIN_EXAMPLES
    assert len(set(signal.examples) | set(signal.counter_examples)) == len(signal.examples) + len(
        signal.counter_examples
    )


def test_few_patterns_escape_the_prefilter() -> None:
    for side in ("customer", "agent"):
        matcher = matcher_for(side)
        assert matcher.prefilter.always <= 0.03 * len(matcher.expressions) + 3
