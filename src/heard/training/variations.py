"""The same said otherwise: a turn with other names, slips, spelling or emoji, which must not change what it shows.

Each change is drawn by chance from a list of our own (`variations.toml`). The network sees turns so changed beside the
turns themselves, with the same labels; what hangs on a name or an apostrophe it can't learn.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from heard.conversation import Speaker
from heard.evaluation.gold import Gold

__all__ = ["CHANGES", "said_otherwise", "varied"]

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\b(?:[A-Za-z]{1,4}-?)?\d{3,}\b")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?")
_BESIDE = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2], strict=True)}
MOST = 3  # changes to a turn


def varied(gold: Gold, chance: Random, share: float) -> Gold:
    """`gold` with about `share` of its turns said otherwise, their labels as they are."""
    turns = tuple(
        replace(turn, text=said_otherwise(turn.text, turn.speaker, chance)) if chance.random() < share else turn
        for turn in gold.conversation.turns
    )
    return gold._replace(conversation=replace(gold.conversation, turns=turns))


def said_otherwise(text: str, speaker: Speaker, chance: Random) -> str:
    """`text` after one to three changes; as it was where none of those drawn finds anything to change."""
    side = "customer" if speaker is Speaker.CUSTOMER else "agent"
    for change in chance.sample(CHANGES, chance.randint(1, MOST)):
        changed = change(text, side, chance)
        text = changed if changed.strip() else text
    return text


def _names(text: str, _: str, chance: Random) -> str:
    """First names, surnames, places and weekdays, each for another of its list."""
    for kind in ("names", "surnames", "places"):
        text = _swapped(text, {name: chance.choice(_words()[kind]) for name in _words()[kind]})
    return text


def _addressed(text: str, _: str, chance: Random) -> str:
    """A greeting before what is said, with or without a name; or the greeting left out."""
    greeting = re.match(
        r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day))(?: there)?\b(?!\?)[,!.]? ?", text, re.IGNORECASE
    )
    if greeting and chance.random() < 0.5 and len(text) > greeting.end() + 10:
        return text[greeting.end() :]
    if greeting:
        return text
    hello = chance.choice(_lists()["greetings"])
    name = chance.choice(_words()["names"])
    return f"{hello} {text}" if chance.random() < 0.6 else f"{hello.rstrip(',')} {name}, {text}"


def _people(text: str, _: str, chance: Random) -> str:
    """He for she, and son for daughter, where nothing else tells."""
    words = {word.lower() for word in _WORD.findall(text)}
    if words & set(_lists()["people"]["stops"]):
        return text
    pairs = [pair if chance.random() < 0.5 else pair[::-1] for pair in _lists()["people"]["pairs"]]
    return _swapped(text, dict(pair for pair in pairs if pair[0] in words and pair[1] not in words))


def _reworded(text: str, _: str, chance: Random) -> str:
    """Short and long forms, digits and words, British and American."""
    pairs = [pair if chance.random() < 0.5 else pair[::-1] for pair in _lists()["words"]["pairs"]]
    return _swapped(text, dict(pairs))


def _spoken(text: str, _: str, chance: Random) -> str:
    """A few words as some people say them."""
    pairs = [pair for pair in _lists()["words"]["one_way"] if chance.random() < 0.35]
    return _swapped(text, dict(pairs))


def _numbers(text: str, _: str, chance: Random) -> str:
    """Other digits in long numbers and references."""
    return _NUMBER.sub(lambda found: re.sub(r"\d", lambda _: str(chance.randint(1, 9)), found.group()), text)


def _slips(text: str, _: str, chance: Random) -> str:
    """One to three slips of the finger, in words of four letters and more."""
    for _times in range(chance.randint(1, 3)):
        words = [found for found in _WORD.finditer(text) if len(found.group()) > 3]
        if words:
            found = chance.choice(words)
            text = text[: found.start()] + _slip(found.group(), chance) + text[found.end() :]
    return text


def _slip(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    letter = word[at]
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + letter + word[at + 2 :],
            word[:at] + _BESIDE.get(letter, letter) + word[at + 1 :],
        )
    )


def _cased(text: str, _: str, chance: Random) -> str:
    """All in small letters, or as a sentence."""
    return text.lower() if chance.random() < 0.7 else text[:1].upper() + text[1:]


def _bare(text: str, _: str, chance: Random) -> str:
    """Apostrophes, commas or full stops left out; a full stop put at the end, or taken from it."""
    kind = chance.randrange(4)
    if kind == 0:
        return re.sub(r"(?<=\w)['’](?=\w)", "", text)
    if kind == 1:
        return re.sub(r"[,;:](?= )|\.(?=$|\n)", "", text)
    if kind == 2:
        return re.sub(r"[.,;:](?=\s|$)", "", text)
    return text.rstrip(".") if text.endswith(".") else f"{text}." if text[-1:].isalnum() else text


def _pictured(text: str, side: str, chance: Random) -> str:
    """An emoji of no tone put at the end."""
    if _EMOJI.search(text):
        return text
    return f"{text} {chance.choice(_lists()['emoji'][side])}"


def _filled(text: str, side: str, chance: Random) -> str:
    """A word that fills a pause, at the beginning or after a comma."""
    if side == "agent":
        return text
    filler = chance.choice(_lists()["fillers"])
    if ", " in text and chance.random() < 0.5:
        return text.replace(", ", f", {filler}, ", 1)
    return f"{filler}, {text}"


CHANGES: Sequence[Callable[[str, str, Random], str]] = (
    *(_names, _addressed, _people, _reworded, _spoken, _numbers),
    *(_slips, _slips, _cased, _bare, _pictured, _filled),
)


def _swapped(text: str, swaps: Mapping[str, str]) -> str:
    """`text` with each whole word or group of words on the left for the right, in the case it had."""
    if not swaps:
        return text
    by_small = {left.lower(): right for left, right in swaps.items()}

    def other(found: re.Match[str]) -> str:
        old, new = found.group(), by_small[found.group().lower()]
        if old.islower() and new[1:].islower():
            return new.lower()
        return new[:1].upper() + new[1:] if old[0].isupper() else new

    return re.sub(rf"(?<![\w'’])(?:{_either(tuple(sorted(by_small)))})(?![\w'’])", other, text, flags=re.IGNORECASE)


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _words() -> dict[str, list[str]]:
    return {kind: _lists()[kind].split() for kind in ("names", "surnames", "places")}
