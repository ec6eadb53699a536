"""Which conversations and texts each stage is given. All are opened by `path_for`, which refuses what is not for it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from hashlib import sha256

from heard.evaluation.gold import Gold, read_gold
from heard.inference.wordpiece import Wordpiece
from heard.training import groundwork
from heard.training.material import Example, examples
from heard.training.pairs import read_ways
from heard.training.sources import path_for
from heard.training.variations import varied

__all__ = ["OTHERWISE", "SaidOtherwise", "asides", "calibrated_on", "fitted_on"]

WRITERS = tuple(f"w{number:02}" for number in range(1, 13))
CALIBRATION, HELD_OUT = "w09", "w10"
REAL = "service_train"
PAIRS = "corpus_pairs"
OTHERWISE = 0.5, 0.75  # share of conversations an epoch gives twice, and of their turns that are said otherwise


def asides(wordpiece: Wordpiece) -> list[groundwork.Aside]:
    """What the groundwork is laid on."""
    emotions = [path_for(f"goemotions_{part}", "groundwork") for part in ("train", "dev", "test")]
    requests = [path_for(f"politeness_{part}", "groundwork") for part in ("stack_exchange", "wikipedia")]
    return [
        *groundwork.emotions(emotions, wordpiece),
        *groundwork.politeness(requests, wordpiece),
        *groundwork.empathy(path_for("empathic_reactions", "groundwork"), wordpiece),
        *groundwork.unlabelled(groundwork.lines_of(path_for("service_text", "groundwork")), wordpiece),
    ]


def fitted_on(share: float) -> list[Gold]:
    """The conversations that labels are fitted on: `share` of the corpus and its pairs, and real ones."""
    own = [*_writers(), *read_ways(path_for(PAIRS, "fitting"))]
    kept = random.Random(1).sample(own, round(share * len(own)))  # noqa: S311 — a choice, no secret
    return [*kept, *(gold for gold in _real("fitting") if not _is_set_aside(gold))]


class SaidOtherwise:
    """Some of `golds` said otherwise, others at every epoch."""

    def __init__(self, golds: Sequence[Gold], wordpiece: Wordpiece, seed: int) -> None:
        self._seed = seed
        self._golds, self._wordpiece = golds, wordpiece

    def __call__(self, epoch: int) -> list[Example | None]:
        chance = random.Random(self._seed + epoch)  # noqa: S311 — a choice, no secret
        conversations, turns = OTHERWISE
        drawn = [varied(gold, chance, turns) if chance.random() < conversations else None for gold in self._golds]
        made = examples((gold for gold in drawn if gold is not None), self._wordpiece)
        return [None if gold is None else next(made) for gold in drawn]


def calibrated_on() -> tuple[list[Gold], list[str]]:
    """The conversations that nothing else is fitted on; and for each of their turns where it comes from."""
    golds = [*_corpus(CALIBRATION, "calibration"), *(gold for gold in _real("calibration") if _is_set_aside(gold))]
    written = {gold.conversation.id for gold in _corpus(CALIBRATION, "calibration")}
    return golds, [CALIBRATION if gold.conversation.id in written else REAL for gold in golds for _ in gold.labels]


def _writers() -> Iterator[Gold]:
    for writer in WRITERS:
        if writer not in (CALIBRATION, HELD_OUT):
            yield from _corpus(writer, "fitting")


def _corpus(writer: str, use: str) -> Iterator[Gold]:
    return read_gold(path_for(f"corpus_{writer}", use))


def _real(use: str) -> Iterator[Gold]:
    return read_gold(path_for(REAL, use))


def _is_set_aside(gold: Gold) -> bool:
    """True for one real conversation in six, chosen by its id: kept for calibration."""
    return int(sha256(gold.conversation.id.encode()).hexdigest(), 16) % 6 == 0
