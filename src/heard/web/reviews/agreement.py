"""How far judges agree: Krippendorff's alpha, with an interval from drawing the conversations again.

The coefficient is nltk's; what is added here is the distance between steps of a scale, the interval, and the cases in
which nothing can be said.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

__all__ = ["RESAMPLES", "Agreement", "Judgement", "agreement", "alpha"]

RESAMPLES = 500
LEAST_RESAMPLES = 0.8  # the share of redrawn sets that must give an alpha; with fewer there is no interval
ALONE = "nobody judged the same thing as somebody else"
ALL_THE_SAME = "everybody said the same every time, so nothing shows whether they could tell a difference"


class Judgement(NamedTuple):
    """What one judge said of one thing. Who could not say is left out."""

    judge: str
    conversation: int  # what is drawn again for the interval
    unit: int  # what was judged in it: 0 for the whole, else a turn
    value: Hashable


class Agreement(NamedTuple):
    """Of one criterion or scale."""

    alpha: float | None  # 1: always the same; 0: as chance would have it; None: it can't be said
    low: float | None  # 95 % interval; None: it can't be said
    high: float | None
    judged: int  # conversations in which two or more judged the same thing
    why: str  # why it can't be said; "": it is said


def agreement(
    judgements: Sequence[Judgement], *, ordinal: bool = False, seed: int = 1, resamples: int = RESAMPLES
) -> Agreement:
    """Alpha over `judgements`, and its interval: conversations are drawn again, so that what was said in one stays together.

    `ordinal`: the values are steps of a scale, and one step apart is less than two.
    """
    paired = _paired(judgements)
    by_conversation: dict[int, list[Judgement]] = defaultdict(list)
    for said in paired:
        by_conversation[said.conversation].append(said)
    if not paired:
        return Agreement(None, None, None, 0, ALONE)
    value = alpha(paired, ordinal=ordinal)
    if value is None:
        return Agreement(None, None, None, len(by_conversation), ALL_THE_SAME)
    low, high = _interval(list(by_conversation.values()), ordinal=ordinal, seed=seed, resamples=resamples)
    return Agreement(value, low, high, len(by_conversation), "")


def alpha(judgements: Sequence[Judgement], *, ordinal: bool = False) -> float | None:
    """Krippendorff's alpha; None where it is not defined: nothing was judged twice, or one value is all there is."""
    from nltk.metrics.agreement import AnnotationTask  # takes two seconds to import, and only calibration needs it
    from nltk.metrics.distance import binary_distance

    paired = _paired(judgements)
    values = Counter(said.value for said in paired)
    if len(values) < 2:  # nltk says 1 here, which would be a claim
        return None
    distance = _steps_apart(values) if ordinal else binary_distance
    rows = [(said.judge, (said.conversation, said.unit), said.value) for said in paired]
    return round(float(AnnotationTask(rows, distance=distance).alpha()), 6)


def _paired(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Those of things that two or more judged."""
    judges = Counter((said.conversation, said.unit) for said in judgements)
    return [said for said in judgements if judges[said.conversation, said.unit] > 1]


def _steps_apart(values: Counter[Hashable]) -> Callable[[Hashable, Hashable], float]:
    """Krippendorff's ordinal distance: how much of what was said lies between two steps, squared."""
    below: dict[Hashable, float] = {}
    seen = 0
    for value in sorted(values):  # type: ignore[type-var]  # steps of a scale: numbers
        below[value] = seen + values[value] / 2  # to the middle of its own
        seen += values[value]
    return lambda a, b: (below[a] - below[b]) ** 2


def _interval(
    groups: Sequence[Sequence[Judgement]], *, ordinal: bool, seed: int, resamples: int
) -> tuple[float | None, float | None]:
    draw = random.Random(seed)  # noqa: S311 — to be drawn again the same, not to keep a secret
    found = []
    for _ in range(resamples):
        drawn = draw.choices(groups, k=len(groups))
        value = alpha([s._replace(conversation=i) for i, group in enumerate(drawn) for s in group], ordinal=ordinal)
        if value is not None:
            found.append(value)
    if len(groups) < 2 or len(found) < LEAST_RESAMPLES * resamples:
        return None, None
    found.sort()
    return found[int(0.025 * (len(found) - 1))], found[round(0.975 * (len(found) - 1))]
