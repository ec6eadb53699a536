"""What is said otherwise says the same: names, slips and spelling change, labels and places do not."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from heard.conversation import Speaker
from heard.training import variations
from heard.training.variations import CHANGES, said_otherwise, varied
from tests.training.made import golds

TEXTS = (
    "Hi, my husband isn't well and I've waited 4 weeks for order 48213. Please ring Priya.",
    "i dont know what to do, nobody has called me back",
    "I'm so sorry, Mr Okafor. I've cancelled it, and you will have the money on Friday.",
    "",
    "?",
    "NO",
)


def by(seed: int) -> Random:
    """A chance that is the same every time."""
    return Random(seed)  # noqa: S311 — a choice, no secret


def test_the_same_chance_says_it_the_same_way() -> None:
    assert [said_otherwise(t, Speaker.CUSTOMER, by(3)) for t in TEXTS] == [
        said_otherwise(t, Speaker.CUSTOMER, by(3)) for t in TEXTS
    ]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_no_change_fails_on_any_text_or_leaves_it_empty(change: Callable[[str, str, Random], str]) -> None:
    for seed in range(20):
        for text in TEXTS:
            for side in ("customer", "agent"):
                said = change(text, side, by(seed))
                assert bool(said.strip()) >= bool(text.strip())


def test_every_change_changes_something_somewhere() -> None:
    idle = [c.__name__ for c in CHANGES if all(c(t, "customer", by(s)) == t for t in TEXTS for s in range(20))]

    assert idle == []


def test_a_negation_is_never_lost_but_to_a_slip_of_the_finger() -> None:
    kept = {"not", "n't", "nt", "nae", "ain't", "innit"}
    for change in CHANGES:
        if change.__name__ != "_slips":
            for seed in range(60):
                said = change("I do not know and it isn't here", "customer", by(seed)).lower()
                assert sum(said.count(sign) for sign in kept) >= 2, (change.__name__, said)


def test_he_becomes_she_only_where_nothing_else_tells() -> None:
    said = [variations._people("He said his son called", "customer", by(seed)) for seed in range(10)]

    assert set(said) == {"He said his son called"}


def test_a_conversation_keeps_its_speakers_turns_and_labels() -> None:
    for gold in golds(4):
        other = varied(gold, by(1), 1.0)

        assert other.labels == gold.labels
        assert other.conversation.id == gold.conversation.id
        assert [t.speaker for t in other.conversation.turns] == [t.speaker for t in gold.conversation.turns]
        assert any(a.text != b.text for a, b in zip(gold.conversation.turns, other.conversation.turns, strict=True))
        assert varied(gold, by(1), 0.0) == gold


def test_no_name_stands_twice_in_its_list() -> None:
    lists = tomllib.loads(Path(variations.__file__).with_suffix(".toml").read_text("utf-8"))
    for kind in ("names", "surnames", "places"):
        words = lists[kind].split()
        assert len(words) == len(set(words))
