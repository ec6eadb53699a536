"""Labelled conversations made into numbers: the pieces of each turn, its place, its patterns, its labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch

from heard.conversation import Conversation, Speaker
from heard.evaluation.gold import Gold
from heard.evaluation.labels import GROUPS, TurnLabels
from heard.inference.features import contexts, pattern_features
from heard.inference.network import WINDOW
from heard.inference.wordpiece import Wordpiece
from heard.signals import Finding
from heard.signals.across_turns import across_turns
from heard.signals.reading import read_turn
from heard.training.network import Batch, Text

__all__ = ["OUTPUTS", "PLACE", "Example", "batch_of", "batches", "examples", "findings_of", "placed", "targets_of"]

CUSTOMER = (*GROUPS["feelings"], *GROUPS["circumstances"], *GROUPS["stance"])
OUTPUTS = (
    *CUSTOMER,
    *("intensity>=1", "intensity>=2", "intensity>=3", "need"),
    *GROUPS["moves"],
    *("recognition=-1", "recognition=0", "recognition=1", "recognition=2", "recognition=3"),
    *("action=0", "action=1", "action=2"),
)
PLACE = {name: place for place, name in enumerate(OUTPUTS)}
UNKNOWN = -1.0  # nobody said whether it is so


class Example(NamedTuple):
    """One conversation in numbers."""

    id: str
    pieces: list[list[int]]  # of each turn
    opposite: list[int]
    before: list[int]
    depth: list[float]
    customer: list[float]
    patterns: np.ndarray  # turns × features
    targets: np.ndarray  # turns × OUTPUTS: 1, 0 or UNKNOWN


def examples(golds: Iterable[Gold], wordpiece: Wordpiece) -> Iterator[Example]:
    """Each conversation in numbers; its findings are those of the patterns."""
    for gold in golds:
        turns = gold.conversation.turns
        found = findings_of(gold.conversation)
        places = contexts(turns)
        yield Example(
            gold.conversation.id,
            [wordpiece.pieces(t.text).ids for t in turns],
            [p.opposite for p in places],
            [p.before for p in places],
            [min(p.depth, 8) / 8 for p in places],
            [float(t.speaker is Speaker.CUSTOMER) for t in turns],
            np.array(pattern_features(turns, found), dtype=np.float32),
            targets_of(gold.labels),
        )


def findings_of(conversation: Conversation) -> list[list[Finding]]:
    """What the patterns find in each turn, as an encoder is given it."""
    return across_turns(conversation, [read_turn(t.speaker, t.text) for t in conversation.turns], None)


def targets_of(labels: Sequence[TurnLabels]) -> np.ndarray:
    """Turns × OUTPUTS: 1 it is so, 0 it is not, UNKNOWN nobody said."""
    return np.stack([_targets(one) for one in labels])


def _targets(labels: TurnLabels) -> np.ndarray:
    row = np.full(len(OUTPUTS), UNKNOWN, dtype=np.float32)
    if labels.labels is None:
        return row
    if labels.need is not None:
        for name in CUSTOMER:
            row[PLACE[name]] = float(name in labels.labels)
        for level in (1, 2, 3):
            row[PLACE[f"intensity>={level}"]] = float((labels.intensity or 0) >= level)
        row[PLACE["need"]] = float(labels.need)
        return row
    for name in GROUPS["moves"]:
        row[PLACE[name]] = float(name in labels.labels)
    if labels.recognition is not None and labels.action is not None:
        for level in (-1, 0, 1, 2, 3):
            row[PLACE[f"recognition={level}"]] = float(level == labels.recognition)
        for level in (0, 1, 2):
            row[PLACE[f"action={level}"]] = float(level == labels.action)
    return row


def batch_of(chosen: Sequence[Example], first: int, last: int, *, groups: int = 4) -> Batch:
    """`chosen` as one batch. `first` and `last` are the pieces that mark a window's beginning and end."""
    return placed(
        chosen, text_of([pieces for example in chosen for pieces in example.pieces], first, last, groups=groups)
    )


def placed(chosen: Sequence[Example], text: Text) -> Batch:
    """`chosen` as one batch, whose `text` was made of their turns already."""
    total = sum(len(example.pieces) for example in chosen)
    offsets = np.cumsum([0, *(len(e.pieces) for e in chosen)])[:-1]

    def shifted(name: str) -> torch.Tensor:
        values = [
            total if index < 0 else index + offset
            for example, offset in zip(chosen, offsets, strict=True)
            for index in getattr(example, name)
        ]
        return torch.tensor(values)

    return Batch(
        text,
        shifted("opposite"),
        shifted("before"),
        torch.tensor([v for e in chosen for v in e.customer]),
        torch.tensor([v for e in chosen for v in e.depth]),
        torch.from_numpy(np.concatenate([e.patterns for e in chosen])),
        [len(e.pieces) for e in chosen],
    )


def text_of(turns: Sequence[Sequence[int]], first: int, last: int, *, groups: int) -> Text:
    """The windows of `turns`, in groups of like length so that little is padded."""
    windows: list[tuple[int, int, list[int]]] = []  # (turn, number, pieces)
    for turn, pieces in enumerate(turns):
        for number, at in enumerate(range(0, max(len(pieces), 1), WINDOW)):
            windows.append((turn, number, [first, *pieces[at : at + WINDOW], last]))
    by_length = sorted(range(len(windows)), key=lambda i: len(windows[i][2]))
    starts = np.cumsum([0, *(len(w[2]) for w in windows)])
    made: list[tuple[torch.Tensor, torch.Tensor]] = []
    came: list[int] = []
    for part in np.array_split(np.array(by_length), min(groups, len(windows))):
        longest = max(len(windows[i][2]) for i in part)
        ids = torch.zeros((len(part), longest), dtype=torch.long)
        mask = torch.zeros((len(part), longest), dtype=torch.long)
        for row, i in enumerate(part):
            pieces = windows[i][2]
            ids[row, : len(pieces)] = torch.tensor(pieces)
            mask[row, : len(pieces)] = 1
            came.extend(range(starts[i], starts[i + 1]))
        made.append((ids, mask))
    order = torch.empty(len(came), dtype=torch.long)
    order[torch.tensor(came)] = torch.arange(len(came))
    owner = torch.tensor([w[0] for w in windows for _ in w[2]])
    return Text(made, order, owner, len(turns))


def batches(pool: Sequence[Example], turns: int, generator: torch.Generator) -> Iterator[list[int]]:
    """The places of `pool` once through, shuffled, in batches of about `turns` turns."""
    batch: list[int] = []
    size = 0
    for place in torch.randperm(len(pool), generator=generator).tolist():
        batch.append(place)
        size += len(pool[place].pieces)
        if size >= turns:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
