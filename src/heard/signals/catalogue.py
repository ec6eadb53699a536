"""The definitions of every signal, loaded once and validated: one TOML file a signal, below ``definitions/``.

A definition says what the label means, how it sounds, and gives examples and counter-examples that the tests run::

    label = "frustration"
    kind = "feeling"                 # feeling, circumstance, stance, move, cause or observation
    meaning = "annoyed, disappointed, let down, angry, sarcastic about the service"
    not = "…"                        # optional: what is easily taken for it

    [[patterns]]
    any = ["(i'm|i am) {very}?(angry|furious)", "…"]   # any of these words
    strength = 2                     # 1 slight, 2 clear, 3 strong
    confidence = 0.9                 # how often these words mean it, as judged when they were written
    why = "says outright that they are angry"
    unless = ["not {very}?angry"]    # optional: words in the same sentence that take it back
    with = ["…"]                     # optional: words of which one must stand in the same sentence
    also = ["complaint", "effort:2"] # optional: what the same words show besides, with its strength
    bare = true                      # optional: holds under negation, in quotes and about others, too

    examples = ["…"]                 # at least twelve the signal is found in
    counter_examples = ["…"]         # at least twelve it is not found in

Patterns are Python regular expressions over folded text (`heard.text.fold`): lower case, straight quotes, one space
between words. They match whole words, in ``unless`` and ``with`` too: a stem needs ``\\w*``. ``{name}`` stands for a
word class of ``definitions/words.toml``.
"""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]  # see heard.signals.phrases
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

__all__ = ["KINDS", "SIDES", "DefinitionError", "Pattern", "Signal", "catalogue", "signal"]

KINDS = ("feeling", "circumstance", "stance", "move", "cause", "observation")
SIDES = ("customer", "agent", "conversation")
MIN_EXAMPLES = 12
_CLASS = re.compile(r"\{([a-z_]+)\}")
_PATTERN_KEYS = {"any", "strength", "confidence", "why", "unless", "with", "also", "bare"}
_SIGNAL_KEYS = {"label", "kind", "meaning", "not", "patterns", "examples", "counter_examples"}


class DefinitionError(ValueError):
    """A definition that can't be used. The message names the file, the key and the cure."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Ways of saying one thing, and the context in which it holds."""

    expressions: tuple[str, ...]  # over folded text, word classes put in; a match counts where a word begins
    strength: int  # 1 slight, 2 clear, 3 strong
    confidence: float  # 0…1
    why: str
    unless: str | None  # an expression in the same sentence that takes it back
    within: str | None  # an expression that must stand in the same sentence
    also: tuple[tuple[str, int], ...]  # further labels that the same words show, with their strength
    bare: bool  # True: negation, quotation and talk about others don't matter


