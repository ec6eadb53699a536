"""The demo archive keeps what it promises, whoever edits it."""

from __future__ import annotations

from collections import Counter

import pytest

from heard.analysis import analyse
from heard.conversation import Conversation
from heard.demo import OPENING, archive
from heard.signals import Repetition, catalogue

SITUATIONS = {
    "technology_failure",
    "anxious_customer",
    "own_mistake",
    "undecided_customer",
    "bereavement",
    "payment_trouble",
    "handover",
    "conflict",
    "everyday",
}


@pytest.fixture(scope="module")
def conversations() -> list[Conversation]:
    return list(archive())


def facts(conversations: list[Conversation], key: str) -> Counter[str]:
    return Counter(value for c in conversations for value in c.extra[key])


def test_it_is_large_and_many_sided_enough(conversations: list[Conversation]) -> None:
    assert len(conversations) >= 150
    assert len({c.extra["industry"] for c in conversations}) >= 12
    assert {"chat", "email", "call", "in_person"} <= {c.channel for c in conversations}


def test_every_id_is_its_own(conversations: list[Conversation]) -> None:
    assert len({c.id for c in conversations}) == len(conversations)


def test_every_circumstance_and_every_situation_occurs(conversations: list[Conversation]) -> None:
    circumstances = {label for label, signal in catalogue().items() if signal.kind == "circumstance"}

    assert circumstances == set(facts(conversations, "circumstances"))
    assert set(facts(conversations, "situations")) == SITUATIONS


def test_good_middling_and_poor_service_have_fair_shares(conversations: list[Conversation]) -> None:
    shares = Counter(c.extra["quality"] for c in conversations)

    assert set(shares) == {"good", "middling", "poor"}
    assert min(shares.values()) >= len(conversations) * 0.25


def test_time_never_runs_backwards(conversations: list[Conversation]) -> None:
    for conversation in conversations:
        times = [turn.at for turn in conversation.turns if turn.at is not None]

        assert times == sorted(times), conversation.id


def test_customers_and_agents_have_names(conversations: list[Conversation]) -> None:
    named = [t for c in conversations for t in c.turns if t.speaker.value in ("customer", "agent")]

    assert all(turn.name for turn in named)


def test_it_opens_on_a_need_deeply_met_one_with_a_token_and_one_missed_then_repaired(
    conversations: list[Conversation],
) -> None:
    opening = next(c for c in conversations if c.id == OPENING)
    moments = analyse(opening, repetition=Repetition.over(conversations)).moments

    assert [m.recognition for m in moments][:2] == [3, 1]
    assert [m.met for m in moments] == [True, False, False]
    assert moments[-1].repaired_turn is not None
