"""Full-text search over what was said: FTS5 on SQLite, tsvector on PostgreSQL. Both find words, prefixes* and "phrases"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from heard.web.conversations.models import Conversation, Said
from heard.web.conversations.searching import Asked, words

__all__ = ["add", "compact", "matching", "remove", "words_of"]

FTS = "conversations_said_fts"
MOST_WORDS = (
    400_000  # bytes of one conversation that can be found; PostgreSQL takes no more than a mebibyte with places
)
FEW = 500  # so many hits are named one by one: quicker to sort than all conversations are to walk


def add(rows: Sequence[Conversation], analyses: Sequence[Mapping[str, Any]]) -> None:
    """Makes the conversations findable by their words, subject, id and the customer's name."""
    Said.objects.bulk_create(
        Said(conversation_id=row.pk, words=words_of(row.key, analysis))
        for row, analysis in zip(rows, analyses, strict=True)
    )


def remove(keys: Sequence[int]) -> None:
    """Forgets the words of the conversations with those primary keys."""
    Said.objects.filter(pk__in=keys).delete()


def compact() -> None:
    """Writes the index anew. Until then SQLite's holds the words of what was removed, where nobody can find them.

    Takes seconds for a large archive: for whoever erases, after erasing.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('optimize')")  # noqa: S608 — a name of our own
        else:
            cursor.execute("VACUUM conversations_said") if connection.get_autocommit() else None


def matching(rows: QuerySet[Conversation], typed: str) -> QuerySet[Conversation]:
    """Those of `rows` in which every word, prefix* or "phrase" of `typed` is said; all of them where `typed` is blank.

    What has neither letters nor digits is said nowhere.
    """
    if not typed.strip():
        return rows
    asked = Asked.of(typed)
    if not asked.terms:
        return rows.none()
    if connection.vendor == "sqlite":
        found = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s"  # noqa: S608 — a name of our own
        with connection.cursor() as cursor:
            cursor.execute(f"{found} LIMIT %s", [asked.fts5(), FEW + 1])
            first = [pk for (pk,) in cursor.fetchall()]
        if len(first) <= FEW:
            return rows.filter(pk__in=first)
        return rows.filter(pk__in=RawSQL(found, [asked.fts5()]))  # noqa: S611 — the words are a parameter
    found = "SELECT conversation_id FROM conversations_said WHERE found_by @@ to_tsquery('simple', %s)"
    return rows.filter(pk__in=RawSQL(found, [asked.tsquery()]))  # noqa: S611 — the names are our own; words go by parameters


def words_of(key: str, analysis: Mapping[str, Any]) -> str:
    """What the conversation `key` is found by, folded."""
    names = dict.fromkeys(turn["name"] for turn in analysis["turns"] if turn.get("name"))
    parts = [key, analysis["subject"] or "", *names, *(turn["text"] for turn in analysis["turns"])]
    found: list[str] = []
    left = MOST_WORDS
    for part in parts:
        for word in words(part[:MOST_WORDS]):
            left -= len(word.encode("utf-8", "replace")) + 1
            if left < 0:
                return " ".join(found)
            found.append(word)
    return " ".join(found)
