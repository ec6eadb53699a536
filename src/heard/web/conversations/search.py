"""Full-text search over what was said: FTS5 on SQLite, tsvector on PostgreSQL. Both find words, prefixes* and "phrases"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from heard.web.conversations.models import Conversation

__all__ = ["add", "remove"]


def add(rows: Sequence[Conversation], analyses: Sequence[Mapping[str, Any]]) -> None:
    """Makes the conversations findable by their words."""


def remove(keys: Sequence[int]) -> None:
    """Forgets the words of the conversations with those primary keys."""
