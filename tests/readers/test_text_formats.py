"""Plain text, captions and JSON Lines of turns: what is a speaker, what is a turn, what separates conversations."""

from __future__ import annotations

import json

import pytest

from heard.conversation import Conversation, Speaker
from heard.readers import read, recognise
from heard.readers.formats import Rejected
from heard.readers.source import Source

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT


def read_all(text: str, name: str = "t.txt") -> tuple[list[Conversation], list[Rejected]]:
    rejected: list[Rejected] = []
    return list(read(Source.of_text(text, name), rejects=rejected.append)), rejected


def said(conversation: Conversation) -> list[tuple[str | None, str]]:
    return [(t.name, t.text) for t in conversation.turns]


@pytest.mark.parametrize(
    "script",
    [
        "Anna: hello\nBob: good day",
        "[10:02] Anna: hello\n[10:03] Bob: good day",
        "10:02:11 Anna: hello\n10:02:15 Bob: good day",
        "Anna (10:02): hello\nBob (10:03): good day",
        "Anna [10:02 AM]\nhello\nBob [10:03 AM]\ngood day",
        "2026-03-14 10:02 - Anna: hello\n2026-03-14 10:03 - Bob: good day",
        "14.03.26, 10:02 - Anna: hello\n14.03.26, 10:03 - Bob: good day",
        "**Anna:** hello\n**Bob:** good day",
        "Anna：hello\nBob： good day".replace("：h", "： h"),
    ],
)  # fmt: skip
def test_a_speaker_is_known_in_the_ways_people_write(script: str) -> None:
    (conversation,), rejected = read_all(script)

    assert said(conversation) == [("Anna", "hello"), ("Bob", "good day")]
    assert rejected == []


@pytest.mark.parametrize(
    "line",
    [
        "Order 1180442: two lamps",
        "http://x.example: see",
        "PS: call me",
        "Total: 12 €",
        "so here it is: broken",
        "at 10:30 it died",
    ],
)
def test_a_colon_does_not_make_a_speaker(line: str) -> None:
    (conversation,), _ = read_all(f"Customer: hi\n{line}\nAgent: yes\n")

    assert said(conversation) == [("Customer", f"hi\n{line}"), ("Agent", "yes")]


def test_clock_times_go_past_midnight_and_call_times_are_minutes_and_seconds() -> None:
    (night,), _ = read_all("[23:58] Customer: a\n[00:01] Agent: b\n")
    (call,), _ = read_all("[00:03] Agent: a\n[01:40] Customer: b\n")

    assert [t.at for t in night.turns] == [0, 180]
    assert [t.at for t in call.turns] == [3, 100]


def test_a_line_of_dashes_separates_conversations_and_a_blank_line_does_not() -> None:
    conversations, _ = read_all(
        "Customer: a\n\nb\nAgent: c\n---\nCustomer: d\nAgent: e\n=====\n\n=====\nCustomer: f\nAgent: g"
    )

    assert [c.id for c in conversations] == ["t.txt", "t.txt#2", "t.txt#3"]
    assert conversations[0].turns[0].text == "a\n\nb"


def test_a_conversation_without_speakers_is_rejected_and_the_next_one_read() -> None:
    conversations, (rejected,) = read_all("Customer: a\nAgent: b\n---\njust some words\n---\nCustomer: c\nAgent: d\n")

    assert len(conversations) == 2
    assert rejected.place == "line 4"
    assert rejected.raw == "just some words"


def test_what_stands_above_the_first_turn_is_kept() -> None:
    (conversation,), _ = read_all("A shop, in spring\n\nCustomer: a\nAgent: b\n")

    assert conversation.extra == {"before": "A shop, in spring"}


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(f"00:{i:02}.000 --> 00:{i:02}.900\n{cue}" for i, cue in enumerate(cues))


