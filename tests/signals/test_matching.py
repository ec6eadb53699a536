"""Words count where they are meant: not denied, not quoted, not about somebody else."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.conversation import Speaker
from heard.signals import Finding, catalogue, read_turn, reading_from
from heard.signals.matching import Matcher, matcher_for
from heard.signals.phrases import spaced
from heard.text import fold


def customer(text: str) -> tuple[str, ...]:
    reading = reading_from(text, read_turn(Speaker.CUSTOMER, text))
    return (*reading.feelings, *reading.circumstances, *reading.stance)


@pytest.mark.parametrize(
    "text",
    [
        "I'm not upset at all, just asking.",
        "I am not angry about it.",
        "Nobody here is frustrated, don't worry.",
        "I was never annoyed with you.",
        "I wouldn't say I'm angry.",
    ],
)
def test_a_denied_feeling_is_none(text: str) -> None:
    assert "frustration" not in customer(text)


@pytest.mark.parametrize(
    "text",
    [
        'The leaflet says "I am so frustrated" on page one.',
        'Your agent wrote "we understand you are angry" and that was all.',
    ],
)
def test_a_quoted_feeling_is_not_the_customers_own(text: str) -> None:
    found = read_turn(Speaker.CUSTOMER, text)

    assert not any(f.label == "frustration" and '"' in text[: f.start] and '"' in text[f.end :] for f in found)


def test_a_feeling_of_somebody_else_is_not_the_customers_own() -> None:
    assert "frustration" not in customer("My neighbour was furious, for me it is fine.")


def test_not_only_and_not_just_deny_nothing() -> None:
    assert "frustration" in customer("I'm not just annoyed, I'm absolutely furious.")


def test_bots_and_the_system_are_not_read() -> None:
    assert read_turn(Speaker.BOT, "I'm so sorry, I am furious") == ()
    assert read_turn(Speaker.SYSTEM, "I'm so sorry, I am furious") == ()


def test_the_customers_apology_is_no_move_and_the_agents_anger_no_feeling() -> None:
    staff = read_turn(Speaker.AGENT, "I am furious and very upset about this.")

    assert not [f for f in staff if f.kind == "feeling"]


@given(st.sampled_from(list(Speaker)), st.text())
def test_every_finding_quotes_its_place(speaker: Speaker, text: str) -> None:
    for finding in read_turn(speaker, text):
        assert text[finding.start : finding.end] == finding.quote != ""


def test_every_finding_in_every_example_quotes_its_place() -> None:
    for signal in catalogue().values():
        speaker = Speaker.CUSTOMER if signal.side == "customer" else Speaker.AGENT
        for text in (*signal.examples, *signal.counter_examples):
            for finding in read_turn(speaker, text):
                assert text[finding.start : finding.end] == finding.quote
                assert finding.why
                assert 0 < finding.confidence <= 1


def test_findings_of_one_label_do_not_overlap() -> None:
    for signal in catalogue().values():
        speaker = Speaker.CUSTOMER if signal.side == "customer" else Speaker.AGENT
        for text in signal.examples:
            by_label: dict[str, list[Finding]] = {}
            for finding in read_turn(speaker, text):
                by_label.setdefault(finding.label, []).append(finding)
            for found in by_label.values():
                assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_what_matches_is_what_trying_every_expression_everywhere_finds(side: str) -> None:
    matcher = matcher_for(side)
    compiled = [re.compile(rf"(?<!\w)(?:{expression.source})") for expression in matcher.expressions]
    examples = [text for one in catalogue().values() if one.side == side for text in one.examples]
    for text in [fold(text).text for text in examples[::12]]:
        everywhere = {n: [m.span() for m in one.finditer(text) if m[0]] for n, one in enumerate(compiled)}

        assert matcher.matches(text, spaced(text)) == {n: spans for n, spans in everywhere.items() if spans}


def test_long_text_without_full_stops_is_read_in_linear_time() -> None:
    """Twice the text may take twice the time; a quadratic step would take sixteen times as long for four times the text."""

    def seconds(times: int) -> float:
        began = time.process_time()
        read_turn(Speaker.CUSTOMER, f"still waiting and so angry {times} " * times)
        return time.process_time() - began

    seconds(10)
    assert seconds(2_000) < 10 * seconds(500) + 0.1


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_no_pattern_runs_away_on_long_text(side: str) -> None:
    """Catastrophic backtracking takes minutes or for ever; this allows four times the slowest pattern seen."""
    matcher = Matcher(
        [s for s in catalogue().values() if s.side == side], {s.label: s.kind for s in catalogue().values()}
    )
    tail = " ".join(["i am so very very really not sorry but still waiting and waiting for the the the"] * 250)

    began = time.process_time()
    for expression in matcher.expressions:
        for _ in re.finditer(expression.source, tail):
            pass
    assert (time.process_time() - began) / len(matcher.expressions) < 0.2
