"""The labels: transformer and heads fitted together on labelled conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from heard.training.material import OUTPUTS, PLACE, Example, batch_of, batches
from heard.training.network import Network
from heard.training.runs import Checkpoint, Log, Plan, schedule

__all__ = ["Chosen", "Otherwise", "fit", "loss_of", "outputs_of", "weights_of"]

Otherwise = Callable[[int], Sequence[Example | None]]  # of an epoch: for each example the same said otherwise, or None
SCALES = {"recognition": (-1, 0, 1, 2, 3), "action": (0, 1, 2)}
OF_SCALES = {name: [PLACE[f"{name}={level}"] for level in levels] for name, levels in SCALES.items()}
ALONE = [i for i in range(len(OUTPUTS)) if not any(i in places for places in OF_SCALES.values())]
RAREST = 6.0  # a rare label weighs at most this many times as much where it holds
EACH = 10.0  # what the mean over single outputs weighs beside a scale
UNSEEN_TURN = 0.15  # share of turns fitted without their patterns, so that the network learns to read for itself
UNSEEN = 0.1  # share of single pattern features left out
DOUBT = 0.02, 0.05  # how far a label, and the level of a scale, may be wrong (Szegedy et al. 2016, arXiv:1512.00567)
AGREEING = 3.0  # what it weighs that a turn and the same said otherwise are judged alike
REMEMBERED = (
    0.995  # a step: what is kept is the average over about the last epoch's steps, which errs less than the last
)


def fit(
    net: Network,
    pool: Sequence[Example],
    plan: Plan,
    marks: tuple[int, int],
    log: Log,
    checkpoint: Checkpoint,
    *,
    otherwise: Otherwise | None = None,
) -> Network:
    """`net` fitted on `pool`, its weights averaged over the last steps.

    What `otherwise` gives is fitted on as well, and the two are drawn together: a judgement that a name or a slip of
    the finger changes costs (Liang et al. 2021, arXiv:2106.14448). After each epoch all is kept in `checkpoint`.
    """
    weights = weights_of(pool)
    groups = [
        {"params": [p for p in net.transformer.parameters() if p.requires_grad], "lr": plan.rate},
        {"params": net.heads.parameters(), "lr": plan.head_rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    turns = sum(len(example.pieces) for example in pool)
    steps = plan.epochs * (turns // plan.turns + 1)
    rate = schedule(optimiser, steps, warm=max(1, steps // 12))
    averaged = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(REMEMBERED))
    parts = {"net": net, "optimiser": optimiser, "rate": rate, "averaged": averaged}
    begin = checkpoint.restore(parts)
    if begin:
        log.say(f"going on after epoch {begin}")
    for epoch in range(begin, plan.epochs):
        torch.manual_seed(plan.seed + epoch)
        generator = torch.Generator().manual_seed(plan.seed + epoch)
        net.train()
        losses: list[float] = []
        others: Sequence[Example | None] = otherwise(epoch) if otherwise else [None] * len(pool)
        for places in batches(pool, plan.turns, generator):
            chosen = Chosen([(pool[place], others[place]) for place in places])
            batch = batch_of(chosen.all, *marks)
            loss = chosen.loss(net(batch._replace(patterns=chosen.hidden(batch.patterns))), weights)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            rate.step()
            optimiser.zero_grad()
            averaged.update_parameters(net)
            losses.append(loss.item())
        log.say(f"fitting: epoch {epoch + 1} of {plan.epochs}, loss {np.mean(losses):.4f}")
        checkpoint.keep(parts, epoch + 1)
    fitted: Network = averaged.module
    return fitted


def outputs_of(net: Network, pool: Sequence[Example], marks: tuple[int, int]) -> np.ndarray:
    """Turns × outputs of `net` for every turn of `pool`."""
    net.eval()
    with torch.no_grad():
        starts = range(0, len(pool), 16)
        found = [net(batch_of(pool[start : start + 16], *marks)).float().numpy() for start in starts]
    return np.concatenate(found)


class Chosen:
    """What a step is made of: examples, and behind them those of them that are said otherwise."""

    def __init__(self, chosen: Sequence[tuple[Example, Example | None]]) -> None:
        said = [example for example, _ in chosen]
        self.all = [*said, *(other for _, other in chosen if other is not None)]
        starts = np.cumsum([0, *(len(example.pieces) for example in said)])
        self._turns = int(starts[-1])
        self._first = torch.tensor(  # for each turn that is said otherwise the turn itself
            [
                starts[place] + turn
                for place, (example, other) in enumerate(chosen)
                if other is not None
                for turn in range(len(example.pieces))
            ],
            dtype=torch.long,
        )
        self._target = torch.from_numpy(np.concatenate([example.targets for example in self.all]))

    def hidden(self, patterns: Tensor) -> Tensor:
        """`patterns` of all turns with some left out by chance, of both readings of a turn the same."""
        seen = (torch.rand(self._turns, 1) > UNSEEN_TURN) & (torch.rand_like(patterns[: self._turns]) > UNSEEN)
        return patterns * torch.cat([seen, seen[self._first]])

    def loss(self, found: Tensor, weights: Tensor) -> Tensor:
        """What the outputs `found` of all turns cost."""
        loss = loss_of(found, self._target, weights)
        if len(self._first):
            loss = loss + AGREEING * _apart(found[self._first], found[self._turns :], self._target[self._turns :])
        return loss


def weights_of(pool: Sequence[Example]) -> Tensor:
    """How much more each output weighs where it holds: the root of how much rarer that is, within bounds."""
    targets = np.concatenate([example.targets for example in pool])
    holds, fails = (targets == 1).sum(axis=0), (targets == 0).sum(axis=0)
    return torch.tensor(np.clip(np.sqrt(fails / np.maximum(holds, 1)), 1, RAREST), dtype=torch.float32)


def loss_of(found: Tensor, target: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy of each output by itself, and of each scale over its levels with the squared error of its mean."""
    known = (target[:, ALONE] >= 0).float()
    doubt, doubt_of_levels = DOUBT
    each = functional.binary_cross_entropy_with_logits(
        found[:, ALONE],
        target[:, ALONE].clamp_min(0) * (1 - doubt) + doubt / 2,
        pos_weight=weights[ALONE],
        reduction="none",
    )
    loss = EACH * (each * known).sum() / known.sum().clamp_min(1)
    for name, places in OF_SCALES.items():
        rows = target[:, places[0]] >= 0
        if rows.any():
            levels = torch.tensor(SCALES[name], dtype=torch.float32)
            own, right = found[rows][:, places], target[rows][:, places]
            entropy = functional.cross_entropy(own, right, label_smoothing=doubt_of_levels)
            error = ((own.softmax(dim=1) - right) @ levels) ** 2
            loss = loss + entropy + 0.5 * error.mean()
    return loss


def _apart(one: Tensor, other: Tensor, target: Tensor) -> Tensor:
    """How far two readings of the same turns are apart: Jeffreys' divergence, where somebody gave a label."""
    known = (target[:, ALONE] >= 0).float()
    a, b = one[:, ALONE], other[:, ALONE]
    each = (a.sigmoid() - b.sigmoid()) * (a - b)
    apart = EACH * (each * known).sum() / known.sum().clamp_min(1)
    for places in OF_SCALES.values():
        rows = target[:, places[0]] >= 0
        if rows.any():
            a, b = one[rows][:, places].log_softmax(dim=1), other[rows][:, places].log_softmax(dim=1)
            apart = apart + ((a.exp() - b.exp()) * (a - b)).sum(dim=1).mean()
    return apart
