"""A labelled file evaluated: Heard and the simple judges counted, then every figure taken with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from heard.analysis import ENGINE
from heard.evaluation.counting import EVERYTHING, Counts, Slice, count, place_of
from heard.evaluation.gold import read_gold
from heard.evaluation.judges import Judge, commonest_of, every_turn_needs, heard_itself, phrase_counter
from heard.evaluation.labels import GROUPS
from heard.evaluation.measures import FREQUENT, MEASURES, SLICED, label_hits
from heard.evaluation.report import LabelRow, Report, SliceRow, SummaryRow
from heard.evaluation.resampling import RESAMPLES, Estimate, estimates
from heard.evaluation.tally import Weights
from heard.signals import Encoder

__all__ = ["evaluate"]


def evaluate(
    path: Path | str,
    *,
    encoder: Encoder | None = None,
    beside: Mapping[str, Judge] | None = None,
    seed: int = 1,
    resamples: int = RESAMPLES,
) -> Report:
    """How right Heard is on the labelled conversations of the file `path`, beside simple ways of judging.

    The file is JSON Lines in the form that `heard.evaluation.gold` describes. Each conversation is read by itself, as
    those who labelled it did: what repeats over the archive is not looked at. `beside` are more judges to compare with,
    by name. `seed` and `resamples` settle the intervals. Raises GoldError for a file that can't be used.
    """
    conversations = list(read_gold(path))
    if encoder is not None:
        encoder.prepare(turn.text for gold in conversations for turn in gold.conversation.turns)
    judges: dict[str, Judge] = {
        "Heard": heard_itself(encoder),
        **(beside or {}),
        "phrase counter": phrase_counter,
        "every turn needs": every_turn_needs,
        "commonest value": commonest_of(conversations),
    }
    counts = {name: count(conversations, judge) for name, judge in judges.items()}
    by_judge = {name: of_judge[EVERYTHING] for name, of_judge in counts.items()}
    everything = by_judge["Heard"]
    pieces = {piece: of for piece, of in counts["Heard"].items() if max(of.turns, of.replies) >= FREQUENT}
    pieces.pop(EVERYTHING, None)
    figures = estimates(
        {
            **{(n, m): partial(take, c) for n, c in by_judge.items() for m, take in MEASURES.items()},
            **{("label", label): partial(_f1, label, everything) for label in everything.labels},
            **{(piece, m): partial(MEASURES[m], of) for piece, of in pieces.items() for m in SLICED},
        },
        len(conversations),
        seed=seed,
        resamples=resamples,
    )
    return Report(
        file=Path(path).name,
        engine=ENGINE,
        model=encoder.version if encoder else None,
        conversations=len(conversations),
        turns=everything.turns,
        replies=everything.replies,
        seed=seed,
        resamples=resamples,
        summary=tuple(SummaryRow(m, {name: figures[name, m] for name in judges}) for m in MEASURES),
        labels=tuple(
            _label_row(group, label, everything, figures["label", label], len(conversations))
            for group, names in GROUPS.items()
            for label in names
            if label in everything.labels
        ),
        slices=tuple(
            _slice_row(piece, pieces[piece], *(figures[piece, m] for m in SLICED))
            for piece in sorted(pieces, key=place_of)
        ),
    )


def _f1(label: str, counts: Counts, weights: Weights) -> float | None:
    return label_hits(label, counts, weights).f1


def _label_row(group: str, label: str, counts: Counts, f1: Estimate, conversations: int) -> LabelRow:
    hits = label_hits(label, counts, [1] * conversations)
    return LabelRow(group, label, hits.support, hits.precision, hits.recall, f1)


def _slice_row(piece: Slice, counts: Counts, need: Estimate, recognition: Estimate, action: Estimate) -> SliceRow:
    """The row of a slice, its figures left out where they would rest on too little."""
    unknown = Estimate(None)
    if counts.turns < FREQUENT:
        need = unknown
    if counts.replies < FREQUENT:
        recognition = action = unknown
    return SliceRow(*piece, counts.turns, need, counts.replies, recognition, action)
