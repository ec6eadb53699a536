"""What each sentence brings is told apart, and adds up to what the turn says."""

from __future__ import annotations

import numpy as np
import pytest

from heard.inference.encoder import SmallEncoder, _owners
from heard.inference.heads import Heads
from heard.inference.network import WINDOW, WINDOWS
from heard.text import sentences
from tests.builders import chat
from tests.inference.bundles import WIDTH, heads
from tests.inference.test_network import Ran


@pytest.fixture
def tokens() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(9, WIDTH)).astype(np.float32)


def test_the_shares_of_sentences_and_marks_add_up_to_what_is_said(tokens: np.ndarray) -> None:
    made = heads()
    read = Heads(made).read(tokens, [-1, 0, 0, 1, 1, 1, 2, 2, -1], 3)
    with_marks = Heads(made).read(tokens, [3, 0, 0, 1, 1, 1, 2, 2, 3], 4)

    assert np.allclose(with_marks.sentences.sum(axis=0) + made["value_bias"], read.outputs, atol=1e-4)
    assert np.allclose(read.sentences, with_marks.sentences[:3], atol=1e-5)


def test_a_sentence_without_tokens_brings_nothing(tokens: np.ndarray) -> None:
    read = Heads(heads()).read(tokens, [-1, 0, 0, 0, 2, 2, 2, 2, -1], 3)

    assert not read.sentences[1].any()


def test_each_output_weighs_the_tokens_by_its_own_attention(tokens: np.ndarray) -> None:
    made = heads()
    scores = tokens @ made["query"]
    weights = np.exp(scores) / np.exp(scores).sum(axis=0)
    expected = (weights * (tokens @ made["value"])).sum(axis=0) + made["value_bias"]

    assert np.allclose(Heads(made).read(tokens, [0] * 9, 1).outputs, expected, atol=1e-4)


def test_tokens_belong_to_the_sentence_they_stand_in() -> None:
    assert _owners([0, 2, 5, 9, 9], [0, 5, 9], 7) == [-1, 0, 0, 1, 2, 2, -1]


def test_tokens_belong_to_their_sentence_across_windows() -> None:
    starts = list(range(2 * WINDOW))
    owner = _owners(starts, [0, WINDOW - 1, WINDOW + 1], 2 * WINDOW + 4)

    assert owner[: WINDOW + 2] == [-1, *[0] * (WINDOW - 1), 1, -1]
    assert owner[WINDOW + 2 :] == [-1, 1, *[2] * (WINDOW - 1), -1]


def test_tokens_belong_to_their_sentence_in_what_is_read_of_a_very_long_turn(encoder: SmallEncoder) -> None:
    read = WINDOW * WINDOWS // 2
    text = " ".join(["no"] * read + ["sorry"] * (2 * WINDOW - 1) + ["."] + ["Help"] + ["today"] * (read - 1))
    spans = sentences(text)
    ran = Ran(encoder._network)
    pieces = encoder._wordpiece.pieces(text)
    ((_, tokens),) = encoder._network.vectors([pieces.ids])
    owner = _owners(pieces.starts, [start for start, _ in spans], len(tokens))

    assert len(spans) == 2
    assert len(owner) == len(tokens) == sum(batch.shape[0] for batch in ran.batches) * (WINDOW + 2)
    assert [owner.count(n) for n in (-1, 0, 1)] == [2 * WINDOWS, read, read]


def test_an_empty_turn_has_marks_only() -> None:
    assert _owners([], [], 2) == [-1, -1]


def test_a_text_is_encoded_once_however_often_it_is_asked(encoder: SmallEncoder) -> None:
    ran = Ran(encoder._network)
    canned = "agent: I am sorry to hear that."
    first = chat("customer: Still no refund.", canned, "customer: Still no refund.", canned)
    encoder.prepare([turn.text for turn in first.turns] * 3)
    for _ in range(3):
        encoder.read(first.turns, [[]] * 4)
    encoder.read(chat("customer: I am worried.", canned).turns, [[]] * 2)

    assert sum(len(batch) for batch in ran.batches) == 3


def test_a_line_that_is_still_said_is_kept_when_others_are_forgotten(
    encoder: SmallEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heard.inference.encoder.REMEMBERED", 3)
    encoder.prepare(["sorry", "one", "two"])
    encoder.prepare(["sorry", "three"])

    assert list(encoder._said) == ["two", "sorry", "three"]


def test_all_that_is_read_at_once_is_kept_however_much_it_is(
    encoder: SmallEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heard.inference.encoder.REMEMBERED", 2)
    long = chat(*(f"customer: I ring for the {word} time" for word in ("first", "next", "third", "last")))

    assert len(encoder.read(long.turns, [[]] * 4)) == 4