def test_cues_of_one_voice_are_one_turn_until_it_pauses() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Al>Thank you\n\n00:02.100 --> 00:03.000\n<v Al>for calling.\n\n00:09.000 --> 00:10.000\n<v Al>Hello?\n\n00:11.000 --> 00:12.000\n<v Jo>My lamp broke.\n"

    (conversation,), _ = read_all(text)

    assert said(conversation) == [("Al", "Thank you for calling."), ("Al", "Hello?"), ("Jo", "My lamp broke.")]
    assert (conversation.turns[0].at, conversation.turns[0].until) == (1.0, 3.0)


def test_a_cue_may_hold_two_speakers_and_marks_are_no_words() -> None:
    (conversation,), _ = read_all(
        vtt("AGENT: <b>Hi</b> &lt;3\nCALLER: <i>hm</i>", "<00:00.500>and then", ">> AGENT: well")
    )

    assert said(conversation) == [("AGENT", "Hi <3"), ("CALLER", "hm and then"), ("AGENT", "well")]


def test_captions_without_speakers_say_what_to_do_and_can_be_given_one() -> None:
    text = vtt("- hello", "- good day")

    assert "does not say who speaks" in read_all(text)[1][0].what
    (conversation,) = read(Source.of_text(text), roles={"*": "customer"})
    assert {t.speaker for t in conversation.turns} == {CUSTOMER}


def test_a_cue_with_broken_times_is_told_and_the_rest_is_read() -> None:
    (conversation,), (rejected,) = read_all(vtt("AGENT: a", "CALLER: b").replace("00:01.000 -->", "1s -->"))

    assert said(conversation) == [("AGENT", "a")]
    assert rejected.place == "line 6"


def test_captions_are_known_by_their_content_not_their_ending() -> None:
    assert recognise(b"1\n00:00:01,000 --> 00:00:02,000\nA: hi\n").name == "srt"
    assert recognise(b"\xef\xbb\xbfWEBVTT\n\n00:01.000 --> 00:02.000\nhi\n").name == "webvtt"


def test_turns_as_lines_may_use_other_keys_and_lie_apart() -> None:
    lines = [
        {"thread_id": 1, "author": "Jo", "body": "a", "created_at": "2026-03-14T10:00:00Z", "role": "end-user"},
        {"thread_id": 2, "author": "Kim", "body": "b", "created_at": "2026-03-14T10:00:00Z", "role": "end-user"},
        {
            "thread_id": 1,
            "author": "Al",
            "body": "c",
            "created_at": "2026-03-14T10:00:30Z",
            "role": "agent",
            "stress": 9,
        },
    ]

    one, two = read_all("\n".join(map(json.dumps, lines)))[0]

    assert [(t.speaker, t.text, t.at) for t in one.turns] == [(CUSTOMER, "a", 0), (AGENT, "c", 30)]
    assert (one.id, two.id, one.extra) == ("1", "2", {})


def test_a_line_with_an_empty_key_is_no_turn() -> None:
    line = {"conversation_id": 1, "role": "agent", "text": "b"}

    _, (rejected,) = read_all("\n".join(map(json.dumps, [line, {"conversation_id": 1, "": "a"}])))

    assert rejected.place == "line 2"


def test_a_webhook_is_not_taken_for_a_line_of_turns() -> None:
    event = {
        "event": "message_created",
        "id": 1,
        "content": "My lamp broke",
        "message_type": "incoming",
        "sender": {"id": 5, "name": "Jo"},
        "conversation": {"id": 7},
        "account": {"id": 1},
        "inbox": {"id": 2},
    }

    assert recognise(json.dumps(event).encode()).name == "chatwoot"


def test_answers_without_times_come_after_what_they_answer() -> None:
    lines = [
        {"id": "2", "root": "1", "speaker": "agent", "reply_to": "1", "text": "yes"},
        {"id": "1", "root": "1", "speaker": "customer", "reply_to": None, "text": "well?"},
    ]

    (conversation,), _ = read_all("\n".join(map(json.dumps, lines)))

    assert [t.text for t in conversation.turns] == ["well?", "yes"]
