"""The rules that hold for every format: order, time, who is who."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from heard.conversation import Conversation, Speaker
from heard.readers.formats import Choices, UnreadableRecord
from heard.readers.said import Said, conversation_of, further

NINE = datetime(2026, 3, 14, 9, tzinfo=UTC)
CUSTOMER, AGENT, BOT = Speaker.CUSTOMER, Speaker.AGENT, Speaker.BOT


def conversation(*said: Said, roles: dict[str, Speaker] | None = None, channel: str = "chat") -> Conversation:
    return conversation_of(said, Choices(roles=roles or {}), id="c", channel=channel)


def test_dates_become_seconds_since_the_first_turn() -> None:
    read = conversation(Said("b", speaker=AGENT, at=NINE + timedelta(seconds=90)), Said("a", speaker=CUSTOMER, at=NINE))

    assert [(t.text, t.at) for t in read.turns] == [("a", 0.0), ("b", 90.0)]
    assert read.started == NINE


def test_a_turn_without_a_time_stays_behind_the_one_it_followed() -> None:
    read = conversation(
        Said("late", speaker=AGENT, at=50.0), Said("after late", speaker=AGENT), Said("early", speaker=CUSTOMER, at=1.0)
    )

    assert [t.text for t in read.turns] == ["early", "late", "after late"]


def test_turns_at_the_same_time_keep_their_order() -> None:
    read = conversation(*(Said(text, speaker=CUSTOMER, at=1.0) for text in "abc"))

    assert "".join(t.text for t in read.turns) == "abc"


def test_an_end_before_the_beginning_is_no_fact() -> None:
    assert conversation(Said("a", speaker=CUSTOMER, at=5.0, until=4.0)).turns[0].until is None


def test_what_has_no_words_is_no_turn_and_nothing_at_all_is_refused() -> None:
    assert len(conversation(Said("a", speaker=CUSTOMER), Said("  \n", speaker=AGENT)).turns) == 1
    with pytest.raises(UnreadableRecord, match="no words"):
        conversation(Said("", speaker=CUSTOMER))


def test_a_role_map_wins_over_the_format_by_id_or_name_in_any_case() -> None:
    said = (Said("a", who="7", name="Jon", speaker=CUSTOMER), Said("b", who="8", name="Mara", speaker=AGENT))

    assert [t.speaker for t in conversation(*said, roles={"7": AGENT, "mara": CUSTOMER}).turns] == [AGENT, CUSTOMER]


def test_the_star_speaks_only_for_those_whom_nothing_else_names() -> None:
    read = conversation(Said("a", who="x", speaker=AGENT), Said("b", who="y"), roles={"*": CUSTOMER})

    assert [t.speaker for t in read.turns] == [AGENT, CUSTOMER]
    assert read.roles_from == "format"


def test_the_only_one_left_beside_an_agent_is_the_customer_and_a_bot_does_not_count() -> None:
    read = conversation(Said("hi", speaker=BOT), Said("a", who="x", speaker=AGENT), Said("b", who="y"))

    assert read.turns[2].speaker is CUSTOMER
    assert (read.roles_from, read.roles_confidence) == ("guess", 0.9)


def test_speakers_nobody_tells_apart_are_not_guessed() -> None:
    with pytest.raises(UnreadableRecord, match="who speaks"):
        conversation(Said("a"), Said("b"))


@pytest.mark.parametrize("label", ["speaker 0", "SPEAKER_00", "spk_1", "ch_0", "channel 2", "A"])
def test_one_label_for_a_whole_recording_tells_nobody_apart(label: str) -> None:
    with pytest.raises(UnreadableRecord, match="told apart"):
        conversation(Said("How can I help?", who=label), Said("My order is late", who=label), channel="call")


def test_in_mails_the_earlier_mail_and_the_signature_are_cut_and_kept_as_the_original() -> None:
    body = "It broke.\n\nOn Mon, 4 May 2026 at 09:31, Jon wrote:\n> Enjoy!"

    mail, chat = (conversation(Said(body, speaker=CUSTOMER), channel=c).turns[0] for c in ("email", "chat"))

    assert (mail.text, mail.original) == ("It broke.", body)
    assert (chat.text, chat.original) == (body, None)


def test_further_keys_are_kept_under_a_name_that_does_not_hide_ours() -> None:
    record = {"channel": {"initial": "web"}, "status": "open", "empty": [], "used": 1, "sentiment": 3}

    assert further(record, "used") == {"source_channel": {"initial": "web"}, "status": "open"}
