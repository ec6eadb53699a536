"""The labels: transformer and heads fitted together on labelled conversations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from heard.training.material import OUTPUTS, PLACE, Example, batch_of, batches
from heard.training.network import Network
from heard.training.runs import Log, Plan, schedule

__all__ = ["fit", "outputs_of"]

SCALES = {"recognition": (-1, 0, 1, 2, 3), "action": (0, 1, 2)}
OF_SCALES = {name: [PLACE[f"{name}={level}"] for level in levels] for name, levels in SCALES.items()}
ALONE = [i for i in range(len(OUTPUTS)) if not any(i in places for places in OF_SCALES.values())]
RAREST = 6.0  # a rare label weighs at most this many times as much where it holds
UNSEEN_TURN = 0.15  # share of turns fitted without their patterns, so that the network learns to read for itself
REMEMBERED = (
    0.995  # a step: what is kept is the average over about the last epoch's steps, which errs less than the last
)
UNSEEN = 0.1  # share of single pattern features left out


def fit(net: Network, pool: Sequence[Example], plan: Plan, marks: tuple[int, int], log: Log, kept: Path) -> Network:
    """`net` fitted on `pool`, its weights averaged over the last steps. After each epoch all is kept in the file `kept`, from which an interrupted run goes on."""
    weights = _weights(pool)
    groups = [
        {"params": [p for p in net.transformer.parameters() if p.requires_grad], "lr": plan.rate},
        {"params": net.heads.parameters(), "lr": plan.head_rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    turns = sum(len(example.pieces) for example in pool)
    steps = plan.epochs * (turns // plan.turns + 1)
    rate = schedule(optimiser, steps, warm=max(1, steps // 12))
    averaged = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(REMEMBERED))
    begin = 0
    if kept.exists():
        state: dict[str, Any] = torch.load(kept, weights_only=True)
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        rate.load_state_dict(state["rate"])
        averaged.load_state_dict(state["averaged"])
        begin = state["epochs"]
        log.say(f"going on after epoch {begin}")
    for epoch in range(begin, plan.epochs):
        torch.manual_seed(plan.seed + epoch)
        generator = torch.Generator().manual_seed(plan.seed + epoch)
        net.train()
        losses: list[float] = []
        for chosen in batches(pool, plan.turns, generator):
            batch = batch_of(chosen, *marks)
            seen = (torch.rand(len(batch.patterns), 1) > UNSEEN_TURN) & (torch.rand_like(batch.patterns) > UNSEEN)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = net(batch._replace(patterns=batch.patterns * seen))
            target = torch.from_numpy(np.concatenate([example.targets for example in chosen]))
            weight = torch.tensor([example.weight for example in chosen for _ in example.pieces])
            loss = _loss(found.float(), target, weight, weights)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            rate.step()
            optimiser.zero_grad()
            averaged.update_parameters(net)
            losses.append(loss.item())
        log.say(f"fitting: epoch {epoch + 1} of {plan.epochs}, loss {np.mean(losses):.4f}")
        state = {
            "net": net.state_dict(),
            "optimiser": optimiser.state_dict(),
            "rate": rate.state_dict(),
            "averaged": averaged.state_dict(),
            "epochs": epoch + 1,
        }
        unfinished = kept.with_suffix(".writing")
        torch.save(state, unfinished)
        unfinished.replace(kept)
    fitted: Network = averaged.module
    return fitted


def outputs_of(net: Network, pool: Sequence[Example], marks: tuple[int, int]) -> np.ndarray:
    """Turns × outputs of `net` for every turn of `pool`."""
    net.eval()
    with torch.no_grad():
        starts = range(0, len(pool), 16)
        found = [net(batch_of(pool[start : start + 16], *marks)).float().numpy() for start in starts]
    return np.concatenate(found)


def _weights(pool: Sequence[Example]) -> Tensor:
    """How much more each output weighs where it holds: the root of how much rarer that is, within bounds."""
    targets = np.concatenate([example.targets for example in pool])
    holds, fails = (targets == 1).sum(axis=0), (targets == 0).sum(axis=0)
    return torch.tensor(np.clip(np.sqrt(fails / np.maximum(holds, 1)), 1, RAREST), dtype=torch.float32)


def _loss(found: Tensor, target: Tensor, weight: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy of each output by itself, and of each scale over its levels with the squared error of its mean."""
    known = (target[:, ALONE] >= 0).float() * weight[:, None]
    each = functional.binary_cross_entropy_with_logits(
        found[:, ALONE], target[:, ALONE].clamp_min(0), pos_weight=weights[ALONE], reduction="none"
    )
    loss = 10 * (each * known).sum() / known.sum().clamp_min(1)
    for name, places in OF_SCALES.items():
        rows = target[:, places[0]] >= 0
        if rows.any():
            levels = torch.tensor(SCALES[name], dtype=torch.float32)
            own, right, heavy = found[rows][:, places], target[rows][:, places], weight[rows]
            entropy = -(right * functional.log_softmax(own, dim=1)).sum(dim=1)
            error = ((own.softmax(dim=1) - right) @ levels) ** 2
            loss = loss + ((entropy + 0.5 * error) * heavy).sum() / heavy.sum()
    return loss
