"""The small encoder: it reads a conversation's turns in their context, weighs what the patterns found, and decides."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from heard.conversation import Speaker, Turn
from heard.inference.bundle import Bundle, open_bundle
from heard.inference.calibration import Calibration
from heard.inference.cores import one_core
from heard.inference.features import contexts, pattern_features, pattern_names
from heard.inference.heads import Heads, Said
from heard.inference.network import WINDOW, WINDOWS, Network
from heard.inference.wordpiece import Wordpiece
from heard.signals import Finding, Learned
from heard.text import sentences

__all__ = ["SmallEncoder"]

REMEMBERED = 10_000  # texts whose reading is kept, so that a line said to everybody is encoded once; about 30 MB


class SmallEncoder:
    """An Encoder (`heard.signals.Encoder`) over a bundle. Not for use by several threads at once."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        bundle: Bundle = open_bundle(folder)
        self.version = bundle.version
        self._wordpiece = Wordpiece(bundle.vocabulary)
        self._network = Network(bundle.network, self._wordpiece.first, self._wordpiece.last, threads=threads)
        self._heads = Heads(bundle.heads)
        self._calibration = Calibration(bundle)
        known = {name: place for place, name in enumerate(pattern_names())}
        self._patterns = [known.get(name, len(known)) for name in bundle.patterns]  # a signal that is gone: the zeros
        self._said: OrderedDict[str, Said] = OrderedDict()

    @property
    def decides(self) -> frozenset[str]:
        """The labels that it decides; of others what the patterns find stands."""
        return self._calibration.labels

    def prepare(self, texts: Iterable[str]) -> None:
        """Encodes `texts` together, each distinct one once: far quicker than one conversation after the other."""
        wanted = dict.fromkeys(texts)
        for text in wanted:
            if text in self._said:
                self._said.move_to_end(text)
        new = [text for text in wanted if text not in self._said]
        cut = [self._wordpiece.pieces(text) for text in new]
        with one_core():
            for number, tokens in self._network.vectors([pieces.ids for pieces in cut]):
                text = new[number]
                spans = sentences(text)
                owner = _owners(cut[number].starts, [start for start, _ in spans], len(tokens))
                self._said[text] = self._heads.read(tokens, owner, max(len(spans), 1))
        while len(self._said) > max(REMEMBERED, len(wanted)):
            self._said.popitem(last=False)

    def read(self, turns: Sequence[Turn], findings: Sequence[Sequence[Finding]]) -> list[Learned | None]:
        """What each turn shows; None for turns of bots and systems, and without words. `findings` are the patterns', one list a turn."""
        if not turns:
            return []
        outputs = self.outputs(turns, findings)
        return [
            self._calibration.judge(turn, row, self._said[turn.text], found)
            if turn.text.strip() and (turn.speaker is Speaker.CUSTOMER or turn.speaker.is_staff)
            else None
            for turn, row, found in zip(turns, outputs, findings, strict=True)
        ]

    @property
    def keeps(self) -> tuple[float, dict[str, float]]:
        """The coverage that conformal prediction promises, and by decision the probability from which a value is kept."""
        return self._calibration.keeps

    def probabilities(
        self, turns: Sequence[Turn], findings: Sequence[Sequence[Finding]], *, calibrated: bool = True
    ) -> list[dict[str, float]]:
        """Of each turn the probability of every output, and of "recognition>=2" and "action>=1", by name.

        Those of the other side say nothing. `calibrated` False: as the network gives them.
        """
        if not turns:
            return []
        return [self._calibration.by_name(row, calibrated=calibrated) for row in self.outputs(turns, findings)]

    def outputs(self, turns: Sequence[Turn], findings: Sequence[Sequence[Finding]]) -> NDArray[np.float32]:
        """Turns × outputs as they come, before they are calibrated; of at least one turn."""
        self.prepare(turn.text for turn in turns)
        said = [self._said[turn.text] for turn in turns]
        customer = [turn.speaker is Speaker.CUSTOMER for turn in turns]
        found = [[*row, 0.0] for row in pattern_features(turns, findings)]
        patterns = np.array(found, dtype=np.float32)[:, self._patterns]
        with one_core():
            return self._heads.weigh(said, contexts(turns), customer, patterns)


def _owners(starts: Sequence[int], sentence_starts: Sequence[int], tokens: int) -> list[int]:
    """For each token of the windows the number of its sentence; -1 for the marks around each window."""
    of_piece = (
        (np.searchsorted(sentence_starts, starts, side="right") - 1).clip(0).tolist()
        if sentence_starts
        else [0] * len(starts)
    )
    windows = range(0, max(len(of_piece), 1), WINDOW)
    owner: list[int] = []
    for start in windows if len(windows) <= WINDOWS else (*windows[: WINDOWS // 2], *windows[-WINDOWS // 2 :]):
        owner += [-1, *of_piece[start : start + WINDOW], -1]
    return owner[:tokens]
