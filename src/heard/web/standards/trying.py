"""A draft tried on real conversations: what it would have marked otherwise than the standard in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from heard.analysis import analyse
from heard.conversation import Conversation
from heard.signals import Encoder
from heard.standards import Standard

__all__ = ["MOST_SHOWN", "compare"]

MOST_SHOWN = 200  # conversations that are named one by one


def compare(
    held: Iterable[tuple[int, Conversation]], now: Standard, draft: Standard, encoder: Encoder | None
) -> dict[str, Any]:
    """Each conversation (with its key) judged by both standards; what comes out otherwise, as JSON.

    ``needed`` and ``met`` of both; for each criterion of both how often each result; and the conversations that change.
    """
    counts: dict[str, Counter[str]] = {"now": Counter(), "draft": Counter()}
    marks: dict[str, dict[str, Counter[str]]] = {"now": {}, "draft": {}}
    changed: list[dict[str, Any]] = []
    total = others = 0
    for key, conversation in held:
        total += 1
        seen: dict[str, dict[str, str]] = {}
        met: dict[str, int] = {}
        for side, standard in (("now", now), ("draft", draft)):
            analysis = analyse(conversation, standard=standard, encoder=encoder)
            counts[side]["needed"] += analysis.score.needed
            counts[side]["met"] += analysis.score.met
            met[side] = analysis.score.met
            seen[side] = {mark.criterion: mark.result for mark in analysis.marks}
            for criterion, result in seen[side].items():
                marks[side].setdefault(criterion, Counter())[result] += 1
        both = seen["now"].keys() & seen["draft"].keys()
        other = {c: [seen["now"][c], seen["draft"][c]] for c in sorted(both) if seen["now"][c] != seen["draft"][c]}
        if other or met["now"] != met["draft"]:
            others += 1
            if len(changed) < MOST_SHOWN:
                changed.append({"key": key, "marks": other, "met": [met["now"], met["draft"]]})
    return {
        "conversations": total,
        "now": dict(counts["now"]),
        "draft": dict(counts["draft"]),
        "criteria": [
            {"id": c, "now": marks["now"].get(c), "draft": marks["draft"].get(c)}
            for c in dict.fromkeys([*marks["draft"], *marks["now"]])
        ],
        "changed": changed,
        "changed_count": others,
    }
