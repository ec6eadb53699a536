"""How a customer is found in text: their name, and the ids of their conversations, as whole words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

__all__ = ["names_of", "pattern_of", "ways_of"]

TELLING = 6  # characters of an id; shorter ones, such as "12", stand for anything


def names_of(name: str, keys: Iterable[str]) -> set[str]:
    """What tells a customer: the name, and the ids of their conversations that are long enough to tell anything."""
    return {name, *(key for key in keys if len(key) >= TELLING)}


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of `names` as whole words, in any case and however JSON writes them."""
    ways = {way for name in names if name.strip() for way in ways_of(name)}
    either = "|".join(re.escape(way) for way in sorted(ways, key=lambda way: (-len(way), way)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if either else r"(?!)", re.IGNORECASE)


def ways_of(name: str) -> set[str]:
    """How `name` may stand in a column. Databases tell large from small letters beyond a–z, so each case is asked for."""
    cases = {name, name.lower(), name.upper(), name.title()} if not name.isascii() else {name}
    return {way for one in cases for way in (one, _in_json(one))}


def _in_json(text: str) -> str:
    """`text` as it stands within JSON that is plain ASCII."""
    return json.dumps(text)[1:-1]