@dataclass(frozen=True, slots=True)
class Signal:
    """One label: what it means and how it sounds."""

    label: str
    kind: str  # one of KINDS
    side: str  # whose turns it is looked for in; "conversation": found across turns, by code
    meaning: str
    easily_mistaken: str  # what it is not; may be empty
    patterns: tuple[Pattern, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def catalogue() -> Mapping[str, Signal]:
    """Every signal by label, in the order of kind and file name. Raises DefinitionError."""
    root = files("heard.signals") / "definitions"
    classes = _word_classes(root / "words.toml")
    signals: dict[str, Signal] = {}
    for side in SIDES:
        for file in sorted((root / side).iterdir(), key=lambda f: f.name):
            if file.name.endswith(".toml"):
                loaded = load(f"{side}/{file.name}", file.read_text("utf-8"), side, classes)
                if loaded.label in signals:
                    raise DefinitionError(
                        f"{side}/{file.name}: label: {loaded.label!r} is defined twice; keep one file"
                    )
                signals[loaded.label] = loaded
    _check_also(signals)
    return signals


def signal(label: str) -> Signal:
    """The definition of `label`. Raises KeyError naming the labels there are."""
    try:
        return catalogue()[label]
    except KeyError:
        raise KeyError(f"no signal {label!r}; there are {', '.join(catalogue())}") from None


def load(name: str, text: str, side: str, classes: Mapping[str, str]) -> Signal:
    """The signal that a TOML `text` defines. `name` is the file's, for messages."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{name}: not valid TOML ({error}); mend that line") from None
    _only(name, data, _SIGNAL_KEYS)
    label = _string(name, data, "label")
    if label != name.rpartition("/")[2].removesuffix(".toml"):
        raise DefinitionError(f"{name}: label: {label!r} must be the file's name; rename one of them")
    kind = _string(name, data, "kind")
    if kind not in KINDS:
        raise DefinitionError(f"{name}: kind: {kind!r} is unknown; use one of {', '.join(KINDS)}")
    return Signal(
        label=label,
        kind=kind,
        side=side,
        meaning=_string(name, data, "meaning"),
        easily_mistaken=data.get("not", ""),
        patterns=tuple(_pattern(f"{name}: patterns[{i}]", p, classes) for i, p in enumerate(data.get("patterns", []))),
        examples=_strings(name, data, "examples"),
        counter_examples=_strings(name, data, "counter_examples"),
    )


def expand(expression: str, classes: Mapping[str, str], where: str) -> list[str]:
    """`expression` with its word classes put in, to a word's end; one expression for each alternative it is made of.

    That a match begins at a word's start is checked where it is used: in front, the check would hide from `re` how the
    words begin, and with it the fast search. Apart, alternatives are told apart by the prefilter; together, the commonest of them would have all of them tried.
    """

    def put_in(match: re.Match[str]) -> str:
        try:
            return f"(?:{classes[match[1]]})"
        except KeyError:
            raise DefinitionError(f"{where}: no word class {{{match[1]}}}; add it to words.toml") from None

    for _ in range(3):  # a class may use a class
        expression = _CLASS.sub(put_in, expression)
    try:
        parser.parse(expression)  # compiling thousands takes a second; each is compiled when it is first tried
    except re.error as error:
        raise DefinitionError(f"{where}: {expression!r} is no regular expression ({error}); mend it") from None
    return [f"(?:{alternative})(?!\\w)" for alternative in alternatives(expression)]


def alternatives(expression: str) -> list[str]:
    """The parts of ``a|b|(c|d)``: "a", "b", "c", "d". What is no alternation is its own only part."""
    parts = _split(expression)
    if len(parts) > 1:
        return [alternative for part in parts for alternative in alternatives(part)]
    inner = _unwrapped(expression)
    return alternatives(inner) if inner is not None else [expression]


def _split(expression: str) -> list[str]:
    """`expression` cut at each ``|`` that stands outside of groups and character classes."""
    parts, start = [], 0
    for place, depth in _depths(expression):
        if depth == 0 and expression[place] == "|":
            parts.append(expression[start:place])
            start = place + 1
    return [*parts, expression[start:]]


def _unwrapped(expression: str) -> str | None:
    """What is inside the one group that `expression` consists of; None where it is something else."""
    opening = next((o for o in ("(?:", "(") if expression.startswith(o)), None)
    if opening is None or (opening == "(" and expression.startswith("(?")) or not expression.endswith(")"):
        return None
    closed = next((place for place, depth in _depths(expression) if depth == 0 and expression[place] == ")"), None)
    return expression[len(opening) : -1] if closed == len(expression) - 1 else None


def _depths(expression: str) -> Iterator[tuple[int, int]]:
    """(place, depth of groups after it) of each character that is neither escaped nor in a character class."""
    depth, in_class, escaped, class_start = 0, False, False, 0
    for place, char in enumerate(expression):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif in_class:
            in_class = not (char == "]" and place > class_start)
        elif char == "[":
            in_class = True
            class_start = place + (2 if expression[place + 1 : place + 2] == "^" else 1)
        else:
            depth += (char == "(") - (char == ")")
            yield place, depth


def _word_classes(file: Traversable) -> Mapping[str, str]:
    return {name: "|".join(values) for name, values in tomllib.loads(file.read_text("utf-8")).items()}


def _pattern(where: str, data: Mapping[str, Any], classes: Mapping[str, str]) -> Pattern:
    _only(where, data, _PATTERN_KEYS)
    strength, confidence = data.get("strength", 1), data.get("confidence", 0.8)
    if strength not in (1, 2, 3):
        raise DefinitionError(f"{where}: strength: {strength!r} must be 1, 2 or 3")
    if not isinstance(confidence, int | float) or not 0 < confidence <= 1:
        raise DefinitionError(f"{where}: confidence: {confidence!r} must be above 0 and at most 1")
    return Pattern(
        expressions=tuple(
            dict.fromkeys(x for e in _strings(where, data, "any") for x in expand(e, classes, f"{where}: any"))
        ),
        strength=strength,
        confidence=float(confidence),
        why=_string(where, data, "why"),
        unless=_one_of(data, "unless", classes, where),
        within=_one_of(data, "with", classes, where),
        also=tuple(_also(where, entry) for entry in data.get("also", [])),
        bare=bool(data.get("bare", False)),
    )


def _one_of(data: Mapping[str, Any], key: str, classes: Mapping[str, str], where: str) -> str | None:
    if key not in data:
        return None
    expressions = [x for e in _strings(where, data, key) for x in expand(e, classes, f"{where}: {key}")]
    return rf"(?<!\w)(?:{'|'.join(expressions)})"


def _also(where: str, entry: str) -> tuple[str, int]:
    label, _, strength = entry.partition(":")
    if strength not in ("", "1", "2", "3"):
        raise DefinitionError(f"{where}: also: {entry!r} must be a label, or a label with :1, :2 or :3")
    return label, int(strength or 1)


def _check_also(signals: Mapping[str, Signal]) -> None:
    for one in signals.values():
        for label, _ in (also for pattern in one.patterns for also in pattern.also):
            if label not in signals or signals[label].side != one.side:
                raise DefinitionError(
                    f"{one.side}/{one.label}.toml: also: {label!r} is no signal of {one.side} turns; mend the name"
                )


def _only(where: str, data: Mapping[str, Any], known: set[str]) -> None:
    for key in data:
        if key not in known:
            raise DefinitionError(f"{where}: {key}: unknown key; the keys are {', '.join(sorted(known))}")


def _string(where: str, data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise DefinitionError(f"{where}: {key}: must be a text; add it")
    return value


def _strings(where: str, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(_each(where, data, key))


def _each(where: str, data: Mapping[str, Any], key: str) -> Iterator[str]:
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise DefinitionError(f"{where}: {key}: must be a list of texts")
    yield from values
