"""What the encoder gave a probability to, head by head, beside whether it was so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from heard.conversation import Turn
from heard.evaluation.gold import Gold
from heard.evaluation.labels import GROUPS, TurnLabels
from heard.evaluation.reliability import Given
from heard.signals import Encoder, Finding, read_turn
from heard.signals.across_turns import across_turns

__all__ = ["DECISIONS", "HEADS", "Probable", "findings_of", "given_by", "so_of"]

DECISIONS = {"need": "need", "recognition": "recognition>=2", "action": "action>=1"}  # what hangs on each, by output
HEADS = {**GROUPS, "need": ("need",), "recognition reached": ("recognition>=2",), "action reached": ("action>=1",)}


class Probable(Encoder, Protocol):
    """An encoder that also tells its probabilities."""

    @property
    def keeps(self) -> tuple[float, Mapping[str, float]]:
        """The stated coverage, and by decision the probability from which a value is kept."""
        ...

    def probabilities(
        self, turns: Sequence[Turn], findings: Sequence[Sequence[Finding]], *, calibrated: bool = True
    ) -> Sequence[Mapping[str, float]]:
        """Of each turn by name: every label, "need", "recognition>=2" and "action>=1"."""
        ...


def findings_of(gold: Gold) -> list[list[Finding]]:
    """What the patterns find in each turn, as an encoder is given it."""
    conversation = gold.conversation
    return across_turns(conversation, [read_turn(turn.speaker, turn.text) for turn in conversation.turns])


def so_of(labels: TurnLabels) -> dict[str, bool]:
    """What people said of the turn: whether each label stands and each decision falls so, by name."""
    if labels.labels is None:
        return {}
    if labels.need is not None:
        customers = (*GROUPS["feelings"], *GROUPS["circumstances"], *GROUPS["stance"])
        return {**{name: name in labels.labels for name in customers}, "need": labels.need}
    so = {name: name in labels.labels for name in GROUPS["moves"]}
    if labels.recognition is not None and labels.action is not None:
        so |= {"recognition>=2": labels.recognition >= 2, "action>=1": labels.action >= 1}
    return so


def given_by(conversations: Sequence[Gold], encoder: Probable, *, calibrated: bool = True) -> dict[str, list[Given]]:
    """By name of an output every probability that was given to it, in order; outputs the encoder lacks are left out."""
    given: dict[str, list[Given]] = {}
    for gold in conversations:
        for probabilities, so in _turns(gold, encoder, calibrated=calibrated):
            for name, stands in so.items():
                if name in probabilities:
                    given.setdefault(name, []).append((probabilities[name], stands))
    return given


def _turns(gold: Gold, encoder: Probable, *, calibrated: bool) -> Iterator[tuple[Mapping[str, float], dict[str, bool]]]:
    found = encoder.probabilities(gold.conversation.turns, findings_of(gold), calibrated=calibrated)
    for probabilities, labels in zip(found, gold.labels, strict=True):
        yield probabilities, so_of(labels)
