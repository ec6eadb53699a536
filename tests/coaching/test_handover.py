"""The handover card and the summary: everything quoted, nothing asked again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.analysis import analyse
from heard.coaching import HandoverCard, handover, suggest, summarise
from heard.conversation import Conversation, Speaker, Turn
from heard.moments import find_moments
from heard.signals import read_conversation
from heard.standards import builtin, mark
from tests.builders import chat, reading

CALLED = chat(
    "customer: I've called three times about order LF-20418 and nobody rang me back, I'm really fed up. "
    "My number is 07700 900123.",
    "agent: Could you give me your postcode?",
    "customer: YO8 4QA. My mum's funeral is on Friday. Where is my suit?",
    "agent: I've asked the depot to look for the suit. I'll ring you by noon tomorrow.",
    "customer: And if you don't find it, what then?",
)


def card(conversation: Conversation = CALLED) -> HandoverCard:
    analysis = analyse(conversation)
    return handover(conversation, analysis.readings, analysis.moments, analysis.promises)


def test_a_card_tells_what_happened_in_the_customers_own_words() -> None:
    assert card().happened
    assert all(CALLED.turns[q.turn].speaker is Speaker.CUSTOMER for q in card().happened)


def test_what_the_customer_gave_is_on_the_card() -> None:
    assert [q.text for q in card().given] == ["LF-20418", "07700 900123", "YO8 4QA"]


def test_what_weighs_is_on_the_card() -> None:
    assert {"bereavement", "effort"} <= set(card().weighs)


def test_a_promise_says_who_and_until_when() -> None:
    assert "I: “ring you” (by noon tomorrow; turn 4)" in card().render()


def test_a_question_without_a_reply_is_open() -> None:
    assert "And if you don't find it, what then?" in [q.text for q in card().open]


def test_everything_quoted_stands_in_its_turn() -> None:
    shown = card()
    for quote in (*shown.happened, *shown.given, *shown.shown_by, *shown.tried, *shown.open):
        assert quote.text in CALLED.turns[quote.turn].text


@pytest.mark.parametrize("width", [40, 60, 78])
def test_a_card_keeps_to_its_width(width: int) -> None:
    assert max(map(len, card().render(width=width).splitlines())) <= width


def test_a_card_of_plain_business_says_that_nothing_weighs() -> None:
    text = card(chat("customer: what time do you close", "agent: At six.")).render()

    assert "nothing that weighs on them was found" in text
    assert "no promise was found" in text


def test_a_summary_keeps_the_order_and_the_number() -> None:
    analysis = analyse(CALLED)
    told = summarise(CALLED, analysis.readings, analysis.moments, sentences=2)

    assert len(told) == 2
    assert [q.turn for q in told] == sorted(q.turn for q in told)


@pytest.mark.parametrize(
    "piece", ["a", "1 ", "A-", " ", "I am so angry, ", "a@", "my ", "and so, ", "£1,", "(", "word word "]
)
def test_a_very_long_turn_costs_no_more_than_its_length(piece: str) -> None:
    text = "I'm really angry, my mum died. " + piece * (200_000 // len(piece)) + "x I'm really angry, nobody called me."
    conversation = Conversation("long", (Turn(Speaker.CUSTOMER, text), Turn(Speaker.AGENT, "Calm down.")))
    readings = [reading("frustration:2"), reading("dismiss")]  # coaching is tried here, not the patterns
    moments = find_moments(conversation, readings)

    assert suggest(conversation, readings, moments)
    assert handover(conversation, readings, moments, ())


WORDS = st.lists(
    st.sampled_from(
        "I my you we really angry sorry mum died refund three weeks called again order 12345 “ ” ? ! . , \n ok go ahead "
        "é 🙄 don't it's was am calm down nobody wedding Saturday £40 by noon I'll call".split(" ")
    ),
    max_size=25,
).map(" ".join)
ANY = st.lists(st.tuples(st.sampled_from(list(Speaker)), WORDS | st.text(max_size=60)), max_size=7)


@given(ANY)
def test_any_conversation_can_be_marked_coached_handed_over_and_summarised(turns: list[tuple[Speaker, str]]) -> None:
    conversation = Conversation("any", tuple(Turn(speaker, text) for speaker, text in turns))
    readings = read_conversation(conversation)
    moments = find_moments(conversation, readings)
    for standard in builtin().values():
        for shown in mark(standard, conversation, readings, moments):
            assert shown.why
            assert 0 <= shown.confidence <= 1
            assert all(conversation.turns[t].text[f.start : f.end] == f.quote for t, f in shown.evidence)
    for suggestion in suggest(conversation, readings, moments):
        assert suggestion.text
    card(conversation).render()
    summarise(conversation, readings, moments)
