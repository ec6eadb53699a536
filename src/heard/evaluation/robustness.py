"""Pairs of conversations that differ in one thing: what must not matter changes nothing, what must matter does."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from heard.conversation import Conversation
from heard.evaluation.judges import Judge
from heard.evaluation.labels import TurnLabels

__all__ = ["Held", "Pair", "held", "read_pairs", "what_changed"]


class Pair(NamedTuple):
    """The same talk twice; its last turn is judged."""

    id: str
    change: str  # what was changed: "names", "negation"…
    label: str | None  # what has to change with it: a label, "need", "recognition" or "action"; None: nothing may
    before: Conversation
    after: Conversation


@dataclass(slots=True)
class Held:
    """The pairs of one change."""

    pairs: int = 0
    held: int = 0  # nothing changed where nothing may, or what must change did
    changed: Counter[str] = field(default_factory=Counter)  # what changed though nothing may, or did not though it must
    failed: list[str] = field(default_factory=list)  # the ids of the pairs that did not hold


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs in the JSON Lines of `path`, in order."""
    for line in path.read_text("utf-8").splitlines():
        data = json.loads(line)
        before, after = (
            Conversation.from_json({"id": f"{data['id']} {side}", "turns": data[side]}, source=path.name)
            for side in ("before", "after")
        )
        yield Pair(data["id"], data["change"], data["label"] if data["kind"] == "different" else None, before, after)


def held(pairs: Iterable[Pair], judge: Judge) -> dict[tuple[str, str], Held]:
    """By ("same" or "different", change) how many pairs did as they must."""
    found: dict[tuple[str, str], Held] = {}
    for pair in pairs:
        kind = "same" if pair.label is None else "different"
        counted = found.setdefault((kind, pair.change), Held())
        changed = what_changed(_last(judge(pair.before)), _last(judge(pair.after)))
        fine = not changed if pair.label is None else pair.label in changed
        counted.pairs += 1
        counted.held += fine
        if not fine:
            counted.changed.update(changed if pair.label is None else (pair.label,))
            counted.failed.append(pair.id)
    return found


def what_changed(before: TurnLabels, after: TurnLabels) -> set[str]:
    """The labels that only one of the two has, and "need", "recognition" and "action" where their values differ."""
    changed = set((before.labels or frozenset()) ^ (after.labels or frozenset()))
    for name in ("need", "recognition", "action"):
        if getattr(before, name) != getattr(after, name):
            changed.add(name)
    return changed


def _last(judged: Sequence[TurnLabels]) -> TurnLabels:
    return judged[-1]
