"""Before the labels: a network of fewer layers learns to say what the whole one says, and to hear feeling and tone.

Intermediate multi-task training (Phang et al. 2018, arXiv:1811.01088) on data that anyone may use: GoEmotions
(Demszky et al. 2020), the Stanford Politeness Corpus (Danescu-Niculescu-Mizil et al. 2013), Empathic Reactions
(Buechel et al. 2018) and unlabelled service text; on all of them the whole MiniLM is imitated (Jiao et al. 2020).
"""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from heard.inference.wordpiece import Wordpiece
from heard.training.network import WIDTH
from heard.training.runs import Checkpoint, Log, Plan, schedule

__all__ = ["Aside", "emotions", "empathy", "ground", "politeness", "unlabelled"]

EMOTIONS = 28
LONGEST = 126
TOKENS = 2600  # of a batch
WEIGHT = {"emotion": 20.0, "politeness": 1.0, "empathy": 2.0}  # so that each brings about as much to the loss
IMITATION = 1.5
KEPT = 200  # steps between two checkpoints: a few minutes


class Aside(NamedTuple):
    """A text that is not a conversation, and what is known of it."""

    pieces: list[int]
    task: str  # a key of WEIGHT, or "" where nothing is known
    target: tuple[float, ...]


def emotions(paths: Iterable[Path], wordpiece: Wordpiece) -> Iterator[Aside]:
    """GoEmotions: text, numbers of its emotions, id; tab-separated."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            text, numbers, _ = line.split("\t")
            held = {int(number) for number in numbers.split(",")}
            yield _aside(text, "emotion", tuple(float(n in held) for n in range(EMOTIONS)), wordpiece)


def politeness(paths: Iterable[Path], wordpiece: Wordpiece) -> Iterator[Aside]:
    """Requests with a normalised score, about -3…3."""
    for path in paths:
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                yield _aside(row["Request"], "politeness", (float(row["Normalized Score"]),), wordpiece)


def empathy(path: Path, wordpiece: Wordpiece) -> Iterator[Aside]:
    """Reactions with empathy and distress, 1…7, brought to about -1…1."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            both = tuple(float(row[name]) / 3.5 - 1.1 for name in ("empathy", "distress"))
            yield _aside(row["essay"], "empathy", both, wordpiece)


def unlabelled(texts: Iterable[str], wordpiece: Wordpiece) -> Iterator[Aside]:
    """Texts of which nothing is known."""
    return (_aside(text, "", (), wordpiece) for text in texts if text.strip())


def lines_of(path: Path) -> list[str]:
    """The lines of a gzipped text."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [line.strip() for line in file]


def _aside(text: str, task: str, target: tuple[float, ...], wordpiece: Wordpiece) -> Aside:
    return Aside(wordpiece.pieces(text).ids[:LONGEST], task, target)


def ground(
    student: BertModel,
    whole: BertModel,
    pool: Sequence[Aside],
    plan: Plan,
    marks: tuple[int, int],
    log: Log,
    checkpoint: Checkpoint,
) -> None:
    """Fits `student` on `pool` for ``plan.epochs``; `whole` is imitated. `marks` begin and end a text.

    Every few hundred steps all is kept in `checkpoint`, from which an interrupted run goes on.
    """
    tasks = nn.ModuleDict(
        {"emotion": nn.Linear(WIDTH, EMOTIONS), "politeness": nn.Linear(WIDTH, 1), "empathy": nn.Linear(WIDTH, 2)}
    )
    whole.eval()
    groups = [
        {"params": [p for p in student.parameters() if p.requires_grad], "lr": plan.rate},
        {"params": tasks.parameters(), "lr": plan.head_rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    every = [batch for epoch in range(plan.epochs) for batch in _batches(pool, plan.seed + epoch)]
    rate = schedule(optimiser, len(every), warm=100)
    student.train()
    parts = {"student": student, "tasks": tasks, "optimiser": optimiser, "rate": rate}
    begin = checkpoint.restore(parts)
    if begin:
        log.say(f"groundwork: going on after step {begin}")
    for step, batch in enumerate(every[begin:], begin + 1):
        ids, mask = _padded([aside.pieces for aside in batch], marks)
        own = _mean(student, ids, mask)
        with torch.no_grad():
            imitated = _mean(whole, ids, mask)
        loss = IMITATION * (1 - functional.cosine_similarity(own, imitated)).mean()
        for task, head in tasks.items():
            rows = [i for i, aside in enumerate(batch) if aside.task == task]
            if rows:
                target = torch.tensor([batch[i].target for i in rows])
                measure = functional.binary_cross_entropy_with_logits if task == "emotion" else functional.mse_loss
                loss = loss + WEIGHT[task] * measure(head(own[rows]), target) * len(rows) / len(batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimiser.step()
        rate.step()
        optimiser.zero_grad()
        log.step("groundwork", step, len(every), loss.item())
        if step % KEPT == 0 or step == len(every):
            checkpoint.keep(parts, step)


def _batches(pool: Sequence[Aside], seed: int) -> list[list[Aside]]:
    """`pool` shuffled, in batches of texts of like length."""
    chance = random.Random(seed)  # noqa: S311 — an order, no secret
    shuffled = chance.sample(pool, len(pool))
    made: list[list[Aside]] = []
    for start in range(0, len(shuffled), 4000):
        part = sorted(shuffled[start : start + 4000], key=lambda aside: len(aside.pieces))
        at = 0
        while at < len(part):
            longest = len(part[min(at + 40, len(part) - 1)].pieces) + 2
            count = max(8, min(96, TOKENS // longest))
            made.append(part[at : at + count])
            at += count
    chance.shuffle(made)
    return made


def _padded(texts: Sequence[list[int]], marks: tuple[int, int]) -> tuple[Tensor, Tensor]:
    longest = max(map(len, texts)) + 2
    ids = torch.zeros((len(texts), longest), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, pieces in enumerate(texts):
        ids[row, : len(pieces) + 2] = torch.tensor([marks[0], *pieces, marks[1]])
        mask[row, : len(pieces) + 2] = 1
    return ids, mask


def _mean(model: BertModel, ids: Tensor, mask: Tensor) -> Tensor:
    hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    held = mask[..., None].float()
    mean: Tensor = (hidden * held).sum(1) / held.sum(1)
    return mean
