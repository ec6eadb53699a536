"""After an erasure everything is searched for the name: every column with text, and every file of an import."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from heard.web.conversations import search
from heard.web.conversations.models import Conversation, Record, Said
from heard.web.organisation.models import Organisation
from heard.web.privacy.models import Receipt
from heard.web.privacy.naming import pattern_of, ways_of
from heard.web.privacy.places import Column, columns
from heard.web.privacy.uploads import files_naming

__all__ = ["FILES", "Left", "left_of", "naming"]

MOST = 1000  # rows of one column that are looked at more closely; a name that is in more is a word
FEW = 20  # rows that are named
AT_ONCE = 100  # names in one question
FILES = "intake.ImportFile: contents"


class Left(NamedTuple):
    """Where a name still stands. It may be somebody else's: a person looks."""

    where: str  # "conversations.Conversation.subject", or "file"
    rows: list[Any]  # primary keys, the first few
    many: int


def naming(column: Column, organisation: Organisation, names: Collection[str]) -> QuerySet[Any]:
    """Rows of `organisation` whose column may hold one of `names`."""
    asked = Q(pk__in=[])
    for way in {way for name in names for way in ways_of(name)}:
        asked |= Q(**{f"{column.field}__icontains": way})
    rows = column.model._default_manager.filter(asked)  # noqa: SLF001 — Django documents Model._meta
    return rows.filter(**{column.way: organisation.pk}) if column.way else rows


def left_of(organisation: Organisation, names: Collection[str]) -> list[Left]:
    """Where `names` (of a customer, and ids of their conversations) still stand."""
    pattern, left = pattern_of(names), []
    for column in columns():
        if column.model in (Receipt, Said):
            continue  # a receipt says where they stand; what is found in words is found in the record
        rows = dict.fromkeys(
            pk
            for some in _batched(sorted(names), AT_ONCE)
            for pk, value in _values(column, organisation, some)
            if pattern.search(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        )
        if rows:
            left.append(Left(column.name, list(rows)[:FEW], len(rows)))
    files = files_naming(organisation, pattern)
    if files:
        left.append(Left(FILES, [file.pk for file in files][:FEW], len(files)))
    return left


def _values(column: Column, organisation: Organisation, names: Collection[str]) -> Iterable[tuple[Any, Any]]:
    if not column.compressed:
        return naming(column, organisation, names).values_list("pk", column.field)[:MOST]
    rows = column.model._default_manager.filter(**{column.way: organisation.pk})  # noqa: SLF001 — Django documents Model._meta
    if column.model is Record:  # the search index tells which to unfold
        mine = Conversation.objects.filter(organisation=organisation)
        said = [pk for name in names for pk in _with(mine, name)]
        rows = rows.filter(pk__in=said[:MOST])
    return rows.values_list("pk", column.field).iterator(chunk_size=200)


def _with(conversations: QuerySet[Conversation], name: str) -> Iterable[int]:
    plain = re.sub(r'["*]', " ", name)
    return search.matching(conversations, f'"{plain}"').values_list("pk", flat=True)[:MOST]


def _batched(names: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    """Parts of at most `size`."""
    return (names[start : start + size] for start in range(0, len(names), size))
