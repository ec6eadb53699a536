"""One judge's judgements counted against the labels, turn by turn, whole and in slices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from heard.conversation import Speaker
from heard.evaluation.gold import Gold
from heard.evaluation.judges import Judge
from heard.evaluation.labels import GROUPS, TurnLabels
from heard.evaluation.tally import LabelTally, ScaleTally

__all__ = ["EVERYTHING", "Counts", "Slice", "count", "place_of"]

Slice = tuple[str, str]  # what it is cut by ("channel", "trait", "the customer shows"…), and the piece
EVERYTHING: Slice = ("", "everything")
_LENGTHS = ((10, "1 to 10 words"), (25, "11 to 25 words"), (50, "26 to 50 words"))


class Counts:
    """The counts of one judge over labelled turns. A tally is empty where the judge says nothing of the kind."""

    def __init__(self) -> None:
        self.labels: defaultdict[str, LabelTally] = defaultdict(LabelTally)
        self.need = LabelTally()
        self.intensity = ScaleTally()
        self.recognition = ScaleTally()
        self.action = ScaleTally()
        self.answers = LabelTally()  # stretches of replies: is a need open there?
        self.answers_pairs = ScaleTally()  # the same as 0 and 1, for kappa
        self.turns = 0  # customer turns
        self.replies = 0  # staff turns of which people say how they take up a need

    def add(self, conversation: int, gold: TurnLabels, found: TurnLabels) -> None:
        """Counts one turn of the conversation with that number."""
        self.turns += gold.need is not None
        self.replies += gold.recognition is not None
        if gold.labels is not None and found.labels is not None:
            for label in gold.labels | found.labels:
                self.labels[label].add(conversation, gold=label in gold.labels, found=label in found.labels)
        if gold.need is not None and found.need is not None:
            self.need.add(conversation, gold=gold.need, found=found.need)
        for scale, one, other in (
            (self.intensity, gold.intensity, found.intensity),
            (self.recognition, gold.recognition, found.recognition),
            (self.action, gold.action, found.action),
        ):
            if one is not None and other is not None:
                scale.add(conversation, gold=one, found=other)

    def add_stretch(self, conversation: int, gold: Sequence[TurnLabels], found: Sequence[TurnLabels]) -> None:
        """Counts the replies between two customer turns: the first that answers is labelled, so they are one."""
        if all(labels.answers is None for labels in found):
            return
        open_there, taken_up = any(t.answers for t in gold), any(t.answers for t in found)
        self.answers.add(conversation, gold=open_there, found=taken_up)
        self.answers_pairs.add(conversation, gold=int(open_there), found=int(taken_up))


def count(conversations: Sequence[Gold], judge: Judge) -> dict[Slice, Counts]:
    """What `judge` says of `conversations`, counted over EVERYTHING and over each slice."""
    counts: defaultdict[Slice, Counts] = defaultdict(Counts)
    everything = counts[EVERYTHING]
    for number, gold in enumerate(conversations):
        found = judge(gold.conversation)
        for index, (slices, one) in enumerate(zip(_slices(gold), gold.labels, strict=True)):
            everything.add(number, one, found[index])
            for piece in slices:
                counts[piece].add(number, one, found[index])
        for stretch in _stretches(gold):
            everything.add_stretch(number, [gold.labels[i] for i in stretch], [found[i] for i in stretch])
    return dict(counts)


def _slices(gold: Gold) -> Iterator[list[Slice]]:
    """For each turn the pieces it is in; a reply is also in those of the labels that the customer showed before it."""
    whole: list[Slice] = [("channel", gold.conversation.channel), *(("trait", trait) for trait in gold.traits)]
    if gold.industry:
        whole.append(("industry", gold.industry))
    shown: list[Slice] = []
    for turn, labels in zip(gold.conversation.turns, gold.labels, strict=True):
        if turn.speaker is Speaker.CUSTOMER:
            shown = [("the customer shows", label) for label in sorted(labels.labels or ())]
        yield [*whole, ("length of the turn", _length(turn.text)), *shown]


def _length(text: str) -> str:
    words = len(text.split())
    return next((name for most, name in _LENGTHS if words <= most), "51 words and more")


def _stretches(gold: Gold) -> Iterator[list[int]]:
    """The indices of each run of staff turns; bots and the system do not break one."""
    spoken = [
        (i, t.speaker)
        for i, t in enumerate(gold.conversation.turns)
        if t.speaker.is_staff or t.speaker is Speaker.CUSTOMER
    ]
    for is_staff, run in groupby(spoken, key=lambda item: item[1].is_staff):
        if is_staff:
            yield [i for i, _ in run]


def place_of(piece: Slice) -> tuple[str, int, str]:
    """Where a slice stands in a table: by channel, by length from short to long, by label in the guideline's order."""
    by, name = piece
    known = [*(n for _, n in _LENGTHS), "51 words and more", *(label for names in GROUPS.values() for label in names)]
    return by, known.index(name) if name in known else -1, name
