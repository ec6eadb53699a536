"""What goes wrong with each vendor's records, stated as rules."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.conversation import Conversation, Speaker
from heard.readers.formats import Choices, RecordFormat, UnreadableRecord
from heard.readers.recognising import formats

SAMPLES = Path(__file__).parent / "samples"
NAMES = (
    "vcon zendesk intercom chatwoot freshdesk contact_lens transcribe deepgram assemblyai twilio genesys whisper google_cx"
).split()
FORMATS: dict[str, RecordFormat] = {f.name: f for f in formats() if isinstance(f, RecordFormat)}
MARA, JON = {"id": 1, "name": "Mara", "role": "end-user"}, {"id": 2, "name": "Jon", "role": "agent"}


def read(name: str, record: Any, **roles: Speaker) -> Conversation:
    [conversation] = FORMATS[name].conversations(record, "file.json#1", Choices(roles=roles))
    return conversation


def refused(name: str, record: Any) -> UnreadableRecord:
    with pytest.raises(UnreadableRecord) as error:
        read(name, record)
    return error.value


def said(conversation: Conversation) -> list[tuple[str, str]]:
    return [(turn.speaker.value, turn.text) for turn in conversation.turns]


def samples(name: str) -> list[Any]:
    found = json.loads((SAMPLES / f"{name}.json").read_text())
    return found if isinstance(found, list) else [found]


def ticket(*comments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": 7, "requester_id": 1, "assignee_id": 2, "users": [MARA, JON], "comments": list(comments)} | more


# Zendesk


def test_zendesk_a_ticket_without_its_comments_is_refused_with_where_to_get_them() -> None:
    bare = {"id": 7, "requester_id": 1, "assignee_id": 2, "description": "My order is late"}

    assert FORMATS["zendesk"].recognises(bare)
    assert "comments.json" in refused("zendesk", bare).cure


def test_zendesk_an_internal_note_is_no_turn() -> None:
    note = {"author_id": 2, "public": False, "body": "he is a pain"}

    assert said(read("zendesk", ticket({"author_id": 1, "body": "late"}, note))) == [("customer", "late")]


def test_zendesk_a_trigger_writes_in_an_agents_name_and_is_a_bot() -> None:
    comment = {"author_id": 2, "body": "We got your mail.", "via": {"channel": "rule"}}

    turn = read("zendesk", ticket({"author_id": 1, "body": "late"}, comment)).turns[1]

    assert (turn.speaker, turn.name) == (Speaker.BOT, "rule")


def test_zendesk_the_body_of_a_voice_comment_is_the_phone_systems() -> None:
    call = {"author_id": 1, "type": "VoiceComment", "body": "Inbound call, 14 s"}
    with_words = call | {"data": {"transcription_text": "Ring me back"}}

    assert said(read("zendesk", ticket(call))) == [("system", "Inbound call, 14 s")]
    assert said(read("zendesk", ticket(with_words))) == [("customer", "Ring me back")]


def test_zendesk_addresses_and_locations_of_the_system_are_not_kept() -> None:
    comment = {"author_id": 1, "body": "late", "metadata": {"system": {"ip_address": "203.0.113.9"}}}

    assert "203.0.113.9" not in json.dumps(read("zendesk", ticket(comment)).to_json())


def test_zendesk_without_users_the_requester_is_the_customer_and_the_assignee_the_agent() -> None:
    read_without = read("zendesk", ticket({"author_id": 1, "body": "a"}, {"author_id": 2, "body": "b"}, users=[]))

    assert [t.speaker.value for t in read_without.turns] == ["customer", "agent"]
    assert read_without.roles_from == "format"


def test_zendesk_someone_in_between_whom_nothing_names_is_a_guess() -> None:
    read_without = read("zendesk", ticket({"author_id": 1, "body": "a"}, {"author_id": 9, "body": "b"}, users=[]))

    assert (read_without.turns[1].speaker, read_without.roles_from) == (Speaker.AGENT, "guess")
    assert read_without.roles_confidence < 1


# Intercom


def intercom(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    source = {"type": "email", "body": "<p>first</p>", "author": {"type": "user", "id": "u"}}
    return {
        "id": "i",
        "created_at": 1777880400,
        "source": source,
        "conversation_parts": {"conversation_parts": list(parts)},
    } | more


def part(author: str, body: str, minute: int = 1, **more: Any) -> dict[str, Any]:
    who = {"type": author, "id": f"{author}-1"} | more.pop("by", {})
    return {"part_type": "comment", "body": body, "created_at": 1777880400 + 60 * minute, "author": who} | more


def test_intercom_the_customers_first_words_are_in_the_source() -> None:
    assert said(read("intercom", intercom(part("admin", "<p>second</p>")))) == [
        ("customer", "first"),
        ("agent", "second"),
    ]


def test_intercom_an_admin_that_is_an_ai_agent_is_a_bot() -> None:
    fin = part("admin", "hi", by={"from_ai_agent": True})

    assert read("intercom", intercom(fin)).turns[1].speaker is Speaker.BOT


@pytest.mark.parametrize("kind", ["note", "note_and_reopen", "assignment"])
def test_intercom_what_the_team_writes_to_itself_is_no_turn(kind: str) -> None:
    assert len(read("intercom", intercom(part("admin", "she is upset", part_type=kind))).turns) == 1


def test_intercom_a_customer_who_reopens_with_words_is_heard() -> None:
    assert said(read("intercom", intercom(part("user", "still broken", part_type="open"))))[1] == (
        "customer",
        "still broken",
    )


def test_intercom_a_list_entry_without_parts_is_refused() -> None:
    record = intercom() | {"contacts": {}}
    del record["conversation_parts"]

    assert "/conversations/{id}" in refused("intercom", record).cure


def test_intercom_parts_that_the_api_left_out_are_counted() -> None:
    record = intercom(part("admin", "x"))
    record["conversation_parts"]["total_count"] = 640

    assert read("intercom", record).extra["parts_missing"] == 639


def test_intercom_a_webhook_carries_the_conversation() -> None:
    hook = {"type": "notification_event", "data": {"item": intercom(part("admin", "x"))}}

    assert FORMATS["intercom"].recognises(hook)
    assert len(read("intercom", hook).turns) == 2


# Chatwoot


@pytest.mark.parametrize(
    ("number", "word", "speaker"),
    [(0, "incoming", "customer"), (1, "outgoing", "agent"), (2, "activity", "system"), (3, "template", "bot")],
)
def test_chatwoot_a_message_type_is_a_number_or_a_word(number: int, word: str, speaker: str) -> None:
    sender = {"id": 5, "type": "user" if word == "outgoing" else "contact"}
    for kind in (number, word):
        record = {"id": 1, "messages": [{"id": 1, "content": "x", "message_type": kind, "sender": sender}]}
        assert said(read("chatwoot", record)) == [(speaker, "x")]


def test_chatwoot_private_and_deleted_messages_are_no_turns() -> None:
    kept = {"id": 1, "content": "late", "message_type": 0}
    private = {"id": 2, "content": "careful", "message_type": 1, "private": True}
    deleted = {
        "id": 3,
        "content": "This message was deleted",
        "message_type": 1,
        "content_attributes": {"deleted": True},
    }

    assert said(read("chatwoot", {"id": 1, "messages": [kept, private, deleted]})) == [("customer", "late")]


def test_chatwoot_an_outgoing_message_without_a_sender_is_automation() -> None:
    record = {"id": 1, "messages": [{"id": 1, "content": "Welcome back", "message_type": 1}]}

    assert read("chatwoot", record).turns[0].speaker is Speaker.BOT


def test_chatwoot_a_contact_and_a_user_of_one_number_are_two_people() -> None:
    users = [{"id": 1, "content": "a", "message_type": 0, "sender_type": "Contact", "sender_id": 3}]
    users += [{"id": 2, "content": "b", "message_type": 1, "sender_type": "User", "sender_id": 3}]

    assert [turn.name for turn in read("chatwoot", {"id": 1, "messages": users}).turns] == ["contact 3", "user 3"]


def test_chatwoot_a_webhook_message_that_is_also_in_its_conversation_counts_once() -> None:
    message = {"id": 90, "content": "Hello?", "message_type": "incoming", "created_at": 1777975230}
    hook = message | {
        "event": "message_created",
        "conversation": {"id": 88, "messages": [message | {"message_type": 0}]},
    }

    conversation = read("chatwoot", hook)

    assert (conversation.id, said(conversation)) == ("88", [("customer", "Hello?")])


# Freshdesk


def test_freshdesk_the_description_is_the_first_message_and_an_outbound_mail_is_the_agents() -> None:
    fields = {"id": 1, "requester_id": 5, "responder_id": 6, "description_text": "Hello", "conversations": []}

    assert said(read("freshdesk", fields | {"source": 2})) == [("customer", "Hello")]
    assert said(read("freshdesk", fields | {"source": 10})) == [("agent", "Hello")]


def test_freshdesk_a_cut_quote_is_kept_as_the_original() -> None:
    turn = next(t for t in read("freshdesk", samples("freshdesk")[0]).turns if t.speaker is Speaker.AGENT)

    assert "I booked" not in turn.text
    assert "I booked" in (turn.original or "")


# Mail in any of them


def test_a_mail_keeps_only_what_its_writer_wrote() -> None:
    body = "It came broken.\n\nOn Mon, 4 May 2026 at 09:31, Jon <jon@example.test> wrote:\n> I am so sorry."

    turn = read("zendesk", ticket({"author_id": 1, "plain_body": body}, via={"channel": "email"})).turns[0]

    assert (turn.text, turn.original) == ("It came broken.", body)


# Contact Lens, Transcribe


def test_contact_lens_a_participant_is_a_guid_or_the_role_itself() -> None:
    lines = [{"ParticipantId": "g-1", "Content": "a"}, {"ParticipantId": "AGENT", "Content": "b"}]
    people = [{"ParticipantId": "g-1", "ParticipantRole": "CUSTOMER"}]

    conversation = read("contact_lens", {"Transcript": lines, "Participants": people})

    assert said(conversation) == [("customer", "a"), ("agent", "b")]
    assert conversation.roles_from == "format"


@pytest.mark.parametrize(
    ("role", "speaker"), [("SYSTEM", "system"), ("CUSTOM_BOT", "bot"), ("SUPERVISOR", "supervisor")]
)
def test_contact_lens_has_more_roles_than_two(role: str, speaker: str) -> None:
    assert said(read("contact_lens", {"Transcript": [{"ParticipantRole": role, "Content": "x"}]})) == [(speaker, "x")]


def test_contact_lens_offsets_are_milliseconds_and_events_are_no_turns() -> None:
    event = {"ParticipantRole": "AGENT", "Content": None, "Type": "EVENT", "AbsoluteTime": "2026-01-01T00:00:00Z"}
    line = {"ParticipantRole": "AGENT", "Content": "x", "BeginOffsetMillis": 2500, "EndOffsetMillis": 4100}

    [turn] = read("contact_lens", {"Transcript": [event, line]}).turns

    assert (turn.at, turn.until) == (2.5, 4.1)


def test_transcribe_punctuation_belongs_to_the_word_before_it() -> None:
    assert [t.text for t in read("transcribe", samples("transcribe")[0]).turns][
        1
    ] == "My tap has been brown for three days."


def test_transcribe_labels_may_stand_apart_from_the_words() -> None:
    record = copy.deepcopy(samples("transcribe")[0])
    items = record["results"]["items"]
    record["results"]["speaker_labels"]["segments"] = [
        {
            "speaker_label": i["speaker_label"],
            "items": [{"start_time": i["start_time"], "speaker_label": i["speaker_label"]}],
        }
        for i in items
        if "start_time" in i
    ]
    for entry in items:
        del entry["speaker_label"]

    assert said(read("transcribe", record))[:2] == said(read("transcribe", samples("transcribe")[0]))[:2]


def test_two_channels_that_talk_at_once_keep_their_words_together() -> None:
    def words(text: str, start: float) -> list[dict[str, Any]]:
        times = [(start + 0.3 * i, start + 0.3 * i + 0.2) for i in range(len(text.split()))]
        return [{"word": w, "start": s, "end": e} for w, (s, e) in zip(text.split(), times, strict=True)]

    first, second = words("my order never came again", 0.0), words("thanks for calling us", 0.1)
    record = {"results": {"channels": [{"alternatives": [{"words": first}]}, {"alternatives": [{"words": second}]}]}}

    assert [t.text for t in read("deepgram", record).turns] == ["my order never came again", "thanks for calling us"]


# Speech to text


def test_deepgram_when_it_was_transcribed_is_not_when_it_was_said() -> None:
    assert read("deepgram", samples("deepgram")[0]).started is None


def test_assemblyai_counts_milliseconds() -> None:
    assert read("assemblyai", samples("assemblyai")[0]).turns[0].at == 0.25


def test_assemblyai_a_failed_transcription_says_why() -> None:
    record = {"id": "a", "status": "error", "error": "no speech", "audio_url": "x", "text": None, "utterances": None}

    assert "no speech" in refused("assemblyai", record).what


def test_speakers_without_roles_are_a_guess_that_a_role_map_overrides() -> None:
    record = samples("assemblyai")[0]

    guessed, told = read("assemblyai", record), read("assemblyai", record, A=Speaker.CUSTOMER, B=Speaker.AGENT)

    assert (guessed.roles_from, guessed.turns[0].speaker) == ("guess", Speaker.AGENT)
    assert 0.5 <= guessed.roles_confidence < 1
    assert (told.roles_from, told.roles_confidence, told.turns[0].speaker) == ("given", 1.0, Speaker.CUSTOMER)


def test_whisper_is_refused_rather_than_alternated() -> None:
    record = {"text": "a b", "segments": [{"start": 0, "end": 1, "text": "a"}, {"start": 1, "end": 2, "text": "b"}]}

    assert "who speaks" in refused("whisper", record).cure
    assert said(read("whisper", record, **{"*": Speaker.CUSTOMER})) == [("customer", "a b")]


def test_twilio_sentences_get_their_roles_from_the_transcript() -> None:
    record = samples("twilio")[0]
    alone = {"sentences": record["sentences"]}

    assert read("twilio", record).roles_from == "format"
    assert [t.name for t in read("twilio", alone).turns] == ["channel 2", "channel 1", "channel 2"]


def test_genesys_legs_are_put_together_by_time() -> None:
    assert [t.at for t in read("genesys", samples("genesys")[0]).turns] == [0.0, 6.0, 9.5, 13.0]


@pytest.mark.parametrize(
    ("purpose", "speaker"),
    [
        ("external", "customer"),
        ("customer", "customer"),
        ("internal", "agent"),
        ("agent", "agent"),
        ("ivr", "bot"),
        ("acd", "bot"),
    ],
)
def test_genesys_external_is_the_customer(purpose: str, speaker: str) -> None:
    record = {"transcripts": [{"phrases": [{"text": "x", "participantPurpose": purpose}]}]}

    assert said(read("genesys", record)) == [(speaker, "x")]


@pytest.mark.parametrize("role", ["CUSTOMER", "END_USER"])
def test_google_counts_microseconds_and_calls_customers_two_names(role: str) -> None:
    entries = [{"role": "AGENT", "text": "b", "start_timestamp_usec": 1777000001500000}]
    entries += [{"role": role, "text": "a", "start_timestamp_usec": "1777000000000000"}]

    conversation = read("google_cx", {"entries": entries})

    assert [(t.speaker.value, t.at) for t in conversation.turns] == [("customer", 0.0), ("agent", 1.5)]


# vCon, beyond from_vcon


def test_vcon_channels_of_a_recording_are_its_parties() -> None:
    turns = read("vcon", samples("vcon")[1]).turns

    assert [(t.name, t.speaker.value) for t in turns] == [("+15550102", "agent"), ("+15550101", "customer")]


def test_vcon_a_multipart_mail_gives_its_plain_part() -> None:
    record = copy.deepcopy(samples("vcon")[0])
    body = "--x\nContent-Type: text/html\n\n<p>rich</p>\n--x\nContent-Type: text/plain\n\nplain\n--x--\n"
    record["dialog"][0] |= {"mediatype": "multipart/alternative; boundary=x", "body": body}

    assert read("vcon", record).turns[1].text == "plain"


@pytest.mark.parametrize(
    "record",
    [
        {"ciphertext": "AA", "recipients": []},
        {"payload": "!", "signatures": []},
        samples("vcon")[0] | {"critical": ["x"]},
    ],
)
def test_vcon_what_must_be_refused_is_recognised_and_refused(record: Any) -> None:
    assert FORMATS["vcon"].recognises(record)
    assert refused("vcon", record).cure


# All of them


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_recognised_by_its_own_format_only(name: str) -> None:
    for record in samples(name):
        assert [other for other in FORMATS if FORMATS[other].recognises(record)] == [name]


@pytest.mark.parametrize("name", NAMES)
def test_the_channel_can_be_given(name: str) -> None:
    [conversation] = FORMATS[name].conversations(samples(name)[0], "p", Choices(channel="in_person"))

    assert conversation.channel == "in_person"


@pytest.mark.parametrize("name", NAMES)
def test_every_turn_says_where_it_was_read(name: str) -> None:
    for record in samples(name):
        for turn in next(iter(FORMATS[name].conversations(record, "file.json#2", Choices()))).turns:
            where: Any = record
            for step in (turn.source or "").removeprefix("file.json#2").strip("/").split("/"):
                if step and not (name == "vcon" and "payload" in where):
                    where = where[int(step)] if isinstance(where, list) else where[step]
            assert (turn.source or "").startswith("file.json#2")


@pytest.mark.parametrize("name", NAMES)
def test_turns_are_in_order_of_time(name: str) -> None:
    for record in samples(name):
        times = [t.at for t in next(iter(FORMATS[name].conversations(record, "p", Choices()))).turns]
        assert times == sorted(times, key=lambda at: at or 0.0)


odd = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["", "0", "-1", "1e999", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "AGENT", "<p>"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60)
@given(st.data())
@pytest.mark.parametrize("name", NAMES)
def test_any_value_in_any_field_is_read_or_refused_in_words(name: str, data: st.DataObject) -> None:
    record = copy.deepcopy(data.draw(st.sampled_from(samples(name))))
    for _ in range(data.draw(st.integers(1, 4))):
        _spoil(record, data)
    FORMATS[name].recognises(record)
    with suppress(UnreadableRecord):
        for conversation in FORMATS[name].conversations(record, "p", Choices()):
            assert conversation.turns
            json.dumps(conversation.to_json())


@settings(max_examples=30)
@given(record=st.dictionaries(st.text(max_size=8), odd, max_size=4))
@pytest.mark.parametrize("name", NAMES)
def test_any_object_can_be_offered_to_any_format(name: str, record: dict[str, Any]) -> None:
    FORMATS[name].recognises(record)
    with suppress(UnreadableRecord):
        assert list(FORMATS[name].conversations(record, "p", Choices()))


def _spoil(record: Any, data: st.DataObject) -> None:
    """Put some other value, or none, in some place."""
    spot = record
    while isinstance(spot, dict | list) and spot:
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
        if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.integers(0, 4)) == 0:
            if data.draw(st.booleans()):
                spot[key] = data.draw(odd)
            else:
                del spot[key]
            return
        spot = spot[key]
