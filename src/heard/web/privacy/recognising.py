"""By what an erased customer and an erased conversation are known again, without keeping name or words.

The hashes are keyed with the installation's secret key, so that nobody who has only the database can try names. Another
secret key knows nobody again: keep it with the backups, apart from them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterator

from django.conf import settings
from django.db.models import QuerySet

from heard.web.customers.models import Customer
from heard.web.organisation.models import Organisation
from heard.web.privacy.models import Receipt

__all__ = ["customer_digest", "customers_with", "receipts_of", "same_name", "talk_digest"]


def same_name(name: str) -> str:
    """`name` without what people write now so, now so: case and spaces."""
    return " ".join(name.casefold().split())


def customer_digest(organisation: Organisation, name: str) -> str:
    """The same for the same name in one organisation."""
    return _digest(organisation, "customer", same_name(name))


def talk_digest(organisation: Organisation, name: str, fingerprint: str) -> str:
    """The same for the same words with the same customer: ids repeat from export to export, words and names do not."""
    return _digest(organisation, "conversation", same_name(name), fingerprint)


def receipts_of(organisation: Organisation, name: str) -> list[Receipt]:
    """The erasures of a customer of that name, newest first; none: nobody of that name was erased."""
    return list(Receipt.objects.filter(organisation=organisation, customer=customer_digest(organisation, name)))


def customers_with(organisation: Organisation, codes: Collection[str], among: QuerySet[Customer]) -> Iterator[Customer]:
    """Those `among` customers who are here although a receipt with one of these codes says that they were erased."""
    return (
        customer
        for customer in among.iterator(chunk_size=2000)
        if customer_digest(organisation, customer.name) in codes
    )


def _digest(organisation: Organisation, *parts: str) -> str:
    key = f"heard-erased {organisation.pk} {settings.SECRET_KEY}".encode()
    return hmac.new(key, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
