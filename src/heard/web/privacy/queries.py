"""What the pages about customers and retention need, in few round trips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from heard.conversation import Speaker
from heard.web.conversations.models import Conversation
from heard.web.conversations.redaction import pseudonym
from heard.web.customers.access import customers_for
from heard.web.customers.models import Customer
from heard.web.intake.writing import salt_of
from heard.web.people.models import Person
from heard.web.privacy.models import Receipt
from heard.web.privacy.recognising import receipts_of

__all__ = ["MOST", "about_customer", "export_of", "found_customers", "kept_of", "nearby_receipts"]

MOST = 20  # customers that a search shows; more ask for a longer name


def found_customers(person: Person, typed: str) -> QuerySet[Customer]:
    """Those whose name has `typed` in it, also where names are stored as pseudonyms; one more than MOST where there are."""
    stands_for = pseudonym(typed, salt_of(person.organisation))
    return (
        customers_for(person)
        .filter(Q(name__icontains=typed) | Q(name=stands_for))
        .annotate(talks=Count("conversations"), first=Min("conversations__began"), last=Max("conversations__began"))
        .order_by("name", "pk")[: MOST + 1]
    )


def nearby_receipts(person: Person, typed: str) -> list[Receipt]:
    """Erasures of a customer of exactly that name, and of the pseudonym that stands for it."""
    organisation = person.organisation
    return receipts_of(organisation, typed) + receipts_of(organisation, pseudonym(typed, salt_of(organisation)))


def kept_of(customer: Customer) -> dict[str, Any]:
    """How much is kept of a customer, and since when; `alone`: conversations that are still an agent's alone."""
    now = timezone.now()
    return customer.conversations.aggregate(
        talks=Count("pk"),
        turns=Count("pk", filter=Q(turns__gt=0)),
        first=Min("began"),
        last=Max("began"),
        alone=Count("pk", filter=Q(released__gt=now)),
        until=Max("released", filter=Q(released__gt=now)),
    )


def about_customer(customer: Customer) -> QuerySet[Conversation]:
    """Conversations of the customer that are no longer an agent's alone, oldest first."""
    return (
        Conversation.objects.filter(customer=customer, released__lte=timezone.now())
        .select_related("record")
        .prefetch_related("moments")
        .order_by("began", "pk")
    )


def export_of(customer: Customer) -> Iterator[dict[str, Any]]:
    """What is kept of a customer, as values: what was said, and what was found in their words.

    How an agent's reply was judged is about the agent and not in it. What staff said is, without their names.
    """
    for one in about_customer(customer).iterator(chunk_size=100):
        analysis = one.record.analysis
        counting = {m.place: m for m in one.moments.all()}
        yield {
            "id": one.key,
            "began": one.began.isoformat(),
            "channel": one.channel,
            "subject": one.subject,
            "turns": [
                {"speaker": turn["speaker"], "text": turn["text"], "at": turn.get("at")}
                | ({"name": turn["name"]} if turn["speaker"] == Speaker.CUSTOMER.value and turn.get("name") else {})
                for turn in analysis["turns"]
            ],
            "needs": [
                {
                    "turn": found["turn"],
                    "shown": found["need"],
                    "strength": found["intensity"],
                    "afterwards": row.outcome,
                    "decided_by_person": row.judged_by_person,
                }
                for place, found in enumerate(analysis["moments"])
                if (row := counting.get(place)) is not None and row.counts
            ],
            "judged_by": {"engine": one.engine, "encoder": one.model, "standard": one.standard},
        }
