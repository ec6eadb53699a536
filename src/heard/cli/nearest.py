"""Names that people mistype: the one they may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from heard.cli.failures import Failure

__all__ = ["hint", "unknown"]


def unknown(what: str, name: str, known: Iterable[str], where: str) -> Failure:
    """There is no such thing: which one may be meant, and `where` all are listed (a sentence)."""
    return Failure(f"There is no {what} {name!r}. {hint(name, known)}{where}")


def hint(name: str, known: Iterable[str]) -> str:
    """ "Did you mean …? " with the known name nearest to `name`: as a whole, else by one of its words; "" for none."""
    known = list(known)
    plain = _plain(name)
    spelled = {_plain(one): one for one in known}
    words = {word: one for one in reversed(known) for word in _plain(one).split()}
    for choices in (spelled, words):
        if near := get_close_matches(plain, choices, 1):
            return f"Did you mean {choices[near[0]]}? "
    return ""


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().lower()
