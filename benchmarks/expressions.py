"""Which expressions cost the most: `python -m benchmarks.expressions`, for those who write signals.

An expression costs how often it is tried times how long a try takes. It is tried where its rarest words are, so one that
begins and ends in common words ("it", "the", "is") is tried on every other turn and finds nothing.
"""

import argparse
import re
from collections import Counter
from functools import cache
from time import perf_counter

from benchmarks import archives
from heard.signals.matching import matcher_for
from heard.signals.phrases import spaced
from heard.text import fold

TURNS = 8_000


def main() -> None:
    """Prints the costliest expressions of each side, the worst first."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.expressions", description=__doc__)
    arguments.add_argument("--most", type=int, default=25, help="how many of each side")
    most = arguments.parse_args().most
    turns = [turn for conversation in archives.distinct(TURNS) for turn in conversation.turns]
    for side in ("customer", "agent"):
        _print(side, [fold(turn.text).text for turn in turns if turn.speaker == side], most)


def _print(side: str, texts: list[str], most: int) -> None:
    matcher = matcher_for(side)

    @cache
    def compiled(number: int) -> re.Pattern[str]:
        return re.compile(matcher.expressions[number].source)

    seconds: Counter[int] = Counter()
    tries: Counter[int] = Counter()
    hits: Counter[int] = Counter()
    for text in texts:
        at, since = matcher.prefilter.candidates(spaced(text))
        tried = [(number, place, compiled(number).match) for place, numbers in at for number in numbers]
        tried += [(number, place, compiled(number).search) for number, place in since.items()]
        for number, place, attempt in tried:
            began = perf_counter()
            hit = attempt(text, place)
            seconds[number] += perf_counter() - began
            tries[number] += 1
            hits[number] += hit is not None
    turns = len(texts)
    per_turn = 1e6 * seconds.total() / turns
    print(
        f"{side}: {len(matcher.expressions)} expressions, {tries.total() / turns:.1f} tried a turn, {per_turn:.0f} µs"
    )
    print("share of cost, tried in, found in, label, expression")
    for number, cost in seconds.most_common(most):
        expression = matcher.expressions[number]
        print(
            f"{cost / seconds.total():6.1%} {tries[number] / turns:6.1%} {hits[number] / turns:6.1%}  "
            f"{expression.label:<15} {expression.source[:110]}"
        )


if __name__ == "__main__":
    main()
