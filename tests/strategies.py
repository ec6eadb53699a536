"""What Hypothesis may make up: conversations, JSON, bytes. General on purpose: shared by every test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from heard.conversation import CHANNELS, Conversation, Speaker, Turn

seconds = st.floats(0, 1e6, allow_nan=False).map(lambda s: round(s, 3))
words = st.text(st.characters(codec="utf-8"), max_size=80)
names = st.none() | st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), min_size=1, max_size=12)
dates = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 — Hypothesis wants the bounds without a zone

turns = st.builds(Turn, speaker=st.sampled_from(Speaker), text=words, at=st.none() | seconds, name=names)
conversations = st.builds(
    Conversation,
    id=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    turns=st.lists(turns, max_size=8).map(tuple),
    channel=st.sampled_from(CHANNELS),
    started=st.none() | dates,
    subject=st.none() | words,
)

json_leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["2026-03-14T09:12:00Z", "10:02", "-1", "1e400", "agent", "customer", "", " ", "<p>hi</p>", "0"])
)
json_values = st.recursive(
    json_leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def spoilt(draw: st.DrawFn, record: Any) -> Any:
    """`record` (any JSON) with one or more of its values, at any depth, put in for something else or taken away."""
    for _ in range(draw(st.integers(1, 3))):
        paths = list(_paths(record, ()))
        record = _with(record, draw(st.sampled_from(paths)), draw(json_values), draw(st.booleans()))
    return record


def _paths(value: Any, path: tuple[Any, ...]) -> Any:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from _paths(part, (*path, key))


def _with(value: Any, path: tuple[Any, ...], new: Any, remove: bool) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    if remove and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _with(copy[path[0]], path[1:], new, remove)
    return copy
