"""The network that is fitted: a small transformer over each turn, and heads that weigh a turn in its context.

Every turn is encoded by itself, so that a line that is said a thousand times is encoded once; what came before enters
through the heads. Each label looks for its own words (label-wise attention, Mullenbach et al. 2018,
https://aclanthology.org/N18-1100), which is what its evidence is read from.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

__all__ = ["Batch", "Heads", "Network", "Text", "backbone"]

WIDTH = 384


class Text(NamedTuple):
    """The windows of a batch of texts, and which tokens are whose."""

    groups: list[tuple[Tensor, Tensor]]  # (ids, mask) of windows of like length
    order: Tensor  # for each token of the groups, in their order: its place among all tokens, text after text
    owner: Tensor  # for each token, text after text: the number of its text
    texts: int


class Batch(NamedTuple):
    """Turns of several conversations, one after the other."""

    text: Text
    opposite: Tensor  # index of the other side's turn; the number of turns: none
    before: Tensor  # likewise of the same side's
    customer: Tensor  # 1.0: a customer's turn
    depth: Tensor  # 0…1
    patterns: Tensor  # turns × pattern features
    lengths: list[int]  # turns of each conversation


def backbone(
    weights: dict[str, Tensor], layers: tuple[int, ...], *, dropout: float, fitted: BertModel | None = None
) -> BertModel:
    """MiniLM with those of its layers; its word vectors stay as they are. `fitted`: with its weights."""
    model = BertModel(
        BertConfig(
            hidden_size=WIDTH,
            num_hidden_layers=6,
            num_attention_heads=12,
            intermediate_size=4 * WIDTH,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
        ),
        add_pooling_layer=False,
    )
    missing, _ = model.load_state_dict(weights, strict=False)
    if missing:
        raise ValueError(f"the weights lack {', '.join(missing)}; give those of all-MiniLM-L6-v2")
    model.encoder.layer = nn.ModuleList(model.encoder.layer[i] for i in layers)
    model.config.num_hidden_layers = len(layers)
    if fitted is not None:
        model.load_state_dict(fitted.state_dict())
    for parameter in model.embeddings.parameters():
        parameter.requires_grad = False
    return model


class Heads(nn.Module):  # type: ignore[misc]  # torch is installed for training only, so its types are not looked at
    """From the tokens of turns to one number for each output."""

    def __init__(self, width: int, outputs: int, patterns: int, hidden: int = 256) -> None:
        super().__init__()
        self.query = nn.Linear(width, outputs, bias=False)
        self.value = nn.Linear(width, outputs)
        seen = 4 * width + 4 * outputs + 2 * patterns + 4
        self.context = nn.Sequential(
            nn.LayerNorm(seen), nn.Linear(seen, hidden), nn.GELU("tanh"), nn.Dropout(0.3), nn.Linear(hidden, outputs)
        )
        self.fused = nn.Linear(patterns, outputs, bias=False)
        nn.init.zeros_(self.fused.weight)
        nn.init.normal_(self.query.weight, std=0.02)

    def read(self, tokens: Tensor, owner: Tensor, texts: int) -> tuple[Tensor, Tensor]:
        """Of each text what its own words say for each output, and its mean vector."""
        scores = self.query(tokens)
        index = owner[:, None].expand_as(scores)
        highest = scores.new_full((texts, scores.shape[1]), -1e4).scatter_reduce(0, index, scores.detach(), "amax")
        weights = (scores - highest[owner]).exp()
        said = torch.zeros_like(highest).index_add(0, owner, weights * (tokens @ self.value.weight.T))
        total = torch.zeros_like(highest).index_add(0, owner, weights)
        mean = tokens.new_zeros((texts, tokens.shape[1])).index_add(0, owner, tokens)
        count = tokens.new_zeros(texts).index_add(0, owner, torch.ones_like(owner, dtype=tokens.dtype))
        return said / total.clamp_min(1e-9) + self.value.bias, mean / count.clamp_min(1)[:, None]

    def weigh(self, said: Tensor, mean: Tensor, batch: Batch) -> Tensor:
        """The outputs of each turn in its context."""

        def beside(values: Tensor, index: Tensor) -> Tensor:
            return torch.cat([values, values.new_zeros((1, values.shape[1]))])[index]

        opposite, before = beside(mean, batch.opposite), beside(mean, batch.before)
        none = len(mean)
        place = torch.stack(
            [batch.customer, batch.depth, (batch.opposite == none).float(), (batch.before == none).float()], dim=1
        )
        own = said.sigmoid()
        seen = torch.cat(
            [
                *(mean, opposite, before, mean * opposite * 8),
                *(own, beside(own, batch.opposite), beside(own, batch.before), _told(own, batch)),
                *(batch.patterns, beside(batch.patterns, batch.opposite), place),
            ],
            dim=1,
        )
        return said + self.context(seen) + self.fused(batch.patterns)


def _told(own: Tensor, batch: Batch) -> Tensor:
    """The most that any earlier turn of the customer's in the same conversation says for each output."""
    of_customers = (own * batch.customer[:, None]).split(batch.lengths)
    none = own.new_zeros((1, own.shape[1]))
    return torch.cat([torch.cat([none, turns[:-1].cummax(dim=0).values]) for turns in of_customers])


class Network(nn.Module):  # type: ignore[misc]  # as above
    """Transformer and heads."""

    def __init__(self, transformer: BertModel, outputs: int, patterns: int) -> None:
        super().__init__()
        self.transformer = transformer
        self.heads = Heads(transformer.config.hidden_size, outputs, patterns)

    def tokens(self, text: Text) -> Tensor:
        """The vector of each token, text after text."""
        found = [
            self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state[mask.bool()]
            for ids, mask in text.groups
        ]
        return torch.cat(found).float()[text.order]

    def forward(self, batch: Batch) -> Tensor:
        """Turns × outputs."""
        said, mean = self.heads.read(self.tokens(batch.text), batch.text.owner, batch.text.texts)
        return self.heads.weigh(said, mean, batch)
