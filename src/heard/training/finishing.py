"""The heads fitted once more, over the finished transformer as it runs: in eight bits, on turns said in several ways.

The transformer has seen the turns it was fitted on so often that it is surer of them than of any others. The heads
learn from it how much to trust it on turns that it never saw in those words. It is read once, so this costs minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from heard.inference.network import Network
from heard.training.fitting import REMEMBERED, Chosen, Otherwise, weights_of
from heard.training.material import Example, batches, placed
from heard.training.network import Batch, Heads, Text
from heard.training.runs import Log, Plan, schedule

__all__ = ["Vectors", "finish", "read"]

Vectors = dict[tuple[int, ...], np.ndarray]  # the pieces of a turn → tokens × width, in sixteen bits


def read(network: Network, examples: Iterable[Example], known: Vectors) -> None:
    """Adds to `known` the vectors of every turn of `examples` that is not in it."""
    new = list({tuple(pieces) for example in examples for pieces in example.pieces} - known.keys())
    for number, tokens in network.vectors(new):
        known[new[number]] = tokens.astype(np.float16)


def finish(
    heads: Heads,
    pool: Sequence[Example],
    plan: Plan,
    vectors: Mapping[tuple[int, ...], np.ndarray],
    log: Log,
    otherwise: Otherwise,
) -> Heads:
    """`heads` fitted on `pool` and on what `otherwise` gives, averaged over the last steps."""
    weights = weights_of(pool)
    optimiser = torch.optim.AdamW(heads.parameters(), lr=plan.head_rate, weight_decay=0.05)
    turns = sum(len(example.pieces) for example in pool)
    steps = plan.epochs * (turns // plan.turns + 1)
    rate = schedule(optimiser, steps, warm=max(1, steps // 12))
    averaged = AveragedModel(heads, multi_avg_fn=get_ema_multi_avg_fn(REMEMBERED))
    for epoch in range(plan.epochs):
        torch.manual_seed(plan.seed + epoch)
        generator = torch.Generator().manual_seed(plan.seed + epoch)
        heads.train()
        losses: list[float] = []
        others = otherwise(epoch)
        for places in batches(pool, plan.turns, generator):
            chosen = Chosen([(pool[place], others[place]) for place in places])
            batch, tokens = _read(chosen.all, vectors)
            said, mean = heads.read(tokens, batch.text.owner, batch.text.texts)
            loss = chosen.loss(heads.weigh(said, mean, batch._replace(patterns=chosen.hidden(batch.patterns))), weights)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(heads.parameters(), 1.0)
            optimiser.step()
            rate.step()
            optimiser.zero_grad()
            averaged.update_parameters(heads)
            losses.append(loss.item())
        log.say(f"finishing: epoch {epoch + 1} of {plan.epochs}, loss {np.mean(losses):.4f}")
    finished: Heads = averaged.module
    finished.eval()
    return finished


def _read(chosen: Sequence[Example], vectors: Mapping[tuple[int, ...], np.ndarray]) -> tuple[Batch, torch.Tensor]:
    """The batch, and the vectors of its tokens, turn after turn."""
    found = [vectors[tuple(pieces)] for example in chosen for pieces in example.pieces]
    owner = torch.repeat_interleave(torch.arange(len(found)), torch.tensor([len(tokens) for tokens in found]))
    none = torch.empty(0, dtype=torch.long)
    return placed(chosen, Text([], none, owner, len(found))), torch.from_numpy(np.concatenate(found)).float()
