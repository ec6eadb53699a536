"""Texts of any length are run in small batches, and come back whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.inference.encoder import SmallEncoder
from heard.inference.network import BATCH, WINDOW, WINDOWS, Network, _batches

FIRST, LAST = 2, 3


class Ran:
    """Stands before the session: notes what is run, and lets it run."""

    def __init__(self, network: Network) -> None:
        self._session = network._session
        self.batches: list[np.ndarray] = []
        network._session = self

    def run(self, wanted: object, given: dict[str, np.ndarray]) -> object:
        self.batches.append(given["input_ids"])
        return self._session.run(wanted, given)


@pytest.fixture
def network(encoder: SmallEncoder) -> Network:
    return encoder._network


def windows_of(ran: Ran) -> list[list[int]]:
    """What was run, window by window, marks and padding left out."""
    return [
        [piece for piece in row.tolist() if piece not in (0, FIRST, LAST)] for batch in ran.batches for row in batch
    ]


@pytest.mark.parametrize(
    ("pieces", "windows"),
    [(0, 1), (1, 1), (WINDOW, 1), (WINDOW + 1, 2), (WINDOW * WINDOWS, WINDOWS), (WINDOW * WINDOWS + 1, WINDOWS)],
)
def test_a_long_turn_is_read_in_windows_and_every_token_comes_back(network: Network, pieces: int, windows: int) -> None:
    ran = Ran(network)
    ((number, tokens),) = network.vectors([[5] * pieces])

    assert number == 0
    assert len(windows_of(ran)) == windows
    assert len(tokens) == sum(len(window) + 2 for window in windows_of(ran))


def test_of_a_very_long_turn_the_beginning_and_the_end_are_read(network: Network) -> None:
    ran = Ran(network)
    beginning, middle, end = ([piece] * (WINDOW * WINDOWS // 2) for piece in (5, 6, 7))
    list(network.vectors([beginning + middle + end]))

    read = [piece for window in windows_of(ran) for piece in window]
    assert (read.count(5), read.count(6), read.count(7)) == (len(beginning), 0, len(end))


def test_windows_come_back_in_their_order(network: Network) -> None:
    long = [5] * WINDOW + [9] * 20
    ((_, whole),) = network.vectors([long])
    ((_, begins),) = network.vectors([long[:WINDOW]])
    ((_, ends),) = network.vectors([long[WINDOW:]])

    assert np.abs(whole - np.concatenate([begins, ends])).max() < 0.1


def test_every_text_comes_back_once_under_its_own_number(network: Network) -> None:
    texts = [[5 + i % 20] * length for i, length in enumerate([3, 200, 0, 40, 1, 126, 7, 300, 2])]
    found = dict(network.vectors(texts))

    assert sorted(found) == list(range(len(texts)))
    for number, tokens in found.items():
        ((_, alone),) = network.vectors([texts[number]])
        assert tokens.shape == alone.shape
        assert np.abs(tokens - alone).max() < 0.5  # eight bits are scaled by what stands in the batch


def test_no_batch_holds_more_tokens_than_promised_padding_included(network: Network) -> None:
    ran = Ran(network)
    list(network.vectors([[5] * (i % 190) for i in range(300)]))

    assert max(batch.size for batch in ran.batches) <= BATCH
    assert len(ran.batches) < 60


@settings(max_examples=300)
@given(st.lists(st.integers(2, WINDOW + 2), max_size=200).map(sorted))
def test_batches_cover_every_window_once(lengths: list[int]) -> None:
    chosen = list(_batches(lengths))

    assert [i for part in chosen for i in range(len(lengths))[part]] == list(range(len(lengths)))
    assert all((part.stop - part.start) * lengths[part.stop - 1] <= BATCH for part in chosen)


def test_nothing_to_read_runs_nothing(network: Network) -> None:
    ran = Ran(network)

    assert list(network.vectors([])) == []
    assert ran.batches == []
