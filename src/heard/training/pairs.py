"""The sets of `corpus/pairs.jsonl`: one beginning, several ways to go on that differ in few words and in what they show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from heard.conversation import Conversation
from heard.evaluation.gold import Gold, GoldError, labels_of
from heard.evaluation.labels import TurnLabels

__all__ = ["read_ways"]


def read_ways(path: Path) -> Iterator[Gold]:
    """Each way of each set as a conversation of its own, of which the last turn alone is labelled.

    Raises GoldError at the first set that can't be used.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            where = f"{path.name}:{number}"
            try:
                made = json.loads(line)
                begun, ways = made["context"], made["ways"]
            except (ValueError, KeyError) as error:
                raise GoldError(
                    f"{where}: {error!r}; give id, change, context and ways, one JSON object a line"
                ) from None
            if len(ways) < 2:
                raise GoldError(f"{where}: a set has two ways at least; add one, or take the set out")
            for place, way in enumerate(ways):
                talk = Conversation.from_json({"id": f"{made['id']}.{place}", "turns": [*begun, way]}, source=where)
                unlabelled = [TurnLabels() for _ in begun]
                yield Gold(talk, (*unlabelled, labels_of(talk.turns[-1].speaker, way, where)))
