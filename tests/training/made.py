"""A corpus and a network small enough to be fitted within a test."""

from __future__ import annotations

from itertools import islice

import torch
from transformers import BertConfig, BertModel

from heard.conversation import Conversation, Speaker
from heard.demo import archive
from heard.evaluation.gold import Gold
from heard.evaluation.labels import TurnLabels
from heard.inference.wordpiece import Wordpiece
from heard.training.material import OUTPUTS, Example, examples
from heard.training.network import Network
from tests.inference.bundles import VOCABULARY, WIDTH

WORDPIECE = Wordpiece(VOCABULARY)
MARKS = WORDPIECE.first, WORDPIECE.last


def labels_by_words(conversation: Conversation) -> tuple[TurnLabels, ...]:
    """Labels that can be learnt: each hangs on one word."""
    labels: list[TurnLabels] = []
    for turn in conversation.turns:
        said = turn.text.lower()
        if turn.speaker is Speaker.CUSTOMER:
            need = "not" in said or "still" in said
            held = {"frustration", "effort"} if need else set()
            labels.append(TurnLabels(frozenset(held), intensity=2 * need, need=need))
        elif turn.speaker.is_staff:
            sorry = "sorry" in said
            moves = frozenset({"apologise"} if sorry else {"explain"})
            labels.append(TurnLabels(moves, recognition=1 if sorry else 0, action=1, answers=True))
        else:
            labels.append(TurnLabels())
    return tuple(labels)


def golds(count: int) -> list[Gold]:
    """The demo's conversations with those labels."""
    return [Gold(talk, labels_by_words(talk)) for talk in islice(archive(), count)]


def pool(count: int = 12) -> list[Example]:
    """The same in numbers."""
    return list(examples(golds(count), WORDPIECE))


def bert(seed: int = 1, layers: int = 2, *, dropout: float = 0.0) -> BertModel:
    """A BERT of no size, its weights by chance."""
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=WIDTH,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=4 * WIDTH,
        initializer_range=0.15,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
    )
    return BertModel(config, add_pooling_layer=False).eval()


def network(seed: int = 1) -> Network:
    """Transformer and heads, none of whose weights is zero."""
    net = Network(bert(seed, dropout=0.1), len(OUTPUTS), pool(1)[0].patterns.shape[1])
    with torch.no_grad():
        for parameter in net.heads.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return net
