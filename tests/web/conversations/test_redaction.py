"""What is blacked out before it is stored, and what must stay, as written cases beside this file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from heard.conversation import Conversation, Speaker, Turn
from heard.web.conversations.redaction import KINDS, pseudonym, redact

CASES = [json.loads(line) for line in Path(__file__).with_name("redaction_cases.jsonl").read_text("utf-8").splitlines()]
SALT = "a test's own"


def _said(*texts: str, name: str | None = None) -> Conversation:
    return Conversation(id="one", turns=tuple(Turn(Speaker.CUSTOMER, text, name=name) for text in texts))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['text'][:40]}")
def test_a_case_becomes_what_it_should(case: dict[str, Any]) -> None:
    told, _ = redact(_said(case["text"], name=case.get("party")), [case["kind"]], salt=SALT)

    assert told.turns[0].text == case["becomes"]


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_as_many_cases_that_stay_as_cases_that_go(kind: str) -> None:
    mine = [case for case in CASES if case["kind"] == kind]

    assert sum(case["text"] != case["becomes"] for case in mine) >= 15
    assert sum(case["text"] == case["becomes"] for case in mine) >= 15


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['text'][:40]}")
def test_with_every_kind_on_nothing_that_should_go_is_left(case: dict[str, Any]) -> None:
    once, _ = redact(_said(case["text"], name=case.get("party")), list(KINDS), salt=SALT)
    twice, counts = redact(once, list(KINDS), salt=SALT)

    assert twice.turns[0].text == once.turns[0].text
    assert not counts


def test_what_tells_a_specific_reply_from_a_token_stays() -> None:
    text = "Order 48213-77 of 14 March for £129.90 (tracking JD0002231234567890) is due at 17:30 on 2026-03-16."

    told, counts = redact(_said(text), list(KINDS), salt=SALT)

    assert told.turns[0].text == text
    assert not counts


def test_counts_say_how_much_of_each_kind_went() -> None:
    told, counts = redact(_said("a@example.com or b@example.com", "+44 7700 900123"), ["email", "phone"], salt=SALT)

    assert counts == Counter(email=2, phone=1)
    assert [turn.text for turn in told.turns] == ["[e-mail] or [e-mail]", "[phone number]"]


def test_a_kind_that_was_not_asked_for_stays() -> None:
    told, _ = redact(_said("a@example.com, +44 7700 900123"), ["phone"], salt=SALT)

    assert told.turns[0].text == "a@example.com, [phone number]"


def test_a_customer_keeps_one_pseudonym_and_the_agent_keeps_the_name() -> None:
    talk = Conversation(
        id="one",
        turns=(
            Turn(Speaker.CUSTOMER, "Hello", name="Cleo Marchant"),
            Turn(Speaker.AGENT, "Hello Cleo, I am Ada", name="Ada"),
            Turn(Speaker.CUSTOMER, "Thanks Ada.", name="cleo  marchant"),
        ),
    )

    told, _ = redact(talk, ["name"], salt=SALT)

    assert told.turns[0].name == told.turns[2].name == pseudonym("Cleo Marchant", SALT)
    assert told.turns[1].name == "Ada"
    assert told.turns[1].text == "Hello [name], I am [name]"
    assert pseudonym("Cleo Marchant", SALT) != pseudonym("Cleo Marchant", "another organisation's")


def test_what_the_reader_cut_off_and_further_keys_are_not_kept() -> None:
    talk = Conversation(
        id="one", turns=(Turn(Speaker.CUSTOMER, "Hi", original="Hi -- a@example.com"),), extra={"mail": "a@example.com"}
    )

    told, _ = redact(talk, ["email"], salt=SALT)

    assert told.turns[0].original is None
    assert not told.extra


def test_the_subject_is_blacked_out_as_well() -> None:
    talk = Conversation(id="one", turns=(Turn(Speaker.CUSTOMER, "Hi"),), subject="Refund to a@example.com")

    told, counts = redact(talk, ["email"], salt=SALT)

    assert told.subject == "Refund to [e-mail]"
    assert counts["email"] == 1
