"""From numbers to judgements, on numbers made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.conversation import Speaker, Turn
from heard.inference.bundle import Bundle
from heard.inference.calibration import Calibration
from heard.inference.heads import Said
from heard.moments import judge_response
from heard.signals import NEGATIVE, Finding, Learned, catalogue, reading_from
from heard.signals.learned import accepted
from tests.builders import finding
from tests.inference.bundles import OUTPUTS, PLACE, calibration

TEXT = "I rang on Monday. I am furious. Send it today."
SECOND = (18, 31)  # where its second sentence stands


def made(**changes: Any) -> Calibration:
    """A calibration; `changes` as `tests.inference.bundles.calibration` takes them."""
    return Calibration(Bundle(Path(), "tiny/1", OUTPUTS, (), calibration(**changes), {}, ()))


def outputs(**values: float) -> np.ndarray:
    """Every output far below zero but those named: "recognition=2" is written recognition_2."""
    row = np.full(len(OUTPUTS), -20.0, dtype=np.float32)
    for name, value in values.items():
        row[PLACE[name if name in PLACE else "=".join(name.rsplit("_", 1)).replace("=m", "=-")]] = value
    return row


def judged(
    row: np.ndarray,
    speaker: Speaker = Speaker.CUSTOMER,
    found: tuple[Finding, ...] = (),
    text: str = TEXT,
    **changes: Any,
) -> Learned:
    """What a turn with those outputs shows; its second sentence brings most to everything."""
    shares = np.zeros((3, len(OUTPUTS)), dtype=np.float32)
    shares[1] = 1
    return made(**changes).judge(Turn(speaker, text), row, Said(row, row, shares), found)


def of_agent(**values: float) -> Learned:
    return judged(outputs(**values), Speaker.AGENT)


def labels(learned: Learned) -> set[str]:
    return {f.label for f in learned.findings}


def logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def test_a_label_holds_from_its_threshold_on() -> None:
    own = calibration()["threshold"] | {"effort": 0.3}

    assert labels(judged(outputs(effort=logit(0.31)), threshold=own)) == {"effort"}
    assert labels(judged(outputs(effort=logit(0.29)), threshold=own)) == set()
    assert labels(judged(outputs(outage=logit(0.31)), threshold=own)) == set()


def test_slope_and_shift_are_applied_before_the_threshold() -> None:
    slope, shift = [1.0] * len(OUTPUTS), [0.0] * len(OUTPUTS)
    slope[PLACE["effort"]], shift[PLACE["effort"]] = 2.0, 1.0
    learned = judged(outputs(effort=-0.4), slope=slope, shift=shift)

    assert labels(learned) == {"effort"}
    assert learned.findings[0].confidence == pytest.approx(1 / (1 + np.exp(-0.2)), abs=0.001)


def test_a_label_without_a_pattern_shows_the_sentence_that_brings_most() -> None:
    (shown,) = judged(outputs(frustration=3)).findings

    assert (shown.start, shown.end, shown.quote) == (*SECOND, "I am furious.")
    assert shown.origin == "encoder"
    assert shown.why.startswith("reads like this: ")


def test_a_label_that_a_pattern_found_shows_the_patterns_words_at_the_new_confidence() -> None:
    own = finding("frustration", 3, confidence=0.55, quote="furious", start=23)
    (shown,) = judged(outputs(frustration=logit(0.7)), found=(own,)).findings

    assert shown == own._replace(confidence=0.7, origin="both")


def test_what_a_pattern_found_does_not_hold_against_the_encoder() -> None:
    assert labels(judged(outputs(), found=(finding("frustration", 3),))) == set()


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({"recognition_m1": 5}, -1),
        ({"recognition_0": 5}, 0),
        ({"recognition_1": 5}, 1),
        ({"recognition_2": 5}, 2),
        ({"recognition_3": 5}, 3),
        ({"recognition_0": 5, "recognition_2": 5}, 1),
        ({"recognition_1": 5, "recognition_2": 5.1}, 2),
    ],
)
def test_a_scale_is_decided_by_its_expectation(given: dict[str, float], level: int) -> None:
    recognition = of_agent(**given).recognition

    assert recognition is not None
    assert recognition.value == level


def test_a_higher_temperature_makes_a_scale_less_sure() -> None:
    def confidence(temperature: float) -> float:
        scales = calibration()["scales"]
        scales["recognition"]["temperature"] = temperature
        recognition = judged(outputs(recognition_2=3, recognition_0=0), Speaker.AGENT, scales=scales).recognition
        assert recognition is not None
        return recognition.confidence

    assert confidence(1) > confidence(2) > 0.5


@pytest.mark.parametrize(
    ("p", "kept", "value", "sure"),
    [
        (0.95, 0.8, 1, True),  # only the need is kept
        (0.05, 0.8, 0, True),  # only its absence is kept
        (0.6, 0.8, 1, False),  # neither is kept
        (0.6, 0.3, 1, False),  # both are kept
        (0.9, 0.3, 1, True),
    ],
)
def test_a_need_is_sure_when_one_value_is_kept(p: float, kept: float, value: int, sure: bool) -> None:
    need = judged(outputs(need=logit(p)), conformal=calibration()["conformal"] | {"need": kept}).need

    assert need is not None
    assert (need.value, need.sure) == (value, sure)
    assert need.confidence == pytest.approx(max(p, 1 - p), abs=1e-4)


@pytest.mark.parametrize(
    ("given", "sure"),
    [
        ({"recognition_2": 5}, True),
        ({"recognition_0": 5}, True),
        ({"recognition_2": 0, "recognition_3": 0}, True),  # which of them is open, that the need was taken up is not
        ({"recognition_1": 0, "recognition_2": 0.2}, False),
    ],
)
def test_recognition_is_sure_when_the_bar_is_surely_reached_or_not(given: dict[str, float], sure: bool) -> None:
    recognition = of_agent(**given).recognition

    assert recognition is not None
    assert recognition.sure is sure


rows = st.lists(st.floats(-40, 40, width=32), min_size=len(OUTPUTS), max_size=len(OUTPUTS)).map(
    lambda values: np.array(values, dtype=np.float32)
)
findings_of_customer = st.lists(st.sampled_from(["frustration", "effort", "ready"]), max_size=2, unique=True)


@settings(max_examples=200)
@given(rows, findings_of_customer)
def test_a_need_always_shows_words(row: np.ndarray, found: list[str]) -> None:
    learned = judged(row, found=tuple(finding(label, quote="furious", start=23) for label in found))
    reading = reading_from(TEXT, accepted(Turn(Speaker.CUSTOMER, TEXT), learned).findings, learned)

    assert learned.need is not None
    if learned.need.value:
        assert {"feeling", "circumstance"} & {f.kind for f in reading.findings}
        assert reading.circumstances or set(reading.feelings) & set(NEGATIVE)


@settings(max_examples=200)
@given(rows)
def test_a_level_of_recognition_always_has_a_finding_that_carries_it(row: np.ndarray) -> None:
    turn = Turn(Speaker.AGENT, TEXT)
    learned = accepted(turn, judged(row, Speaker.AGENT))
    response = judge_response(reading_from(TEXT, learned.findings, learned), TEXT)

    assert learned.recognition is not None
    assert response.recognition == learned.recognition.value
    assert response.recognition == 0 or any(TEXT[f.start : f.end] == f.quote for f in response.evidence)


@settings(max_examples=100)
@given(rows)
def test_the_confidence_of_everything_that_is_judged_is_above_nothing_and_at_most_one(row: np.ndarray) -> None:
    for speaker in (Speaker.CUSTOMER, Speaker.AGENT):
        learned = judged(row, speaker)
        values = [f.confidence for f in learned.findings]
        values += [j.confidence for j in (learned.need, learned.recognition, learned.action) if j]

        assert all(0 < value <= 1 + 1e-6 for value in values)


@settings(max_examples=100)
@given(rows)
def test_each_side_gets_its_own_labels_and_staff_never_a_feeling(row: np.ndarray) -> None:
    customer, agent = judged(row), judged(row, Speaker.AGENT)

    assert {catalogue()[label].side for label in labels(customer)} <= {"customer"}
    assert {catalogue()[label].side for label in labels(agent)} <= {"agent"}
    assert (agent.intensity, agent.need) == (0, None)
    assert (customer.recognition, customer.action) == (None, None)


@pytest.mark.parametrize(
    ("given", "intensity"),
    [
        ({"frustration": 3}, 1),
        ({"frustration": 3, "intensity>=1": 3, "intensity>=2": 3}, 2),
        ({"frustration": 3, "intensity>=1": 3, "intensity>=2": 3, "intensity>=3": 3}, 3),
        ({"effort": 3, "intensity>=1": 3, "intensity>=2": 3}, 0),
        ({"gratitude": 3, "intensity>=1": 3}, 0),
    ],
)
def test_intensity_is_of_a_negative_feeling_and_never_without_one(given: dict[str, float], intensity: int) -> None:
    assert judged(outputs(**given)).intensity == intensity


def test_probabilities_are_told_by_name_calibrated_or_as_they_came() -> None:
    slope = [2.0] * len(OUTPUTS)
    row = outputs(need=1, recognition_2=0, recognition_1=0)
    told, raw = made(slope=slope).by_name(row), made(slope=slope).by_name(row, calibrated=False)

    assert told["need"] == pytest.approx(1 / (1 + np.exp(-2)))
    assert raw["need"] == pytest.approx(1 / (1 + np.exp(-1)))
    assert told["recognition>=2"] == pytest.approx(0.5)


def test_what_it_decides_are_the_labels_it_has_a_threshold_for() -> None:
    assert made(threshold={"need": 0.5, "effort": 0.5}).labels == {"effort"}
