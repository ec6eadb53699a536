"""What is measured of one labelled file, of the pairs and of the two readers, as plain values for results.json."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from heard.conversation import Conversation
from heard.evaluation import evaluate
from heard.evaluation.agreement import agreement
from heard.evaluation.confusions import confusions
from heard.evaluation.coverage import sureness
from heard.evaluation.evidence import overlaps
from heard.evaluation.gold import Gold, read_gold
from heard.evaluation.heads import HEADS, Probable, given_by
from heard.evaluation.judges import Judge, heard_itself
from heard.evaluation.labels import TurnLabels
from heard.evaluation.reliability import Given, calibration_error, error_by_chance, reliability
from heard.evaluation.robustness import held, read_pairs

__all__ = ["of_file", "of_pairs", "of_readers"]

SEED = 1
COMMONEST = 25  # confusions that are kept
FREQUENT = 15  # a label that stands less often has no calibration error of its own


def of_file(path: Path, encoder: Probable, beside: Mapping[str, Judge], *, resamples: int = 1000) -> dict[str, Any]:
    """Everything that is measured on the labelled file `path`."""
    conversations = list(read_gold(path))
    encoder.prepare(turn.text for gold in conversations for turn in gold.conversation.turns)
    judges = {"patterns alone": heard_itself(None), **beside}
    report = evaluate(path, encoder=encoder, beside=judges, seed=SEED, resamples=resamples)
    wrong = confusions(conversations, heard_itself(encoder))
    found: dict[str, Any] = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "report": report.to_json(),
        "calibration": _calibration(conversations, encoder),
        "sureness": {name: of._asdict() for name, of in sureness(conversations, encoder).items()},
        "evidence": {label: asdict(of) for label, of in sorted(overlaps(conversations, encoder).items())},
        "confusions": [
            {"stands": stands, "said": said, "turns": turns}
            for (stands, said), turns in sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:COMMONEST]
        ],
    }
    return found


def _calibration(conversations: Sequence[Gold], encoder: Probable) -> dict[str, Any]:
    before = given_by(conversations, encoder, calibrated=False)
    after = given_by(conversations, encoder)
    return {
        head: _head([before.get(n, []) for n in names], {n: after.get(n, []) for n in names})
        for head, names in HEADS.items()
    }


def _head(before: Sequence[Sequence[Given]], after: Mapping[str, Sequence[Given]]) -> dict[str, Any]:
    """One head: all its outputs together, and the worst of those that stand often enough."""
    raw = reliability([given for of in before for given in of])
    pooled = [given for of in after.values() for given in of]
    bins = reliability(pooled)
    errors = {
        name: calibration_error(reliability(of)) for name, of in after.items() if sum(so for _, so in of) >= FREQUENT
    }
    worst = max(errors, key=lambda name: errors[name] or 0.0) if len(errors) > 1 else None
    return {
        "given": len(pooled),
        "before": calibration_error(raw),
        "after": calibration_error(bins),
        "by_chance": error_by_chance(pooled, seed=SEED),
        "worst": {"name": worst, "after": errors[worst]} if worst else None,
        "bins_before": [b._asdict() for b in raw],
        "bins": [b._asdict() for b in bins],
    }


def of_pairs(path: Path, encoder: Probable) -> dict[str, Any]:
    """What the pairs of `path` show, by kind and change."""
    pairs = list(read_pairs(path))
    encoder.prepare(turn.text for pair in pairs for side in (pair.before, pair.after) for turn in side.turns)
    found: dict[str, Any] = {"same": {}, "different": {}}
    for (kind, change), of in sorted(held(pairs, remembering(heard_itself(encoder))).items()):
        found[kind][change] = {
            "pairs": of.pairs,
            "held": of.held,
            "changed": dict(sorted(of.changed.items(), key=lambda item: (-item[1], item[0]))),
            "failed": of.failed,
        }
    return found


def of_readers(first: Sequence[Path], second: Path, *, resamples: int = 1000) -> list[dict[str, Any]]:
    """How far the second reader of `second` agrees with the first, who labelled the files `first`."""
    ones = [gold for path in first for gold in read_gold(path)]
    rows = agreement(ones, list(read_gold(second)), seed=SEED, resamples=resamples)
    return [row._asdict() | {"kappa": row.kappa._asdict()} for row in rows]


def remembering(judge: Judge) -> Judge:
    """`judge`, which is asked about each conversation once."""
    said: dict[str, Sequence[TurnLabels]] = {}

    def remembered(conversation: Conversation) -> Sequence[TurnLabels]:
        if conversation.id not in said:
            said[conversation.id] = judge(conversation)
        return said[conversation.id]

    return remembered
