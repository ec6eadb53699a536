"""What the patterns found in a turn, as numbers that the encoder weighs beside what it reads itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from heard.conversation import Speaker, Turn
from heard.moments import asks_something, has_need, judge_response
from heard.signals import Finding, catalogue, confidence_of, reading_from

__all__ = ["Context", "contexts", "pattern_features", "pattern_names"]

_SCALES = ("intensity", "need", "recognition", "denied", "specific", "action", "concrete", "question", "shouted")


class Context(NamedTuple):
    """Where a turn stands. Indices into the conversation; -1: there is none."""

    opposite: int  # for a reply the customer's last turn, for a customer's turn the last reply
    before: int  # the same side's turn before that
    depth: int  # how many turns of either side came before


def pattern_names() -> tuple[str, ...]:
    """What each number of `pattern_features` stands for."""
    return (*catalogue(), *_SCALES)


def pattern_features(turns: Sequence[Turn], findings: Sequence[Sequence[Finding]]) -> list[list[float]]:
    """For each turn the patterns' confidence in every label, and their own view of the scales; all within 0…1."""
    features: list[list[float]] = []
    asked = False
    places = _places()
    for turn, found in zip(turns, findings, strict=True):
        row = [0.0] * (len(places) + len(_SCALES))
        by_label: dict[str, list[Finding]] = {}
        for finding in found:
            by_label.setdefault(finding.label, []).append(finding)
        for label, own in by_label.items():
            row[places[label]] = confidence_of(own)
        reading = reading_from(turn.text, found)
        scales = [0.0] * len(_SCALES)
        if turn.speaker is Speaker.CUSTOMER:
            asked = asks_something(turn.text)
            scales[:2] = reading.intensity / 3, float(has_need(reading))
        elif turn.speaker.is_staff:
            response = judge_response(reading, turn.text, asked=asked)
            scales[2:7] = (
                *(max(response.recognition, 0) / 3, float(response.recognition < 0), float(response.recognition >= 2)),
                *(response.action / 2, float(response.action == 2)),
            )
        letters = list(filter(str.isalpha, turn.text))
        scales[7] = float("?" in turn.text)
        scales[8] = sum(map(str.isupper, letters)) / len(letters) if letters else 0.0
        row[len(places) :] = scales
        features.append(row)
    return features


def contexts(turns: Sequence[Turn]) -> list[Context]:
    """Where each turn stands; bots and the system are nobody's other side."""
    last: dict[bool, list[int]] = {True: [], False: []}  # by whether it is a customer's
    found: list[Context] = []
    for index, turn in enumerate(turns):
        customer = turn.speaker is Speaker.CUSTOMER
        opposite, own = last[not customer], last[customer]
        found.append(
            Context(opposite[-1] if opposite else -1, own[-1] if own else -1, len(last[True]) + len(last[False]))
        )
        if customer or turn.speaker.is_staff:
            own.append(index)
    return found


@cache
def _places() -> dict[str, int]:
    return {label: place for place, label in enumerate(catalogue())}
