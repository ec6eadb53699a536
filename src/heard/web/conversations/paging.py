"""Pages of a list that is newest first, by the key of the row they begin at: as quick at the end as at the start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from heard.web.conversations.models import Conversation

__all__ = ["MANY", "Cursor", "Page", "beside", "page_of"]

MANY = 1_000  # more are not counted: counting takes as long as reading them
_FORM = re.compile(r"(older|newer)\.(-?\d{1,17})\.(\d{1,18})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Cursor(NamedTuple):
    """Where a page begins: beside the conversation that began at `began` and has the key `pk`."""

    newer: bool  # the page before that row, else after it
    began: datetime
    pk: int

    def __str__(self) -> str:
        since = (self.began - _EPOCH) // timedelta(microseconds=1)
        return f"{'newer' if self.newer else 'older'}.{since}.{self.pk}"

    @classmethod
    def of(cls, text: str) -> Cursor | None:
        """The cursor that was written as `text`; None: it is none, so that the list begins at its beginning."""
        if not (parts := _FORM.fullmatch(text)):
            return None
        try:
            return cls(parts[1] == "newer", _EPOCH + timedelta(microseconds=int(parts[2])), int(parts[3]))
        except OverflowError:
            return None


class Page(NamedTuple):
    """Some rows of a list, newest first."""

    keys: Sequence[int]
    newer: Cursor | None  # None: this is the first page
    older: Cursor | None  # None: this is the last page
    total: int | None  # of all pages, MANY + 1 for more than MANY; None: counted on the first page alone


def page_of(rows: QuerySet[Conversation], cursor: Cursor | None, size: int) -> Page:
    """The page of `rows` at `cursor` (None: the newest)."""
    backwards = cursor is not None and cursor.newer
    # Looking for the first page's rows and counting them is one search.
    found = list(_from(rows, cursor).values_list("pk", "began")[: size + 1 if cursor else MANY + 1])
    more, some = len(found) > size, found[:size]
    if backwards:
        some.reverse()
    total = None if cursor else len(found)
    if not some:
        return Page((), None, None, total)
    newer = Cursor(True, some[0][1], some[0][0]) if (more if backwards else cursor) else None
    older = Cursor(False, some[-1][1], some[-1][0]) if (backwards or more) else None
    return Page([key for key, _ in some], newer, older, total)


def beside(rows: QuerySet[Conversation], one: Conversation) -> tuple[int | None, int | None]:
    """Keys of the conversations just newer and just older than `one` in `rows`."""
    newer = _from(rows, Cursor(True, one.began, one.pk)).values_list("pk", flat=True)[:1]
    older = _from(rows, Cursor(False, one.began, one.pk)).values_list("pk", flat=True)[:1]
    return next(iter(newer), None), next(iter(older), None)


def _from(rows: QuerySet[Conversation], cursor: Cursor | None) -> QuerySet[Conversation]:
    if cursor is None:
        return rows.order_by("-began", "-pk")
    # Two conditions instead of one on the pair, so that the index on `began` is used from its place.
    if cursor.newer:
        later = rows.filter(began__gte=cursor.began).exclude(began=cursor.began, pk__lte=cursor.pk)
        return later.order_by("began", "pk")
    earlier = rows.filter(began__lte=cursor.began).exclude(began=cursor.began, pk__gte=cursor.pk)
    return earlier.order_by("-began", "-pk")
