"""What an import stores, counts, rejects and blacks out."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import timezone

from heard.web.conversations.actions import remove
from heard.web.conversations.models import Conversation, Moment
from heard.web.intake.models import Import
from heard.web.organisation.models import AuditEntry, StandardVersion
from tests.web.cast import Cast
from tests.web.intake.bringing import archive, brought_in, talk, tally

pytestmark = pytest.mark.django_db


def test_an_import_stores_what_its_files_say(cast: Cast) -> None:
    done = brought_in(cast, ("talks.jsonl", archive(range(120))), team=cast.south)

    assert done.state == "done"
    assert tally(done) == {"read": 120, "stored": 120, "known": 0, "rejected": 0, "left_out": 0}
    assert done.total == 120
    assert Conversation.objects.filter(origin=done.origin).count() == 120
    assert Moment.objects.exists()


def test_what_was_read_is_stored_known_rejected_or_left_out(cast: Cast) -> None:
    brought_in(cast, ("first.jsonl", archive(range(30))))

    done = brought_in(cast, ("second.jsonl", archive(range(20, 90), broken=7)))

    assert tally(done) == {"read": 77, "stored": 60, "known": 10, "rejected": 7, "left_out": 0}
    assert done.rejects.count() == 7
    reject = done.rejects.first()
    assert reject is not None
    assert (reject.file, reject.place) == ("second.jsonl", "line 1")
    assert reject.what
    assert reject.cure


def test_the_same_file_twice_adds_nothing(cast: Cast) -> None:
    brought_in(cast, ("talks.jsonl", archive(range(40))))

    again = brought_in(cast, ("renamed.jsonl", archive(range(40))))

    assert tally(again) == {"read": 40, "stored": 0, "known": 40, "rejected": 0, "left_out": 0}
    assert Conversation.objects.count() == 40


def test_the_files_are_gone_when_it_is_done(cast: Cast) -> None:
    done = brought_in(cast, ("talks.jsonl", archive(range(3))))

    assert [file.path for file in done.files.all()] == [""]
    assert not list(settings.MEDIA_ROOT.iterdir())


def test_a_conversation_that_went_on_replaces_what_was_stored(cast: Cast) -> None:
    brought_in(cast, ("a.jsonl", _lines(talk(1))))

    done = brought_in(cast, ("a.jsonl", _lines(talk(1, more="It came, thank you."))))

    assert (done.stored, done.replaced) == (1, 1)
    assert Conversation.objects.get().turns == 3


def test_a_conversation_that_went_on_after_it_was_judged_is_kept_and_told(cast: Cast) -> None:
    brought_in(cast, ("a.jsonl", _lines(talk(1))))
    Conversation.objects.update(reviewed=True)

    done = brought_in(cast, ("a.jsonl", _lines(talk(1, more="It came, thank you."))))

    assert tally(done) == {"read": 1, "stored": 0, "known": 0, "rejected": 1, "left_out": 0}
    assert "judged" in done.rejects.get().what
    assert Conversation.objects.get().turns == 2


def test_an_older_export_of_a_conversation_takes_nothing_away(cast: Cast) -> None:
    brought_in(cast, ("a.jsonl", _lines(talk(1, more="It came, thank you."))))

    done = brought_in(cast, ("a.jsonl", _lines(talk(1))))

    assert done.known == 1
    assert Conversation.objects.get().turns == 3


def test_other_words_under_the_same_id_are_another_conversation(cast: Cast) -> None:
    brought_in(cast, ("a.jsonl", _lines(talk(1, id="chat.txt"))))
    other = _lines(talk(2, id="chat.txt"))

    first = brought_in(cast, ("a.jsonl", other))
    second = brought_in(cast, ("a.jsonl", other))

    assert (first.stored, second.known) == (1, 1)
    assert Conversation.objects.filter(key__startswith="chat.txt").count() == 2


def test_what_the_organisation_wants_blacked_out_is_never_stored(cast: Cast) -> None:
    cast.organisation.redact = ["email", "phone", "name"]
    cast.organisation.save()
    said = talk(1, more="Write to cleo@example.com or ring +44 7700 900123, Ada. My name is Cleo Marchant.")

    done = brought_in(cast, ("a.jsonl", _lines(said) + b'{"id": "x", "turns": [{"speaker": "cleo@example.com"}]}\n'))

    row = Conversation.objects.get()
    assert (
        row.record.analysis["turns"][2]["text"]
        == "Write to [e-mail] or ring [phone number], [name]. My name is [name]."
    )
    assert str(row.customer).startswith("Customer ")
    assert done.redacted == {"email": 1, "phone": 1, "name": 2}
    assert "cleo@example.com" not in done.rejects.get().raw


def test_a_file_stored_before_blacking_out_was_asked_for_is_known_after(cast: Cast) -> None:
    said = _lines(talk(1, more="Write to cleo@example.com please, it is urgent."))
    brought_in(cast, ("a.jsonl", said))
    cast.organisation.redact = ["email"]
    cast.organisation.save()

    assert brought_in(cast, ("a.jsonl", said)).known == 1


def test_the_standard_adopted_last_is_the_one_that_judges(cast: Cast) -> None:
    from heard.standards.loading import _SHIPPED

    text = (_SHIPPED / "everyday.toml").read_text("utf-8").replace("version = 1", "version = 7", 1)
    StandardVersion.objects.create(
        organisation=cast.organisation, name="everyday", version=7, text=text, adopted=timezone.now()
    )

    brought_in(cast, ("a.jsonl", archive(range(2))))

    assert {c.standard for c in Conversation.objects.all()} == {"everyday@7"}


def test_a_standard_that_cannot_be_read_stops_the_import_and_says_so(cast: Cast) -> None:
    StandardVersion.objects.create(
        organisation=cast.organisation, name="own", version=1, text="name = ", adopted=timezone.now()
    )

    done = brought_in(cast, ("a.jsonl", archive(range(2))))

    assert done.state == "stopped"
    assert "TOML" in done.why


def test_characters_that_a_database_refuses_do_not_stop_an_import(cast: Cast) -> None:
    said = talk(1, id="odd \x00 \ud800")
    said["turns"][0]["text"] += " \x00 \ud83d"

    done = brought_in(cast, ("a.jsonl", _lines(said)))

    assert done.stored == 1


def test_a_conversation_dated_outside_any_calendar_is_rejected_alone(cast: Cast) -> None:
    odd = talk(1) | {"started": "0001-01-01T00:00:00+14:00"}

    done = brought_in(cast, ("a.jsonl", _lines(odd, talk(2))))

    assert (done.stored, done.rejected) == (1, 1)
    assert "year" in done.rejects.get().what


def test_lines_that_repeat_over_the_file_are_found_as_canned(cast: Cast) -> None:
    talks = [talk(number) for number in range(40)]
    for one in talks:
        one["turns"][1]["text"] = "We truly appreciate your patience while our dedicated team looks into this for you."

    brought_in(cast, ("a.jsonl", _lines(*talks)))

    findings = [
        finding["label"]
        for row in Conversation.objects.select_related("record")
        for finding in row.record.analysis["turns"][1]["findings"]
    ]
    assert findings.count("canned") >= 30


def test_the_encoder_reads_along_where_it_is_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_ENCODER", "1")

    done = brought_in(cast, ("a.jsonl", archive(range(2))))

    assert done.stored == 2
    assert all(row.model for row in Conversation.objects.all())


def test_who_brought_what_in_is_in_the_log_and_no_word_of_it(cast: Cast) -> None:
    done = brought_in(cast, ("a.jsonl", archive(range(2))))

    told = AuditEntry.objects.filter(thing=str(done))
    assert {entry.did for entry in told} == {"started an import", "brought conversations in"}
    assert "parcel" not in str([entry.details for entry in told])


def test_read_always_adds_up_or_the_database_refuses(cast: Cast) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        Import.objects.create(organisation=cast.organisation, read=3, stored=1)


def test_a_conversation_that_was_removed_comes_back_with_its_file(cast: Cast) -> None:
    brought_in(cast, ("a.jsonl", archive(range(2))))
    remove(cast.organisation, Conversation.objects.values_list("pk", flat=True))

    assert brought_in(cast, ("a.jsonl", archive(range(2)))).stored == 2


def _lines(*talks: dict[str, object]) -> bytes:
    import json

    return "".join(json.dumps(one) + "\n" for one in talks).encode()
