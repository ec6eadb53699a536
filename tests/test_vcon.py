"""vCons: what is written is valid and comes back; what must be refused is refused."""

from __future__ import annotations

import base64
import copy
import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.conversation import CHANNELS, Conversation, Speaker, Turn
from heard.vcon import VconError, from_vcon, to_vcon
from heard.vcon.writing import NO_DATE

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference" / "vcon"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

seconds = st.none() | st.floats(allow_nan=False, allow_infinity=False)
turns = st.builds(
    Turn,
    speaker=st.sampled_from(Speaker),
    text=st.text(),
    at=seconds,
    until=seconds,
    name=st.none() | st.text(max_size=8),
    source=st.none() | st.text(max_size=8),
    original=st.none() | st.text(),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
zones = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
conversations = st.builds(
    Conversation,
    id=st.text(),
    turns=st.lists(turns, max_size=5).map(tuple),
    channel=st.sampled_from(CHANNELS),
    started=st.none() | st.datetimes(timezones=zones | st.just(UTC)),
    subject=st.none() | st.text(),
    roles_from=st.sampled_from(["given", "format", "guess"]),
    roles_confidence=st.floats(0, 1),
    extra=st.dictionaries(st.text(), json_values, max_size=3),
)

LATE_PARCEL = Conversation(
    id="chat-17",
    turns=(
        Turn(Speaker.BOT, "Hi! I am the shop's assistant.", at=0.0, name="Shopbot"),
        Turn(Speaker.CUSTOMER, "My daughter's present was due yesterday.", at=12.5, until=14.0, name="Mara"),
        Turn(Speaker.AGENT, "It left the depot at nine, it reaches you by two.", at=61.0, name="Jon"),
    ),
    channel="chat",
    started=datetime(2026, 3, 14, 9, 12, tzinfo=UTC),
    subject="Late parcel",
)


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    path = REFERENCE / "vcon_json_schema.json"
    if not path.exists():
        pytest.skip("the draft's JSON Schema is not beside this checkout (../shared/reference/vcon)")
    return json.loads(path.read_text())


def vcon(*dialogs: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A vCon by somebody else, about a customer and an agent."""
    parties = [{"name": "Mara", "role": "customer"}, {"name": "Jon", "role": "agent"}]
    return {
        "uuid": "01890000-0000-8000-8000-000000000000",
        "created_at": "2026-03-14T10:00:00Z",
        "parties": parties,
        "dialog": list(dialogs),
    } | more


def message(party: Any, minute: int, body: str, **more: Any) -> dict[str, Any]:
    start = f"2026-03-14T09:{minute:02}:00Z"
    return {"type": "text", "start": start, "parties": party, "encoding": "none", "body": body} | more


def segment(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(conversations)
def test_any_conversation_comes_back_as_it_was(conversation: Conversation) -> None:
    assert from_vcon(to_vcon(conversation)) == conversation


@given(conversations)
def test_it_also_does_by_way_of_a_file(conversation: Conversation) -> None:
    assert from_vcon(json.loads(json.dumps(to_vcon(conversation, {"schema": "heard-analysis/1"})))) == conversation


@given(conversations, st.none() | st.dictionaries(st.text(), json_values, max_size=3))
def test_what_is_written_is_valid_by_the_drafts_schema(
    schema: dict[str, Any], conversation: Conversation, analysis: dict[str, Any] | None
) -> None:
    written = to_vcon(conversation, analysis)

    jsonschema.Draft7Validator(schema).validate(written)
    dates = [written["created_at"], *(d["start"] for d in written["dialog"])]
    assert all(RFC3339.fullmatch(date) for date in dates)


def test_the_published_examples_are_read_or_refused_in_words() -> None:
    if not REFERENCE.exists():
        pytest.skip("the draft's examples are not beside this checkout (../shared/reference/vcon)")
    for path in sorted(REFERENCE.glob("*.vcon")):
        with pytest.raises(VconError, match=r"who|no words"):
            from_vcon(json.loads(path.read_text()))


def test_the_same_conversation_gives_the_same_vcon_and_another_gives_another() -> None:
    again = Conversation.from_json(LATE_PARCEL.to_json())
    other = LATE_PARCEL.with_turns(LATE_PARCEL.turns[:2])

    assert to_vcon(again) == to_vcon(LATE_PARCEL)
    assert to_vcon(other)["uuid"] != to_vcon(LATE_PARCEL)["uuid"]


@given(conversations)
def test_the_uuid_is_of_version_8(conversation: Conversation) -> None:
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", to_vcon(conversation)["uuid"]
    )


def test_a_speaker_is_a_party_with_the_contact_center_role() -> None:
    written = to_vcon(LATE_PARCEL)

    assert written["extensions"] == ["CC"]
    assert written["parties"] == [
        {"name": "Shopbot", "role": "bot", "type": "bot"},
        {"name": "Mara", "role": "customer"},
        {"name": "Jon", "role": "agent"},
    ]


def test_times_become_dates_and_without_a_date_they_count_from_1970() -> None:
    dated = to_vcon(LATE_PARCEL)
    undated = to_vcon(Conversation("c", LATE_PARCEL.turns))

    assert dated["created_at"] == "2026-03-14T09:12:00+00:00"
    assert dated["dialog"][1]["start"] == "2026-03-14T09:12:12.500000+00:00"
    assert dated["dialog"][1]["duration"] == 1.5
    assert undated["created_at"] == NO_DATE.isoformat()
    assert from_vcon(undated).started is None


def test_an_analysis_is_a_report_of_ours() -> None:
    report = to_vcon(LATE_PARCEL, {"score": {"needed": 1}})["analysis"][-1]

    assert (report["type"], report["vendor"], report["schema"]) == ("report", "Heard", "heard-analysis/1")
    assert report["dialog"] == [0, 1, 2]
    assert report["body"] == {"score": {"needed": 1}}


def test_a_redacted_text_stays_redacted() -> None:
    written = to_vcon(LATE_PARCEL)
    written["dialog"][1]["body"] = "My [PERSON]'s present was due yesterday."

    assert from_vcon(written).turns[1].text == "My [PERSON]'s present was due yesterday."


def test_a_dialog_that_was_taken_out_does_not_come_back() -> None:
    written = to_vcon(LATE_PARCEL)
    del written["dialog"][1]

    read = from_vcon(written)

    assert [turn.name for turn in read.turns] == ["Shopbot", "Jon"]
    assert read.turns[1].at == 61.0


def test_dialogs_are_ordered_by_their_start() -> None:
    read = from_vcon(vcon(message(1, 9, "second"), message(0, 5, "first")))

    assert [(t.speaker.value, t.text, t.at) for t in read.turns] == [
        ("customer", "first", 0.0),
        ("agent", "second", 240.0),
    ]


def test_the_first_party_of_a_mail_wrote_it_unless_an_originator_is_named() -> None:
    read = from_vcon(vcon(message([0, 1], 1, "to you"), message([0, 1], 2, "to you too", originator=1)))

    assert [turn.name for turn in read.turns] == ["Mara", "Jon"]


def test_a_message_that_stands_in_it_twice_counts_once_but_two_texts_under_one_id_are_two() -> None:
    read = from_vcon(
        vcon(
            message(0, 1, "a", message_id="<1@x>"),
            message(0, 1, "a", message_id="<1@x>"),
            message(0, 2, "b", message_id="<1@x>"),
        )
    )

    assert [turn.text for turn in read.turns] == ["a", "b"]
    assert read.channel == "email"


def test_a_critical_extension_we_do_not_know_is_refused_by_name() -> None:
    with pytest.raises(VconError, match="hologram"):
        from_vcon(vcon(message(0, 1, "hello"), critical=["CC", "hologram"]))
    with pytest.raises(VconError, match="hologram"):
        from_vcon(vcon(message(0, 1, "hello"), must_support=["hologram"]))


def test_a_signed_vcon_is_read_and_says_that_nobody_checked_the_signature() -> None:
    signed = {"payload": segment(vcon(message(0, 1, "hello"))), "signatures": [{"signature": "AAAA"}]}

    read = from_vcon(signed)

    assert read.turns[0].text == "hello"
    assert "not checked" in read.extra["vcon"]["signature"]


@pytest.mark.parametrize("payload", ["", "%%%", None, 7, segment("words")[:-3], segment([1])])
def test_a_broken_payload_is_refused_in_words(payload: Any) -> None:
    with pytest.raises(VconError, match=r"payload|no vCon"):
        from_vcon({"payload": payload, "signatures": []})


def test_an_encrypted_vcon_is_refused_with_what_to_do() -> None:
    with pytest.raises(VconError, match="decrypt"):
        from_vcon({"ciphertext": "AAAA", "recipients": []})


def test_older_names_are_understood() -> None:
    old = vcon(
        message(0, 1, "hello", mimetype="text/plain", alg="SHA-512", signature="x"),
        vcon="0.0.1",
        appended={"uuid": "u"},
    )

    read = from_vcon(old)

    assert read.turns[0].text == "hello"
    assert read.extra["vcon"]["amended"] == {"uuid": "u"}


def test_a_transcript_gives_the_words_of_a_recording_and_sentiment_is_dropped() -> None:
    call = {"type": "recording", "start": "2026-03-14T09:00:00Z", "duration": 9, "parties": [0, 1]}
    lines = [
        {"parties": 1, "start": "2026-03-14T09:00:04Z", "duration": 2, "text": "What is the order number?"},
        {"parties": 0, "start": "2026-03-14T09:00:00Z", "duration": 3.5, "text": "My parcel is late again."},
    ]
    analysis = [
        {"type": "sentiment", "vendor": "x", "dialog": 0, "body": {"agent": "MARKER"}, "encoding": "json"},
        {"type": "transcript", "vendor": "x", "dialog": 0, "body": lines, "encoding": "json"},
    ]

    read = from_vcon(vcon(call, analysis=analysis))

    assert [(t.name, t.at, t.until) for t in read.turns] == [("Mara", 0.0, 3.5), ("Jon", 4.0, 6.0)]
    assert read.channel == "call"
    assert "MARKER" not in json.dumps(read.to_json())


def test_who_has_no_role_is_asked_for_not_guessed_here() -> None:
    parties = [{"name": "Mara"}, {"name": "Jon"}]

    with pytest.raises(VconError, match="Mara"):
        from_vcon(vcon(message(0, 1, "hello"), parties=parties))


@given(st.data())
def test_no_shape_of_input_raises_anything_else(data: st.DataObject) -> None:
    """Any field of a valid vCon replaced by any JSON value."""
    record = copy.deepcopy(
        data.draw(st.sampled_from([vcon(message(0, 1, "a"), analysis=[{"type": "transcript"}]), to_vcon(LATE_PARCEL)]))
    )
    spot: Any = record
    while isinstance(spot, dict | list) and spot:
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
        if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.booleans()):
            spot[key] = data.draw(json_values)
            break
        spot = spot[key]
    with suppress(VconError):
        assert isinstance(from_vcon(record), Conversation)
