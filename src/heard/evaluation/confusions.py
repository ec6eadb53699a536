"""What Heard takes for what: the label it missed beside the one it gave in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from heard.evaluation.gold import Gold
from heard.evaluation.judges import Judge

__all__ = ["confusions"]

NOTHING = "nothing"


def confusions(conversations: Sequence[Gold], judge: Judge) -> Counter[tuple[str, str]]:
    """How often (what stands, what was said instead); "nothing" where a label was only missed or only added."""
    counts: Counter[tuple[str, str]] = Counter()
    for gold in conversations:
        for stands, said in zip(gold.labels, judge(gold.conversation), strict=True):
            if stands.labels is None or said.labels is None:
                continue
            missed, extra = sorted(stands.labels - said.labels), sorted(said.labels - stands.labels)
            counts.update((one, other) for one in missed or (NOTHING,) for other in extra or (NOTHING,))
            for scale in ("recognition", "action"):
                right, value = getattr(stands, scale), getattr(said, scale)
                if right is not None and value is not None and right != value:
                    counts[f"{scale} {right}", f"{scale} {value}"] += 1
    del counts[NOTHING, NOTHING]
    return counts
