"""A summary made of the conversation's own sentences, in their order: nothing is put into anybody's mouth.

The method is SumBasic (Nenkova and Vanderwende 2005): a sentence is as good as the average frequency of its content
words in the conversation; once it is taken, its words count less, so that the next sentence says something else. A
sentence that shows a need, or that says what is done about it, counts double.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from heard.coaching.quoting import Quoted, quoted
from heard.conversation import Conversation, Speaker
from heard.moments import Moment
from heard.moments.responses import CONCRETE
from heard.signals import TurnReading
from heard.text import content_words
from heard.text import sentences as sentence_spans

__all__ = ["summarise"]

FEWEST_WORDS = 4  # what is shorter ("ok, thanks") carries nothing


def summarise(
    conversation: Conversation, readings: Sequence[TurnReading], moments: Sequence[Moment], *, sentences: int = 3
) -> tuple[Quoted, ...]:
    """At most that many sentences that carry the matter, in the order they were said."""
    candidates: list[tuple[Quoted, frozenset[str], float]] = []
    for index, turn in enumerate(conversation.turns):
        if turn.speaker in (Speaker.BOT, Speaker.SYSTEM):
            continue
        telling = _telling(index, readings[index], moments)
        for start, end in sentence_spans(turn.text):
            words = content_words(turn.text[start:end])
            if len(turn.text[start:end].split()) >= FEWEST_WORDS and len(words) >= 2:
                weight = 2.0 if any(start <= place < end for place in telling) else 1.0
                candidates.append((quoted(index, turn, start, end), words, weight))
    counts = Counter(word for _, words, _ in candidates for word in words)
    total = max(1, sum(counts.values()))
    worth = {word: count / total for word, count in counts.items()}
    chosen: list[int] = []
    while len(chosen) < min(sentences, len(candidates)):
        best = max(
            (n for n in range(len(candidates)) if n not in chosen),
            key=lambda n: (candidates[n][2] * sum(worth[w] for w in candidates[n][1]) / len(candidates[n][1]), -n),
        )
        chosen.append(best)
        for word in candidates[best][1]:
            worth[word] **= 2
    return tuple(candidates[n][0] for n in sorted(chosen))


def _telling(index: int, reading: TurnReading, moments: Sequence[Moment]) -> list[int]:
    """Where in a turn a need is shown or something is done about it."""
    needs = [f.start for m in moments for turn, f in m.evidence if turn == index == m.turn]
    return [*needs, *(f.start for f in reading.of(*CONCRETE))]
