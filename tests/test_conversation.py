"""Conversations survive JSON, and what is no conversation is said to be none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.conversation import CHANNELS, Conversation, ConversationError, Speaker, Turn

_seconds = st.none() | st.floats(0, 1e7, allow_nan=False)
_words = st.none() | st.text(max_size=10)
_turns = st.builds(Turn, st.sampled_from(Speaker), st.text(), _seconds, _seconds, _words, st.text(max_size=10), _words)
_conversations = st.builds(
    Conversation,
    id=st.text(max_size=10),
    turns=st.lists(_turns, max_size=5).map(tuple),
    channel=st.sampled_from(CHANNELS),
    started=st.none() | st.datetimes(timezones=st.just(UTC)),
    subject=_words,
    extra=st.dictionaries(
        st.sampled_from(["industry", "queue", "mood_of_customer"]), st.integers() | st.text(max_size=5)
    ),
)


@given(_conversations)
def test_a_conversation_survives_its_json(conversation: Conversation) -> None:
    assert Conversation.from_json(conversation.to_json()) == conversation


def test_chat_reads_lines_and_slashes_alike() -> None:
    lines = Conversation.chat("customer: Hello\nagent: Hi there")

    assert Conversation.chat("customer: Hello / agent: Hi there") == lines


def test_chat_goes_on_with_a_turn_over_lines_without_a_speaker() -> None:
    assert Conversation.chat("customer: one\ntwo: three").turns == (Turn(Speaker.CUSTOMER, "one\ntwo: three"),)


def test_dates_in_turns_become_seconds_from_the_first() -> None:
    turns = [
        {"speaker": "customer", "text": "a", "at": "2026-03-01T10:00:00+01:00"},
        {"speaker": "agent", "text": "b", "at": "2026-03-01T09:01:30Z"},
    ]

    conversation = Conversation.from_json({"id": 7, "turns": turns})

    assert [t.at for t in conversation.turns] == [0.0, 90.0]
    assert conversation.started == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_further_keys_are_kept() -> None:
    data = {"id": "a", "turns": [], "queue": "billing", "tags": ["x"]}

    assert Conversation.from_json(data).extra == {"queue": "billing", "tags": ["x"]}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "JSON object"),
        ({"id": "a"}, '"turns" is missing'),
        ({"turns": []}, '"id" is missing'),
        ({"id": "a", "turns": [3]}, "turn 0 is not an object"),
        ({"id": "a", "turns": [{"speaker": "boss", "text": ""}]}, "speaker 'boss' is none of customer, agent"),
        ({"id": "a", "turns": [{"speaker": ["customer"], "text": ""}]}, "is none of customer"),
        ({"id": "a", "turns": [{"speaker": "agent"}]}, '"text" must be a string'),
        ({"id": "a", "turns": [{"speaker": "agent", "text": "", "at": "soon"}]}, "no ISO 8601 date-time"),
        ({"id": "a", "turns": [{"speaker": "agent", "text": "", "at": float("nan")}]}, "finite number"),
        ({"id": "a", "turns": [{"speaker": "agent", "text": "", "at": True}]}, "finite number"),
        ({"id": "a", "turns": [{"speaker": "agent", "text": "", "at": 10**400}]}, "finite number"),
        ({"id": "a", "turns": [{"speaker": "agent", "text": "", "at": -1e200, "name": 3}]}, "name must be a string"),
        ({"id": "a", "turns": [], "channel": "fax"}, "channel 'fax' is unknown"),
        ({"id": "a", "turns": [], "started": "yesterday"}, "started"),
    ],
)
def test_what_is_no_conversation_says_what_and_where(data: object, says: str) -> None:
    with pytest.raises(ConversationError) as error:
        Conversation.from_json(data)  # type: ignore[arg-type]  # bad input is the point

    assert says in str(error.value)


def test_chat_without_a_speaker_says_how_to_write_one() -> None:
    with pytest.raises(ConversationError, match="begin each turn with one of customer:, agent:"):
        Conversation.chat("Hello there")
