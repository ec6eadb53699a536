"""The pages of imports: files are given, looked at, put right, started, watched, ended."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from heard.web.conversations.models import Conversation
from heard.web.intake.job import work
from heard.web.intake.models import Import
from heard.web.organisation.access import Role
from tests.web.cast import Cast
from tests.web.intake.bringing import archive, brought_in, prepared

pytestmark = pytest.mark.django_db
As = Callable[[Role | None], Client]

TABLE = b"""nummer;wer;satz
1;Mia;"My parcel is late, my daughter's birthday is tomorrow and I am so worried."
1;Ada;"I am sorry, tomorrow is her birthday. I have put a courier on it myself."
2;Ben;"Where is my refund? This is the third time I ask."
2;Ada;"You should not have had to ask three times. The refund went out today."
"""


def _give(client: Client, *files: tuple[str, bytes], to: str = "") -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(to or reverse("intake:new"), {"files": sent}, follow=True)


def test_files_are_looked_at_before_anything_is_stored(as_: As) -> None:
    page = _give(as_(Role.MANAGER), ("talks.jsonl", archive(range(5))))

    said = page.content.decode()
    assert page.status_code == 200
    assert "5 conversations" in said
    assert "I have waited 0 days" in said
    assert Import.objects.get().state == "draft"
    assert not Conversation.objects.exists()


def test_the_agent_the_format_and_the_columns_can_be_put_right(as_: As, cast: Cast) -> None:
    client = as_(Role.MANAGER)
    page = _give(client, ("chats.csv", TABLE))
    brought = Import.objects.get()
    form = page.context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    names = {said[f"name_{key}"]: key for key, _ in form.speakers}
    said |= {"column_conversation": "nummer", "column_speaker": "wer", "column_text": "satz", "then": "look"}
    said |= {names["Ada"]: "agent", names["Mia"]: "customer", "role_else": "customer", "channel": "chat"}
    said["team"] = str(cast.south.pk)

    again = client.post(reverse("intake:one", args=[brought.pk]), said, follow=True)
    assert "2 conversations" in again.content.decode()
    client.post(reverse("intake:begin", args=[brought.pk]))
    work(brought.pk)

    brought.refresh_from_db()
    assert (brought.stored, brought.roles) == (2, {"Ada": "agent", "Mia": "customer", "*": "customer"})
    row = Conversation.objects.get(key="1")
    assert (str(row.agent), str(row.customer), row.channel) == ("Ada", "Mia", "chat")


def test_several_files_and_an_archive_are_one_import(as_: As) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("march/a.jsonl", archive(range(10, 13)))
        file.writestr("march/b.jsonl", archive(range(20, 22)))
    client = as_(Role.ADMIN)
    _give(client, ("first.jsonl", archive(range(2))), ("rest.zip", packed.getvalue()))
    brought = Import.objects.get()

    client.post(reverse("intake:begin", args=[brought.pk]))
    work(brought.pk)

    brought.refresh_from_db()
    assert (brought.files.count(), brought.stored) == (2, 7)


def test_a_file_that_cannot_be_taken_is_named_and_the_others_are_kept(as_: As) -> None:
    page = _give(
        as_(Role.MANAGER), ("empty.csv", b""), ("good.jsonl", archive(range(2))), ("cut.zip", b"PK\x03\x04oops")
    )

    said = page.content.decode()
    assert "“empty.csv” is empty" in said
    assert "“cut.zip” is damaged" in said
    assert [file.name for file in Import.objects.get().files.all()] == ["good.jsonl"]
    assert len(list(settings.MEDIA_ROOT.iterdir())) == 1


def test_an_archive_made_to_fill_the_disk_is_refused(as_: As) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for part in range(3):
            file.writestr(f"{part}.csv", bytes(120 << 20))
    page = _give(as_(Role.MANAGER), ("bomb.zip", packed.getvalue()))

    assert page.status_code == 422
    assert "unfolds to far more" in page.content.decode()
    assert not Import.objects.exists()
    assert not list(settings.MEDIA_ROOT.iterdir())


def test_more_than_may_be_is_refused_before_it_is_written(as_: As, settings: Any) -> None:
    settings.HEARD_UPLOAD_BYTES = 1_000

    page = _give(as_(Role.MANAGER), ("large.jsonl", bytes(1_200_000)))

    assert page.status_code == 413
    assert "at most" in page.content.decode()
    assert not list(Path(settings.MEDIA_ROOT).glob("*"))


def test_more_files_than_a_form_takes_are_answered_plainly(as_: As) -> None:
    page = _give(as_(Role.MANAGER), *((f"{n}.jsonl", b"{}") for n in range(60)))

    assert page.status_code == 413
    assert "zip archive" in page.content.decode()
    assert not list(Path(settings.MEDIA_ROOT).glob("*"))


def test_the_form_for_files_is_held_to_its_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast[Role.MANAGER])

    assert _give(client, ("a.jsonl", archive(range(1)))).status_code == 403
    assert not Import.objects.exists()


def test_only_who_gave_the_files_sees_what_is_in_them_before_it_begins(as_: As) -> None:
    _give(as_(Role.MANAGER), ("talks.jsonl", archive(range(2))))
    pk = Import.objects.get().pk

    page = as_(Role.ADMIN).get(reverse("intake:one", args=[pk]))

    assert "I have waited" not in page.content.decode()
    assert as_(Role.ADMIN).post(reverse("intake:begin", args=[pk])).status_code == 404


def test_the_same_file_is_recognised_when_it_is_given_again(cast: Cast, as_: As) -> None:
    brought_in(cast, ("talks.jsonl", archive(range(4))))

    page = _give(as_(Role.MANAGER), ("again.jsonl", archive(range(4))))

    assert "it adds nothing new" in page.content.decode()


def test_what_is_shown_is_blacked_out_already(cast: Cast, as_: As) -> None:
    cast.organisation.redact = ["email"]
    cast.organisation.save()
    said = archive(range(1)).replace(b"this is the third time", b"write to cleo@example.com")

    page = _give(as_(Role.MANAGER), ("talks.jsonl", said)).content.decode()

    assert "cleo@example.com" not in page
    assert "[e-mail]" in page


def test_words_of_a_file_are_never_shown_as_markup(as_: As) -> None:
    said = archive(range(1)).replace(b"I have waited", b"<script>alert(1)</script> I have waited")

    page = _give(as_(Role.MANAGER), ("<b>x.jsonl", said)).content.decode()

    assert "<script>alert" not in page
    assert "<b>x" not in page


def test_a_running_import_shows_what_is_done_and_asks_again_until_it_is_over(cast: Cast, as_: As) -> None:
    brought = prepared(cast, ("talks.jsonl", archive(range(3))))
    address = reverse("intake:progress", args=[brought.pk])

    before = as_(Role.MANAGER).get(address).content.decode()
    work(brought.pk)
    after = as_(Role.MANAGER).get(address).content.decode()

    assert "hx-get" in before
    assert "hx-get" not in after
    assert "3 = 3 + 0 + 0 + 0" in after


def test_rejects_come_as_json_lines_with_reason_and_cure(cast: Cast, as_: As) -> None:
    done = brought_in(cast, ("talks.jsonl", archive(range(4), broken=2)))

    answer = as_(Role.MANAGER).get(reverse("intake:rejects", args=[done.pk]))
    told = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]

    assert "attachment" in answer["Content-Disposition"]
    assert [one["place"] for one in told] == ["line 1", "line 4"]
    assert all(one["what"] and one["cure"] and "broken" in one["raw"] for one in told)


def test_an_administrator_learns_why_but_not_the_words_of_a_rejected_record(cast: Cast, as_: As) -> None:
    done = brought_in(cast, ("talks.jsonl", archive(range(4), broken=2)))

    answer = as_(Role.ADMIN).get(reverse("intake:rejects", args=[done.pk]))
    told = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]

    assert {one["raw"] for one in told} == {""}


def test_the_list_takes_the_same_few_queries_however_many_there_are(
    cast: Cast, as_: As, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        row = Import.objects.create(organisation=cast.organisation, by=cast[Role.MANAGER])
        row.files.create(name=f"{number}.csv", path="", size=1, digest="")
    client = as_(Role.MANAGER)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("intake:list"))
    older = client.get(page.context["older"])

    assert len(page.context["rows"]) == 25
    assert len(older.context["rows"]) == 15


@pytest.mark.parametrize("by", ["upload", "api", "chatwoot"])
def test_an_empty_list_teaches(as_: As, by: str) -> None:
    page = as_(Role.MANAGER).get(f"{reverse('intake:list')}?by={by}")

    assert 'class="empty"' in page.content.decode()


def test_imports_of_another_organisation_do_not_exist(cast: Cast) -> None:
    brought = prepared(cast, ("talks.jsonl", archive(range(1))))
    client = Client()
    client.force_login(cast.stranger)

    for name in ("one", "progress", "rejects", "cancel"):
        assert client.get(reverse(f"intake:{name}", args=[brought.pk])).status_code == 404
