"""From the heads' numbers to judgements: probabilities that mean what they say, decisions, and "not sure"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heard.conversation import Speaker, Turn
from heard.inference import EncoderUnusable
from heard.inference.bundle import Bundle
from heard.inference.heads import Said
from heard.signals import NEGATIVE, Finding, Judged, Learned, catalogue
from heard.text import sentences

__all__ = ["Calibration"]

Array = NDArray[np.floating[Any]]

RECOGNISED = 2  # from this level on a reply has taken up the need; what is not sure about this is not sure
_SHOWS = {  # what a level of recognition rests on: where no such label was found, the likeliest of them is
    -1: ("dismiss", "blame"),
    1: ("canned", "apologise", "reassure"),
    2: ("acknowledge", "validate"),
    3: ("acknowledge", "validate"),
}


class _Scale(NamedTuple):
    """How the levels of a scale become one."""

    levels: list[int]
    temperature: float


class Calibration:
    """The calibration of a bundle, applied.

    Each output has a slope and a shift (Platt 1999) and, where it is a label, the probability from which it holds. The
    scales are softmax over their levels at a temperature (Guo et al. 2017, arXiv:1706.04599); the level nearest to their
    expectation is taken, for cuts that were fitted did worse on conversations of another kind. A judgement is sure when the set of values that split conformal prediction
    (Vovk et al. 2005; Angelopoulos and Bates 2021, arXiv:2107.07511) keeps leaves one decision.
    """

    def __init__(self, bundle: Bundle) -> None:
        made = bundle.calibration
        self._place = {name: place for place, name in enumerate(bundle.outputs)}
        self._slope = np.array(made["slope"], dtype=np.float32)
        self._shift = np.array(made["shift"], dtype=np.float32)
        self._holds_from: dict[str, float] = made["threshold"]
        scales = dict(made["scales"])
        self._intensity: dict[str, float] = scales.pop("intensity", {})
        self._scales = {name: _Scale(**scale) for name, scale in scales.items()}
        self._kept: dict[str, float] = made["conformal"]
        self.keeps: tuple[float, dict[str, float]] = made["coverage"], self._kept
        known = catalogue()
        unknown = [name for name in self._holds_from if name not in known and name not in ("need", "intensity")]
        if unknown:
            raise EncoderUnusable(
                f"The encoder's bundle decides {unknown[0]!r}, which is no signal; install Heard again."
            )
        self.labels = frozenset(name for name in self._holds_from if name in known)
        self._sides = {
            side: tuple(label for label in self._holds_from if label in known and known[label].side == side)
            for side in ("customer", "agent")
        }

    def probabilities(self, outputs: Array) -> Array:
        """Of each output by itself, calibrated."""
        found: Array = 1 / (1 + np.exp(-np.clip(outputs * self._slope + self._shift, -30, 30)))
        return found

    def by_name(self, outputs: Array, *, calibrated: bool = True) -> dict[str, float]:
        """The probability of each output by itself, and of the bar being reached on each scale ("recognition>=2")."""
        sure = self.probabilities(outputs) if calibrated else 1 / (1 + np.exp(-np.clip(outputs, -30, 30)))
        found = {name: float(sure[place]) for name, place in self._place.items()}
        for name, bar in (("recognition", RECOGNISED), ("action", 1)):
            p = self._levels(name, outputs, self._scales[name].temperature if calibrated else 1.0)
            found[f"{name}>={bar}"] = sum(p[level] for level in p if level >= bar)
        return found

    def judge(self, turn: Turn, outputs: Array, said: Said, findings: Sequence[Finding]) -> Learned:
        """What a turn with those outputs shows, each label with its words: the patterns' where they found it."""
        sure = self.probabilities(outputs)
        if turn.speaker is Speaker.CUSTOMER:
            return self._customer(turn, sure, said, findings)
        recognition = self._scale("recognition", outputs, RECOGNISED)
        action = self._scale("action", outputs, 1)
        holding = self._holding("agent", sure)
        wanted = _SHOWS.get(recognition.value, ())
        if wanted and not holding.keys() & wanted:
            label = max(wanted, key=lambda name: sure[self._place[name]])
            holding[label] = float(sure[self._place[label]])
        return Learned(self._shown(turn, holding, said, findings, 1), 0, None, recognition, action)

    def _customer(self, turn: Turn, sure: Array, said: Said, findings: Sequence[Finding]) -> Learned:
        p = float(sure[self._place["need"]])
        value = int(p >= self._holds_from["need"])
        kept = self._kept["need"]
        need = Judged(value, p if value else 1 - p, (p >= kept) != (1 - p >= kept))
        holding = self._holding("customer", sure)
        intensity = sum(
            float(sure[self._place[f"intensity>={level}"]]) >= self._intensity[f">={level}"] for level in (1, 2, 3)
        )
        feels = any(label in holding for label in NEGATIVE)
        if value and not any(self._needs(label) for label in holding):
            label = max(filter(self._needs, self._sides["customer"]), key=lambda name: sure[self._place[name]])
            holding[label] = float(sure[self._place[label]])
            feels = feels or label in NEGATIVE
        intensity = max(intensity, 1) if feels else 0
        return Learned(self._shown(turn, holding, said, findings, max(intensity, 1)), intensity, need, None, None)

    @staticmethod
    def _needs(label: str) -> bool:
        return label in NEGATIVE or catalogue()[label].kind == "circumstance"

    def _holding(self, side: str, sure: Array) -> dict[str, float]:
        return {
            label: float(sure[self._place[label]])
            for label in self._sides[side]
            if sure[self._place[label]] >= self._holds_from[label]
        }

    def _scale(self, name: str, outputs: Array, bar: int) -> Judged:
        levels, temperature = self._scales[name]
        p = self._levels(name, outputs, temperature)
        expected = sum(level * q for level, q in p.items())
        value = max(level for level in levels if level == levels[0] or expected >= level - 0.5)
        reached = sum(q for level, q in p.items() if level >= bar)
        kept = self._kept[name]
        return Judged(value, reached if value >= bar else 1 - reached, (reached >= kept) != (1 - reached >= kept))

    def _levels(self, name: str, outputs: Array, temperature: float) -> dict[int, float]:
        """The probability of each level of a scale."""
        levels = self._scales[name].levels
        values = np.array([outputs[self._place[f"{name}={level}"]] for level in levels]) / temperature
        p = np.exp(values - values.max())
        return dict(zip(levels, (p / p.sum()).tolist(), strict=True))

    def _shown(
        self, turn: Turn, holding: dict[str, float], said: Said, findings: Sequence[Finding], strength: int
    ) -> tuple[Finding, ...]:
        """A finding for each label that holds: the patterns' words, or the sentence that brings most to it."""
        shown: list[Finding] = []
        spans = sentences(turn.text) or [(0, len(turn.text))]
        for label, p in holding.items():
            confidence = max(round(p, 3), 0.001)  # what is shown for want of a likelier label may be next to impossible
            own = [f._replace(confidence=confidence, origin="both") for f in findings if f.label == label]
            shown += own or [self._sentence(turn, spans, label, confidence, said, strength)]
        return tuple(shown)

    def _sentence(
        self,
        turn: Turn,
        spans: Sequence[tuple[int, int]],
        label: str,
        confidence: float,
        said: Said,
        strength: int,
    ) -> Finding:
        start, end = spans[int(said.sentences[: len(spans), self._place[label]].argmax())]
        signal = catalogue()[label]
        return Finding(
            label=label,
            kind=signal.kind,
            start=start,
            end=end,
            quote=turn.text[start:end],
            strength=strength if signal.kind == "feeling" else 1,
            confidence=confidence,
            why=f"reads like this: {signal.meaning}",
            origin="encoder",
        )
