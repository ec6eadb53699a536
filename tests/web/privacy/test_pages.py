"""The pages of privacy as people open them: each for whom it is for, complete, and with no more queries for more rows."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heard.web.conversations.models import Conversation
from heard.web.customers.models import Customer
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry
from heard.web.privacy.documents.facts import facts_of
from heard.web.privacy.documents.pack import PACK
from heard.web.privacy.documents.text import as_markdown
from heard.web.privacy.models import Receipt
from tests.web.answers.helpers import appeal, decided
from tests.web.cast import MET, MISSED, Cast, put

As = Callable[[Role | None], Client]


def test_my_data_tells_what_i_wrote_what_was_decided_and_what_others_did(cast: Cast, as_: As) -> None:
    decided(appeal(cast), cast[Role.REVIEWER], reason="It names the matter.")
    page = as_(Role.AGENT).get(reverse("privacy:mine")).content.decode()

    assert "It names the matter." in page
    assert "They had told me about it on the phone" in page
    assert "decided appeal" in page


def test_the_download_has_a_page_and_json_of_every_part_and_nothing_that_signs_in(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MISSED] * 3)
    client = as_(Role.AGENT)
    answer = client.post(reverse("privacy:download"))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))  # type: ignore[call-overload]  # a streaming response
    held = {name.split("/")[1]: archive.read(name).decode() for name in archive.namelist()}

    assert json.loads(held["account.json"])[0]["email"] == "agent@brightwater.test"
    assert len(json.loads(held["moments.json"])) == len(Conversation.objects.get().moments.all())
    assert "Your account" in held["index.html"]
    everything = "".join(held.values())
    assert cast[Role.AGENT].password not in everything
    assert "My father died" not in everything  # the customer's words are the customer's


def test_nobody_finds_others_in_their_own_data(cast: Cast, as_: As) -> None:
    decided(appeal(cast), cast[Role.REVIEWER])

    assert "They had told me" not in as_(Role.ANALYST).get(reverse("privacy:mine")).content.decode()


def test_my_data_takes_no_more_queries_for_more_conversations(
    cast: Cast, as_: As, django_assert_max_num_queries: Any
) -> None:
    client = as_(Role.AGENT)
    client.get(reverse("privacy:mine"))
    put(cast.organisation, [MISSED, MET])
    with django_assert_max_num_queries(80) as few:
        client.get(reverse("privacy:mine"))
    put(cast.organisation, [f"{MISSED}\n    agent: Reference {n}." for n in range(12)], key="more")
    with django_assert_max_num_queries(80) as many:
        client.get(reverse("privacy:mine"))

    assert len(many) <= len(few) + 6  # a part that is longer than what is shown is counted


def test_customers_are_found_by_name_and_never_listed(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MISSED], customer="Cleo Marchbanks")
    client = as_(Role.MANAGER)

    assert "Marchbanks" not in client.get(reverse("privacy:customers")).content.decode()
    assert "Marchbanks" in client.post(reverse("privacy:customers"), {"name": "marchb"}).content.decode()
    assert "Marchbanks" not in client.post(reverse("privacy:customers"), {"name": "m"}).content.decode()
    assert not AuditEntry.objects.filter(details__icontains="marchb").exists()


def test_a_customer_whose_name_was_stored_as_a_pseudonym_is_found_by_the_name(cast: Cast, as_: As) -> None:
    from heard.web.conversations.redaction import pseudonym
    from heard.web.intake.writing import salt_of

    stands_for = pseudonym("Cleo Marchbanks", salt_of(cast.organisation))
    put(cast.organisation, [MISSED], customer=stands_for)

    assert (
        stands_for in as_(Role.ADMIN).post(reverse("privacy:customers"), {"name": "Cleo Marchbanks"}).content.decode()
    )


def test_a_search_takes_no_more_queries_for_more_customers(
    cast: Cast, as_: As, django_assert_max_num_queries: Any
) -> None:
    client = as_(Role.MANAGER)
    for number in range(12):
        put(cast.organisation, [f"customer: I have trouble {number}."], customer=f"Cleo {number}", key=f"c{number}")
    with django_assert_max_num_queries(20):
        client.post(reverse("privacy:customers"), {"name": "Cleo"})


@pytest.mark.parametrize("form", ["json", "page"])
def test_a_customer_gets_their_words_and_no_judgement_of_the_agent(cast: Cast, as_: As, form: str) -> None:
    put(cast.organisation, [MISSED])
    customer = Customer.objects.get()
    answer = as_(Role.MANAGER).post(reverse("privacy:customer_export", args=[customer.pk]), {"form": form})
    text = answer.content.decode()

    assert "My father died on Monday" in text
    assert "recognition" not in text.lower()
    assert "Ada" not in text
    assert AuditEntry.objects.filter(did="exported customer", thing=f"customer {customer.pk}").exists()


def test_what_is_still_the_agents_alone_is_counted_in_an_export_and_not_told(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MISSED], released=False)
    customer = Customer.objects.get()
    client = as_(Role.MANAGER)

    assert "My father" not in client.post(reverse("privacy:customer_export", args=[customer.pk])).content.decode()
    assert "still its agent’s alone" in client.get(reverse("privacy:customer", args=[customer.pk])).content.decode()


def test_erasing_asks_for_the_name_and_ends_at_the_receipt(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MISSED])
    customer = Customer.objects.get()
    client = as_(Role.MANAGER)
    url = reverse("privacy:erase", args=[customer.pk])
    wrong = client.post(url, {"name": "Somebody"})

    assert "Nothing was erased" in wrong.content.decode()
    assert Customer.objects.exists()

    answer = client.post(url, {"name": "cleo"}, follow=True)
    receipt = Receipt.objects.get()

    assert answer.redirect_chain == [(reverse("privacy:receipt", args=[receipt.pk]), 302)]
    assert "Cleo" not in answer.content.decode()
    text = client.get(reverse("privacy:receipt_text", args=[receipt.pk])).content.decode()
    assert receipt.customer in text
    assert "Cleo" not in text


def test_a_search_for_an_erased_name_says_that_and_when_it_was_erased(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MISSED])
    client = as_(Role.MANAGER)
    client.post(reverse("privacy:erase", args=[Customer.objects.get().pk]), {"name": "Cleo"})
    page = client.post(reverse("privacy:customers"), {"name": "CLEO"}).content.decode()

    assert "A customer of exactly this name was erased" in page


def test_after_a_restore_receipts_find_the_customers_who_are_back(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MISSED])
    client = as_(Role.MANAGER)
    client.post(reverse("privacy:erase", args=[Customer.objects.get().pk]), {"name": "Cleo"})
    receipt = client.get(reverse("privacy:receipt_text", args=[Receipt.objects.get().pk])).content.decode()
    Receipt.objects.all().delete()
    put(cast.organisation, [MISSED])  # as from a backup

    page = client.post(reverse("privacy:again"), {"codes": receipt}).content.decode()
    assert reverse("privacy:erase", args=[Customer.objects.get().pk]) in page
    assert "There is no code in it" in client.post(reverse("privacy:again"), {"codes": "hello"}).content.decode()


def test_another_organisations_customer_is_not_there(cast: Cast, as_: As) -> None:
    put(cast.stranger.organisation, [MISSED], customer="Theirs")
    theirs = Customer.objects.get(name="Theirs")
    client = as_(Role.MANAGER)

    for name in ("customer", "erase"):
        assert client.get(reverse(f"privacy:{name}", args=[theirs.pk])).status_code == 404
    assert "Theirs" not in client.post(reverse("privacy:customers"), {"name": "Theirs"}).content.decode().replace(
        'value="Theirs"', ""
    )


@pytest.mark.parametrize("name", ["how", "never"])
def test_how_and_never_are_open_to_everybody_and_tell_strangers_nothing_of_an_organisation(
    cast: Cast, as_: As, name: str
) -> None:
    cast.organisation.agent_first_hours = 37
    cast.organisation.save()
    stranger, agent = (as_(role).get(reverse(f"privacy:{name}")) for role in (None, Role.AGENT))

    assert stranger.status_code == 200
    assert "37 hours" not in stranger.content.decode()
    assert "37 hours" in agent.content.decode()


def test_the_pack_is_filled_with_the_organisations_own_choices(cast: Cast, as_: As) -> None:
    organisation = cast.organisation
    organisation.agent_first_hours, organisation.appeal_days, organisation.retention_months = 36, 9, 5
    organisation.redact = ["email", "iban"]
    organisation.save()
    page = as_(Role.MANAGER).get(reverse("privacy:pack"), {"format": "md"}).content.decode()

    for told in ("Brightwater Parcels", "36 hours", "9 days", "5 months", "e-mail addresses, bank account numbers"):
        assert told in page, told
    assert "GDPR Art. 35" in page
    assert "Annex III 4(b)" in page


@pytest.mark.parametrize("name", sorted(PACK))
def test_every_text_of_the_pack_is_a_page_html_and_markdown(cast: Cast, as_: As, name: str) -> None:
    client, url = as_(Role.AGENT), reverse("privacy:document", args=[name])
    title = PACK[name](facts_of(cast.organisation)).title

    for form in (None, "html", "md"):
        answer = client.get(url, {"format": form} if form else {})
        assert answer.status_code == 200
        assert title in answer.content.decode()
    assert not re.search(r"%\(\w+\)s", as_markdown(PACK[name](facts_of(cast.organisation))))


def test_an_organisations_name_can_make_no_markup_in_a_download(cast: Cast) -> None:
    cast.organisation.name = "<b>Bold</b> [Ltd](http://x)"
    text = as_markdown(PACK["worker-notice"](facts_of(cast.organisation)))

    assert "<b>" not in text.replace("\\<", "")
    assert "[Ltd](" not in text


def test_a_receipt_says_nothing_to_who_may_not_answer_customers(cast: Cast, as_: As) -> None:
    receipt = Receipt.objects.create(
        organisation=cast.organisation, number=1, by_name="M", customer="0" * 64, verified=timezone.now()
    )

    assert as_(Role.ANALYST).get(reverse("privacy:receipt", args=[receipt.pk])).status_code == 403
    assert as_(Role.ADMIN).get(reverse("privacy:receipt", args=[receipt.pk])).status_code == 200
