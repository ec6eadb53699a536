"""Labelled conversations become numbers that say the same."""

from __future__ import annotations

import numpy as np
import torch

from heard.evaluation.labels import TurnLabels
from heard.inference.network import WINDOW
from heard.training.material import (
    OUTPUTS,
    PLACE,
    UNKNOWN,
    batch_of,
    batches,
    examples,
    findings_of,
    targets_of,
    text_of,
)
from tests.inference import bundles
from tests.training.made import MARKS, WORDPIECE, golds, pool


def held(row: np.ndarray) -> set[str]:
    return {name for name in OUTPUTS if row[PLACE[name]] == 1}


def known(row: np.ndarray) -> set[str]:
    return {name for name in OUTPUTS if row[PLACE[name]] != UNKNOWN}


def test_the_bundles_of_tests_have_the_outputs_that_training_gives() -> None:
    assert bundles.OUTPUTS == OUTPUTS


def test_a_customers_turn_has_its_labels_and_says_nothing_of_replies() -> None:
    (row,) = targets_of([TurnLabels(frozenset({"anxiety", "health"}), intensity=2, need=True)])

    assert held(row) == {"anxiety", "health", "intensity>=1", "intensity>=2", "need"}
    assert not {name for name in known(row) if "recognition" in name or "action" in name or name == "apologise"}


def test_a_reply_to_a_need_has_one_level_on_each_scale() -> None:
    (row,) = targets_of([TurnLabels(frozenset({"apologise"}), recognition=-1, action=2, answers=True)])

    assert held(row) == {"apologise", "recognition=-1", "action=2"}
    assert "need" not in known(row)
    assert "frustration" not in known(row)


def test_a_reply_that_answers_no_need_has_moves_only() -> None:
    (row,) = targets_of([TurnLabels(frozenset({"thank"}), answers=False)])

    assert held(row) == {"thank"}
    assert not {name for name in known(row) if "=" in name}


def test_of_a_turn_that_nobody_labelled_nothing_is_known() -> None:
    (row,) = targets_of([TurnLabels()])

    assert known(row) == set()


def test_a_conversation_keeps_a_row_a_turn() -> None:
    (gold,) = golds(1)
    (example,) = examples([gold], WORDPIECE)
    turns = len(gold.conversation.turns)

    assert len(example.pieces) == len(example.customer) == len(example.patterns) == len(example.targets) == turns
    assert len(findings_of(gold.conversation)) == turns
    assert all(place < i for i, place in enumerate(example.opposite))


def test_a_batch_keeps_turns_of_different_conversations_apart() -> None:
    first, second = pool(2)
    both, alone = batch_of([first, second], *MARKS), batch_of([second], *MARKS)
    begins, total = len(first.pieces), len(first.pieces) + len(second.pieces)
    for name in ("opposite", "before"):
        moved = getattr(both, name)[begins:]
        own = getattr(alone, name)
        assert torch.equal(moved, torch.where(own == len(second.pieces), total, own + begins))


def test_every_piece_of_every_turn_stands_in_a_batch_once_and_in_order() -> None:
    turns = [[5] * 3, list(range(10, 10 + WINDOW + 7)), [7], [8] * WINDOW]
    text = text_of(turns, *MARKS, groups=3)
    ids = torch.cat([ids[mask.bool()] for ids, mask in text.groups])[text.order]
    for number, pieces in enumerate(turns):
        own = ids[text.owner == number].tolist()
        assert [piece for piece in own if piece not in MARKS] == pieces


def test_an_empty_turn_is_read_as_it_is_at_run_time_a_window_without_pieces() -> None:
    text = text_of([[7], [], [8]], *MARKS, groups=1)
    ids = torch.cat([ids[mask.bool()] for ids, mask in text.groups])[text.order]

    assert ids[text.owner == 1].tolist() == [*MARKS]


def test_an_epoch_goes_through_every_conversation_once_in_another_order_each_time() -> None:
    conversations = pool(9)

    def order(seed: int) -> list[str]:
        generator = torch.Generator().manual_seed(seed)
        return [conversations[place].id for batch in batches(conversations, 10, generator) for place in batch]

    assert sorted(order(1)) == sorted(example.id for example in conversations)
    assert order(1) == order(1) != order(2)
