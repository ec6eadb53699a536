"""Whether "sure" is worth its name: stated against reached coverage, and how often Heard is right when it is sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from heard.evaluation.gold import Gold
from heard.evaluation.heads import DECISIONS, Probable, findings_of, so_of
from heard.signals import Judged

__all__ = ["Decided", "Sureness", "count_sureness", "sureness"]

BARS = {"need": 1, "recognition": 2, "action": 1}  # the value from which the decision falls so


class Decided(NamedTuple):
    """One decision as it was taken, and as it should have been."""

    probability: float  # that it is so
    decided: bool
    sure: bool
    so: bool


class Sureness(NamedTuple):
    """Of one kind of decision."""

    decisions: int
    stated: float  # the coverage that was promised
    reached: float | None  # the share of sets of values that hold the right one
    unsure: int  # decisions of which Heard says that it is not sure
    right_sure: float | None  # the share of right decisions among those it is sure of
    right_unsure: float | None


def sureness(conversations: Sequence[Gold], encoder: Probable) -> dict[str, Sureness]:
    """By name of DECISIONS what the encoder promised and kept."""
    stated, kept_from = encoder.keeps
    decided: dict[str, list[Decided]] = {name: [] for name in DECISIONS}
    for gold in conversations:
        turns, found = gold.conversation.turns, findings_of(gold)
        given = encoder.probabilities(turns, found)
        for learned, probabilities, labels in zip(encoder.read(turns, found), given, gold.labels, strict=True):
            so = so_of(labels)
            for name, output in DECISIONS.items():
                judged: Judged | None = getattr(learned, name, None)
                if output in so and judged is not None:
                    decided[name].append(
                        Decided(probabilities[output], judged.value >= BARS[name], judged.sure, so[output])
                    )
    return {name: count_sureness(of, stated, kept_from[name]) for name, of in decided.items() if name in kept_from}


def count_sureness(decided: Iterable[Decided], stated: float, kept_from: float) -> Sureness:
    """The decisions counted; a value is in the set when its probability is at least `kept_from`."""
    decided = list(decided)
    held = [(d.probability if d.so else 1 - d.probability) >= kept_from for d in decided]
    sure = [d.decided == d.so for d in decided if d.sure]
    unsure = [d.decided == d.so for d in decided if not d.sure]
    return Sureness(len(decided), stated, _share(held), len(unsure), _share(sure), _share(unsure))


def _share(marked: Sequence[bool]) -> float | None:
    return sum(marked) / len(marked) if marked else None
