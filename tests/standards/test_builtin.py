"""The examples of the built-in standards are their tests."""

from __future__ import annotations

import pytest

from heard.conversation import Conversation
from heard.moments import find_moments
from heard.signals import read_conversation
from heard.standards import Criterion, Mark, Standard, builtin, load, mark

CRITERIA = [(standard, one) for standard in builtin().values() for one in standard.criteria]
NAMES = [f"{standard.name}:{one.id}" for standard, one in CRITERIA]


def marked(standard: Standard, criterion: Criterion, conversation: Conversation) -> Mark:
    readings = read_conversation(conversation)
    marks = mark(standard, conversation, readings, find_moments(conversation, readings, standard.bar))
    return next(m for m in marks if m.criterion == criterion.id)


@pytest.mark.parametrize(("standard", "criterion"), CRITERIA, ids=NAMES)
def test_an_exemplar_meets_its_criterion(standard: Standard, criterion: Criterion) -> None:
    shown = marked(standard, criterion, criterion.exemplar)

    assert shown.result == "met", shown.why


@pytest.mark.parametrize(("standard", "criterion"), CRITERIA, ids=NAMES)
def test_a_counter_exemplar_misses_its_criterion(standard: Standard, criterion: Criterion) -> None:
    shown = marked(standard, criterion, criterion.counter_exemplar)

    assert shown.result == "missed", shown.why


@pytest.mark.parametrize(("standard", "criterion"), CRITERIA, ids=NAMES)
def test_a_mark_quotes_words_that_stand_there(standard: Standard, criterion: Criterion) -> None:
    for conversation in (criterion.exemplar, criterion.counter_exemplar):
        for turn, finding in marked(standard, criterion, conversation).evidence:
            assert conversation.turns[turn].text[finding.start : finding.end] == finding.quote


def test_the_seven_standards_ship() -> None:
    assert set(builtin()) == {
        "compassionate-words",
        "conflict",
        "empathy-test",
        "everyday",
        "rapport",
        "service-recovery",
        "technology-failure",
    }


def test_a_standard_is_named_with_its_version() -> None:
    assert load("everyday").reference == "everyday@1"


@pytest.mark.parametrize("standard", builtin().values(), ids=list(builtin()))
def test_plain_business_needs_no_empathy(standard: Standard) -> None:
    conversation = Conversation.chat("customer: hi what time do you close\nagent: Half past six tonight.")
    readings = read_conversation(conversation)
    marks = mark(standard, conversation, readings, find_moments(conversation, readings, standard.bar))

    assert "missed" not in {m.result for m in marks}, marks


@pytest.mark.parametrize("standard", builtin().values(), ids=list(builtin()))
def test_plain_business_earns_no_praise(standard: Standard) -> None:
    conversation = Conversation.chat("customer: hi, when do you open?\nagent: At nine.")
    readings = read_conversation(conversation)
    marks = mark(standard, conversation, readings, find_moments(conversation, readings, standard.bar))

    assert "met" not in {m.result for m in marks}, marks


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("No, there's nothing we can do.", "missed"),
        ("I'm afraid we can't take them back after 30 days. What I can do is exchange them.", "met"),
        ("That isn't possible after 30 days, but I can give you store credit.", "met"),
        ("I can't imagine how that feels. I've sent you a new pair.", "not_needed"),
        ("I've sent you a new pair.", "not_needed"),
    ],
)
def test_another_way_is_asked_for_where_there_was_a_no(said: str, result: str) -> None:
    conversation = Conversation.chat(f"customer: Can I return the boots?\nagent: {said}")
    standard = load("everyday")
    another_way = next(one for one in standard.criteria if one.id == "another-way")

    assert marked(standard, another_way, conversation).result == result


@pytest.mark.parametrize(
    ("customer", "agent", "result"),
    [
        ("Can I pay by card?", "You should have read the page, that was your own fault.", "missed"),
        ("Can I pay by card?", "Yes, at the door.", "not_needed"),
        ("I'm so worried, my mother's oxygen never came.", "I've sent a driver.", "met"),
    ],
)
def test_respect_is_praised_where_it_was_needed(customer: str, agent: str, result: str) -> None:
    standard = load("everyday")
    respected = next(one for one in standard.criteria if one.id == "respected")

    assert marked(standard, respected, Conversation.chat(f"customer: {customer}\nagent: {agent}")).result == result
