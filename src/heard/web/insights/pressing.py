"""Which moments a person should read first, weighed as `heard.overview` weighs them, as they count now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from heard.overview.picks import Picks
from heard.web.plumbing import words

__all__ = ["Weighed", "pressing", "reason_to_read"]


class Weighed(NamedTuple):
    """A moment's columns, its labels, and how many turns its conversation has."""

    moment: Mapping[str, Any]
    labels: Sequence[str]
    turns: int


def pressing(moments: Iterable[Weighed]) -> Iterator[tuple[float, int]]:
    """The weight and key of the most pressing moment of each conversation that has one."""
    talks: dict[int, list[Weighed]] = defaultdict(list)
    for one in moments:
        talks[one.moment["conversation_id"]].append(one)
    for held in talks.values():
        picks = Picks()
        picks.add({"id": "", "turns": _Wordless(held[0].turns), "moments": [_as_analysed(one) for one in held]})
        for pick in picks.read_first:
            yield pick.weight, held[pick.moment].moment["pk"]


def reason_to_read(moment: Mapping[str, Any], labels: Sequence[str], *, last: bool) -> str:
    """Why, as a sentence about what the customer showed. `last`: nothing was said after it."""
    need = words.listed(labels)
    if moment["result"] == "unsure":
        return _("Heard is not sure about %(need)s: a person should read this.") % {"need": need}
    if moment["recognition"] is None:
        if last:
            return _("Showed %(need)s in the last words, and nobody answered.") % {"need": need}
        return _("Showed %(need)s, and nobody answered.") % {"need": need}
    if moment["recognition"] < 0:
        return _("Showed %(need)s, and was contradicted or blamed.") % {"need": need}
    worse = moment["outcome"] == "worse"
    if moment["recognition"] == 0:
        text = (
            _("Showed %(need)s, got no word about it, and was worse after.")
            if worse
            else _("Showed %(need)s, and got no word about it.")
        )
    elif moment["recognition"] == 1:
        text = (
            _("Showed %(need)s, got a line that would fit anyone, and was worse after.")
            if worse
            else _("Showed %(need)s, and got a line that would fit anyone.")
        )
    else:
        text = (
            _("Showed %(need)s, was recognised, but nothing was done about it, and was worse after.")
            if worse
            else _("Showed %(need)s, was recognised, but nothing was done about it.")
        )
    return text % {"need": need}


class _Wordless(Sequence[Mapping[str, str]]):
    """So many turns without words: weighing needs their number, and words would have to be unpacked."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, place: Any) -> Any:
        return {"text": ""}


def _as_analysed(one: Weighed) -> dict[str, Any]:
    """The moment as an analysis has it, with what people ruled."""
    moment = one.moment
    met = moment["result"] == "met"  # a person may rule so where nobody answered; weighing the best needs numbers then
    return {
        "need": list(one.labels),
        "turn": moment["turn"],
        "response_turn": None,
        "intensity": moment["intensity"],
        "recognition": moment["recognition"] or 0 if met else moment["recognition"],
        "action": moment["action"] or 0,
        "met": met,
        "abstained": moment["result"] == "unsure",
        "repaired_turn": 0 if moment["result"] == "repaired" else None,
        "turns_to_recognition": moment["turns_to_recognition"],
        "process_first": moment["process_first"],
        "outcome": moment["outcome"],
        "confidence": 0.0,
        "evidence": [],
    }
