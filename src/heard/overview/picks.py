"""Which conversations a person should read first and which moments went best, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import nsmallest
from typing import Any, NamedTuple

from heard.overview.lines import sentence_at

__all__ = ["Pick", "Picks", "in_words"]

KEPT = 10


class Pick(NamedTuple):
    """A moment worth a person's time."""

    weight: float  # what orders the list; means nothing by itself
    id: str  # the conversation
    moment: int  # index into its moments
    turn: int  # the customer's turn
    reason: str  # a clause: what the customer showed, and what came of it
    quote: str  # the customer's sentence
    reply: str | None  # the sentence that answered it; None: nobody did


class Picks:
    """The few conversations to read first, and the few best moments, of any number."""

    def __init__(self) -> None:
        self.read_first: list[Pick] = []
        self.best: list[Pick] = []

    def add(self, analysis: Mapping[str, Any]) -> None:
        """Considers one more conversation: its most pressing moment, and its best one."""
        first = max(_pressing(analysis), default=None)
        if first:
            self.read_first = _top([*self.read_first, first])
        best = max(_best(analysis), default=None)
        if best:
            self.best = _top([*self.best, best])

    def merge(self, other: Picks) -> None:
        """Considers what `other` kept."""
        self.read_first = _top([*self.read_first, *other.read_first])
        self.best = _top([*self.best, *other.best])


def in_words(labels: list[str] | tuple[str, ...]) -> str:
    """Labels as people read them: "frustration, broken promise and effort"."""
    spoken = [label.replace("_", " ") for label in labels]
    return " and ".join([", ".join(spoken[:-1]), spoken[-1]] if len(spoken) > 1 else spoken)


def _top(picks: list[Pick]) -> list[Pick]:
    return nsmallest(KEPT, picks, key=lambda pick: (-pick.weight, pick.id, pick.moment))


def _pressing(analysis: Mapping[str, Any]) -> Iterator[Pick]:
    missed = sum(not m["met"] and not m["abstained"] for m in analysis["moments"])
    for index, moment in enumerate(analysis["moments"]):
        weight, reason = _reason_to_read(moment, last=moment["turn"] == len(analysis["turns"]) - 1)
        if weight:
            weight += 0.5 * moment["intensity"] + 0.25 * min(missed, 8)
            yield _pick(analysis, index, moment, weight, reason)


def _reason_to_read(moment: Mapping[str, Any], *, last: bool) -> tuple[float, str]:
    """How pressing, and why, in the customer's terms; (0, "") where nothing is left to see to."""
    need = in_words(moment["need"])
    repaired = 2.0 if moment["repaired_turn"] is not None else 0.0
    if moment["abstained"]:
        return 2.0, f"Heard is not sure about {need}: a person should read this"
    if moment["met"]:
        return 0.0, ""
    if moment["recognition"] is None:
        if last:  # the talk may simply have ended there
            return 2.5, f"showed {need} in the last words, and nobody answered"
        return (6.0 if moment["intensity"] >= 2 else 3.0), f"showed {need}, and nobody answered"
    if moment["recognition"] < 0:
        return 6.0 - repaired, f"showed {need}, and was contradicted or blamed"
    got = {0: "got no word about it", 1: "got a line that would fit anyone"}.get(
        moment["recognition"], "was recognised, but nothing was done about it"
    )
    worse = moment["outcome"] == "worse"
    weight = (4.0 if worse else 1.0) - min(repaired, 0.5)
    return weight, f"showed {need}, {got}" + (", and was worse after" if worse else "")


def _best(analysis: Mapping[str, Any]) -> Iterator[Pick]:
    for index, moment in enumerate(analysis["moments"]):
        if moment["met"] and not moment["abstained"]:
            at_once = moment["turns_to_recognition"] == 1
            eased = moment["outcome"] == "eased"
            weight = 2 * moment["recognition"] + moment["action"] + 0.5 * moment["intensity"] + moment["confidence"]
            weight += 1.0 * at_once + 1.5 * eased - 1.0 * moment["process_first"]
            reason = f"{in_words(moment['need'])}, {'recognised at once' if at_once else 'recognised'}"
            reason += " and acted on" if moment["action"] == 2 else ""
            yield _pick(analysis, index, moment, weight, reason + (", and eased" if eased else ""))


def _pick(analysis: Mapping[str, Any], index: int, moment: Mapping[str, Any], weight: float, reason: str) -> Pick:
    return Pick(
        weight=round(weight, 3),
        id=analysis["id"],
        moment=index,
        turn=moment["turn"],
        reason=reason,
        quote=_words_of(analysis, moment, moment["turn"]) or "",
        reply=_words_of(analysis, moment, moment["response_turn"]),
    )


def _words_of(analysis: Mapping[str, Any], moment: Mapping[str, Any], turn: int | None) -> str | None:
    """The sentence of `turn` that the moment rests on most; its first one where it rests on none."""
    if turn is None:
        return None
    text = analysis["turns"][turn]["text"]
    own = [e for e in moment["evidence"] if e["turn"] == turn]
    if not own:
        return sentence_at(text, 0, 1) if text.strip() else ""
    # Of a reply the words that decided come first; of a need the strongest words say most.
    telling = (
        own[0] if turn != moment["turn"] else max(own, key=lambda e: (e["strength"], e["confidence"], -e["start"]))
    )
    return sentence_at(text, telling["start"], telling["end"])
