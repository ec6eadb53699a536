"""What stands in the margin beside a turn, and which of its words are underlined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from rich.text import Text

from heard.cli.terminal import ABSTAINED, ACTION, RECOGNITION, safe
from heard.overview import in_words

__all__ = ["Notes", "notes_of"]

_STRENGTH = ("", ", slight", ", clear", ", strong")
_OUTCOME = {"eased": "eased afterwards", "same": "no easier afterwards", "worse": "worse afterwards", "unknown": ""}
_CAUSE = {
    "policy": "a policy was in the way",
    "product": "the product was in the way",
    "waiting": "nobody answered in time",
    "handover": "a handover was in the way",
    "bot": "a bot was in the way",
    "authority": "the authority to help was missing",
}
Notes = dict[int, list[Text]]
Words = dict[int, list[tuple[int, int, str]]]


def notes_of(analysis: Mapping[str, Any]) -> tuple[Notes, Words]:
    """(notes, words) by turn: the notes in order, and [start, end) of the words with the ink that underlines them."""
    notes: Notes = defaultdict(list)
    words: Words = defaultdict(list)
    for moment in analysis["moments"]:
        _note_moment(moment, notes)
        for finding in moment["evidence"]:
            ink = "need.words" if finding["turn"] == moment["turn"] else "response.words"
            words[finding["turn"]].append((finding["start"], finding["end"], ink))
    for turn in analysis["turns"]:
        for finding in turn["findings"]:
            if finding["kind"] == "observation" and finding["label"] != "style_matched":
                notes[turn["index"]].append(Text(finding["why"], style="quiet"))
    for promise in analysis["promises"]:
        until = promise["until"] or "no time given"
        notes[promise["turn"]].append(Text(f"promise: {safe(promise['what'])} ({safe(until)})", style="quiet"))
    for suggestion in analysis["suggestions"]:
        notes[suggestion["turn"]].append(_suggestion(suggestion))
    return notes, words


def _note_moment(moment: Mapping[str, Any], notes: Notes) -> None:
    need = Text.assemble(("need  ", "need"), f"{in_words(moment['need'])}{_STRENGTH[moment['intensity']]}")
    notes[moment["turn"]].append(need)
    if moment["recognition"] is None:
        notes[moment["turn"]].append(Text("nobody answered", style="response"))
    else:
        notes[moment["response_turn"]].append(_answer(moment))
    late = moment["recognised_turn"]
    repaired = moment["repaired_turn"]
    if repaired is not None:
        notes[repaired].append(Text("repaired here", style="response"))
    elif late is not None and late != moment["response_turn"]:
        replies = moment["turns_to_recognition"]
        notes[late].append(Text(f"recognised here, in the {_ordinal(replies)} reply", style="response"))


def _answer(moment: Mapping[str, Any]) -> Text:
    scale = f"{RECOGNITION[moment['recognition']]}  {ACTION[moment['action']]}"
    if moment["abstained"]:
        return Text.assemble((ABSTAINED, "response"), f"\nHeard is not sure; it leans to {scale}")
    verdict = "met" if moment["met"] else "missed"
    facts = [moment["why"]]
    if not moment["met"] and moment["cause"] in _CAUSE:
        facts.append(_CAUSE[moment["cause"]])
    if moment["process_first"] and moment["recognised_turn"] is not None:
        facts.append("process came first")
    facts.append(_OUTCOME[moment["outcome"]])
    said = "; ".join(fact for fact in facts if fact)
    return Text.assemble((scale, "response"), f"  {verdict}", (f"\n{said}", "quiet"))


def _suggestion(suggestion: Mapping[str, Any]) -> Text:
    word = "keep" if suggestion["kind"] == "keep" else "try"
    return Text.assemble((f"{word}  ", "heading"), safe(suggestion["text"]))


def _ordinal(number: int) -> str:
    words = {1: "first", 2: "second", 3: "third"}
    return words.get(number, f"{number}th")
