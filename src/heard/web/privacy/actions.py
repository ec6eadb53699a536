"""What is removed: a customer across everything, the same customer's conversations once more, what is older than is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl

from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils import timezone

from heard.web.answers.models import Answer, Decision, Kudos
from heard.web.conversations.actions import remove
from heard.web.conversations.models import Conversation, Gold, Moment, Ruling, SavedView
from heard.web.customers.models import Customer
from heard.web.organisation.actions import log
from heard.web.organisation.models import Organisation
from heard.web.people.models import Person
from heard.web.privacy.models import ErasedTalk, Receipt, Watched
from heard.web.privacy.naming import names_of, pattern_of
from heard.web.privacy.overwriting import zeroing
from heard.web.privacy.recognising import customer_digest, same_name, talk_digest
from heard.web.privacy.uploads import cut
from heard.web.privacy.verifying import left_of
from heard.web.reviews.models import Agreed, CalibrationConversation, QueueItem, Review
from heard.web.standards.models import Exemplar

__all__ = ["erase", "recognise"]

AT_ONCE = 200  # conversations removed in one go
HANGING: tuple[tuple[str, type[Model], str], ...] = (  # what goes with a conversation, and how it points to it
    ("moments", Moment, "conversation"),
    ("answers", Answer, "moment__conversation"),
    ("decisions", Decision, "answer__moment__conversation"),
    ("rulings", Ruling, "moment__conversation"),
    ("gold judgements", Gold, "moment__conversation"),
    ("reviews", Review, "conversation"),
    ("places in a queue", QueueItem, "conversation"),
    ("places in a calibration", CalibrationConversation, "conversation"),
    ("notes of calibrations", Agreed, "conversation"),
    ("kudos", Kudos, "conversation"),
    ("exemplars", Exemplar, "moment__conversation"),
)


def erase(by: Person, customer: Customer) -> Receipt:
    """Removes a customer and everything about them, all or nothing. Raises uploads.NotNow, which says what to do first.

    Afterwards everything is searched for the name and the conversations' ids; the receipt says where they still stand.
    """
    organisation, name = customer.organisation, customer.name
    with zeroing(), transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # one number at a time
        number = (Receipt.objects.filter(organisation=organisation).aggregate(most=Max("number"))["most"] or 0) + 1
        talks = list(customer.conversations.values_list("pk", "key", "fingerprint"))
        keys = [key for _, key, _ in talks]
        names = names_of(name, keys)
        removed = _hanging([pk for pk, _, _ in talks]) + cut(organisation, keys, pattern_of(names), number)
        for start in range(0, len(talks), AT_ONCE):
            removed["conversations"] += remove(organisation, [pk for pk, _, _ in talks[start : start + AT_ONCE]])
        removed["saved views"] = _forget_views(organisation, name)
        receipt = Receipt.objects.create(
            organisation=organisation,
            number=number,
            by=by,
            by_name=by.name,
            customer=customer_digest(organisation, name),
            removed={what: count for what, count in removed.items() if count},
        )
        digests = {talk_digest(organisation, name, said) for _, _, said in talks}
        ErasedTalk.objects.bulk_create([ErasedTalk(receipt=receipt, digest=one) for one in sorted(digests)])
        Receipt.objects.filter(back_as=customer).update(back_as=None)
        customer.delete()
        log(organisation, by, "erased a customer", f"receipt {number}", conversations=removed["conversations"])
    receipt.left = [left._asdict() for left in left_of(organisation, names)]
    receipt.verified = timezone.now()
    receipt.save(update_fields=["left", "verified"])
    return receipt


def recognise(organisation: Organisation) -> int:
    """Removes erased conversations that came in again, and notes who is back under an erased name; how many were removed.

    The same words with the same customer are the erased conversation, as from a backup or a repeated import. New words
    are a customer who came back: they stay, and a person is told.
    """
    if not Receipt.objects.filter(organisation=organisation).exists():
        return 0
    watched, _ = Watched.objects.get_or_create(organisation=organisation)
    came = (
        Conversation.objects.filter(organisation=organisation, pk__gt=watched.conversation - AT_ONCE)
        .exclude(customer=None)
        .order_by("pk")
    )  # a few once more: on PostgreSQL a lower key may be seen later
    removed, last = 0, watched.conversation - AT_ONCE
    while rows := list(came.filter(pk__gt=last).values_list("pk", "fingerprint", "customer", "customer__name")[:2000]):
        last = rows[-1][0]
        removed += _recognise_in(organisation, rows)
        Watched.objects.filter(pk=watched.pk).update(conversation=last)
    return removed


def _recognise_in(organisation: Organisation, rows: Sequence[tuple[int, str, int, str]]) -> int:
    by_digest = {talk_digest(organisation, name, said): (pk, customer) for pk, said, customer, name in rows}
    found = ErasedTalk.objects.filter(receipt__organisation=organisation, digest__in=list(by_digest))
    again = {one.digest: one.receipt_id for one in found}
    if again:
        with zeroing(), transaction.atomic():
            remove(organisation, [by_digest[digest][0] for digest in again])
            for receipt_id, count in Counter(again.values()).items():
                receipt = Receipt.objects.select_for_update().get(pk=receipt_id)
                receipt.again += count
                receipt.overwritten = None
                receipt.save(update_fields=["again", "overwritten"])
                log(organisation, None, "erased again what came in again", str(receipt), conversations=count)
            customers = {by_digest[digest][1] for digest in again}
            Customer.objects.filter(pk__in=customers, conversations=None).delete()
    left = {customer: name for _, _, customer, name in rows}
    here = dict(Customer.objects.filter(pk__in=left).values_list("pk", "name"))
    codes = {customer_digest(organisation, name): pk for pk, name in here.items()}
    for receipt in Receipt.objects.filter(organisation=organisation, customer__in=list(codes), back_as=None):
        receipt.back_as_id = codes[receipt.customer]
        receipt.save(update_fields=["back_as"])
        log(organisation, None, "noticed that a customer who was erased is back", str(receipt))
    return len(again)


def _hanging(talks: Sequence[int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for start in range(0, len(talks), AT_ONCE):
        for what, model, way in HANGING:
            rows: QuerySet[Model] = model._default_manager.filter(**{f"{way}__in": talks[start : start + AT_ONCE]})  # noqa: SLF001 — Django documents Model._meta
            counts[what] += rows.count()
    return counts


def _forget_views(organisation: Organisation, name: str) -> int:
    """Saved searches for the customer: the name in a list's filters, as an address writes it."""
    gone = [
        view.pk
        for view in SavedView.objects.filter(person__organisation=organisation)
        if any(same_name(name) in same_name(value) for _, value in parse_qsl(view.query))
        or same_name(name) in same_name(view.name)
    ]
    return SavedView.objects.filter(pk__in=gone).delete()[0]
