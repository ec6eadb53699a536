"""Who is the agent: what is said first, then the source's own word, then a guess that knows how sure it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.conversation import Speaker, Turn
from heard.readers import read
from heard.readers.roles import given_role, guess_roles, role_named
from heard.readers.source import Source
from tests.strategies import names, words

CUSTOMER, AGENT, BOT = Speaker.CUSTOMER, Speaker.AGENT, Speaker.BOT


def said(*lines: str) -> list[Turn]:
    return [Turn(CUSTOMER, text, name=name) for name, _, text in (line.partition(": ") for line in lines)]


@pytest.mark.parametrize(
    ("lines", "agent"),
    [
        (("A: Thank you for calling Alder, how can I help?", "B: My order never came."), "A"),
        (("A: My parcel is lost.", "B: Can you give me your order number please?"), "B"),
        (("A: Hi", "B: Hello, my name is Ruth from Alder.", "A: I want a refund."), "B"),
        (("A: Meine Bestellung fehlt.", "B: Vielen Dank für Ihre Nachricht. Wie kann ich Ihnen helfen?"), "B"),
        (("Agent 4: hm", "Kim: yes?"), "Agent 4"),
        (("Kim: hm", "Kundin: ja?"), "Kim"),
    ],
)
def test_the_one_who_serves_is_the_agent_and_the_other_the_customer(lines: tuple[str, ...], agent: str) -> None:
    roles, confidence = guess_roles(said(*lines))

    assert {name for name, role in roles.items() if role is AGENT} == {agent}
    assert set(roles.values()) == {AGENT, CUSTOMER}
    assert 0.5 <= confidence < 1


def test_without_any_sign_the_guess_is_a_coin_and_says_so() -> None:
    assert guess_roles(said("A: ok", "B: ok"))[1] <= 0.6


def test_the_channel_says_who_speaks_first() -> None:
    turns = said("A: Hello.", "B: Hello.")

    assert guess_roles(turns, "call")[0]["A"] is AGENT
    assert guess_roles(turns, "email")[0]["A"] is CUSTOMER


def test_more_evidence_makes_a_surer_guess() -> None:
    little = said("A: My order is late.", "B: Oh.")
    much = said(
        "A: My order is late.", "B: Thank you for contacting us. Let me check. Is there anything else I can do?"
    )

    assert guess_roles(much)[1] > guess_roles(little)[1]


@given(st.lists(st.builds(Turn, speaker=st.just(CUSTOMER), text=words, name=names), max_size=6))
def test_every_name_gets_a_role_and_two_people_are_never_both_agents(turns: list[Turn]) -> None:
    roles, confidence = guess_roles(turns)

    assert set(roles) == {t.name for t in turns} - {None}
    assert 0 <= confidence <= 1
    if len(roles) == 2 and not any(role_named(name) for name in roles):
        assert set(roles.values()) == {AGENT, CUSTOMER}


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("END_USER", CUSTOMER), ("end-user", CUSTOMER), ("Kundin", CUSTOMER), ("Agent 2", AGENT), ("Mitarbeiter", AGENT),
        ("supervisor", Speaker.SUPERVISOR), ("ChatBot", BOT), ("System", Speaker.SYSTEM), ("Anna", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_roles_own_word_is_known_however_it_is_written(word: str | None, role: Speaker | None) -> None:
    assert role_named(word) is role


def test_what_the_user_says_wins_over_the_source_and_the_guess() -> None:
    script = Source.of_text("Agent: My order is late.\nBob: Thank you for calling.\nCy: ok\n")

    (conversation,) = read(script, roles={"agent": "customer", "Bob": "supervisor", "*": "bot"})

    assert [t.speaker for t in conversation.turns] == [CUSTOMER, Speaker.SUPERVISOR, BOT]
    assert (conversation.roles_from, conversation.roles_confidence) == ("given", 1.0)


def test_a_star_speaks_for_everyone_not_named() -> None:
    assert given_role("x", {"*": AGENT}) is AGENT
    assert given_role(None, {"*": AGENT}) is AGENT
    assert given_role(" ANNA", {"anna": BOT, "*": AGENT}) is BOT
    assert given_role("x", {"anna": BOT}) is None


def test_in_heards_own_form_a_name_can_be_given_a_role_and_is_guessed_otherwise() -> None:
    data = b'{"id": 1, "turns": [{"speaker": "Ana", "text": "My flight is gone."}, {"speaker": "Bo", "text": "How can I help?"}]}'

    (guessed,) = read(data)
    (told,) = read(data, roles={"Ana": "agent", "Bo": "customer"})

    assert [t.speaker for t in guessed.turns] == [CUSTOMER, AGENT]
    assert guessed.roles_from == "guess"
    assert [t.speaker for t in told.turns] == [AGENT, CUSTOMER]
    assert [t.name for t in told.turns] == ["Ana", "Bo"]
