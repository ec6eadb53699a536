"""The words without which a regular expression can't match, and where in a match they stand: read from its parse tree.

"still {very}?(angry|cross)" matches only where "still angry", "still cross", "still very angry" … stand, and begins where
they begin. Such phrases are far rarer than single words, so the text need not be tried where none of them is. What can be
too many phrases, or any word at all (``\\w+``), ends a phrase; of the phrases on either side the rarest are taken.

Phrases are compared with text in which every mark is a space (`in_words`), so that "it" is a word and not a part of
"with". What consists of marks alone ("!!!", ":(", "😊") is compared with the text's marks (`in_marks`).
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]  # the parse tree of `re` has no public name
import re._parser as parser  # type: ignore[import-not-found]  # as above; the tests parse every shipped pattern
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

__all__ = ["FAR", "Need", "Needs", "in_words", "needs_of", "spaced"]

FAR = 400  # a phrase that may stand further into a match than this says nothing of where the match begins
MOST_PHRASES = 50  # of one need; more of them find fewer false beginnings and take longer to load
COMMON = 10  # cost from which on a second need is looked for, too
MIN_LENGTH = 3  # of a phrase with the spaces around it: "it" as a word is " it "
ROAMING = 4  # times as long does it take to try an expression where only the region of its beginning is known

Need = Mapping[str, tuple[int, int]]
"""Phrases of which every match holds one, each with how far before it, at least and at most, the match begins.

It is counted in a text with one space put in front: a phrase found at its place 7 begins 7 or more before. FAR: any number.
"""


class _Spaced(dict[int, str]):
    """For `str.translate`: the characters of words as they are, a space for all others."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if char.isalnum() or char == "_" else " "
        return self[code]


_SPACED = _Spaced()
_ASCII = bytes(ord(_SPACED[code]) if code < 128 else 0 for code in range(256))  # the same for ASCII text, faster
_NO_MARKS = bytes(code for code in range(128) if chr(code).isalnum() or chr(code) in "_ ,.'-\n\t")
_NO_MARK = re.compile(r"[\w\s,.'-]+")


def in_words(text: str) -> str:
    """`text` with a space for every mark, and as long."""
    return text.encode().translate(_ASCII).decode() if text.isascii() else text.translate(_SPACED)


def in_marks(text: str) -> str:
    """The marks of `text` in a row, without those that stand in any text (full stops, commas, apostrophes, hyphens)."""
    return text.encode().translate(None, _NO_MARKS).decode() if text.isascii() else _NO_MARK.sub("", text)


def spaced(text: str) -> str:
    """`text` as phrases are looked for in it: its words, one further on than in `text`, then its marks."""
    return f" {in_words(text)} \0{in_marks(text)}"


class Needs(NamedTuple):
    """What every match of a pattern holds."""

    rarest: Need
    earlier: Need | None = None  # what stands before it, where the rarest alone is common …
    later: Need | None = None  # … or behind it; never both


def needs_of(pattern: str, often: Callable[[str], float]) -> Needs | None:
    """What all matches of `pattern` that are made of whole words need; None: nothing is known.

    `often` tells how often a phrase stands in some sample, a space at its ends for a word's edge.
    """
    needs = list(_needs(_items(parser.parse(pattern)), (0, 0), (True, True), often))
    if not needs:
        return None
    start, end, rarest = min(needs, key=lambda one: _cost(one[2], often))
    if _cost(rarest, often) < COMMON or _of_marks(rarest):
        return Needs(rarest)
    others = [one for one in needs if (one[1] <= start or end <= one[0]) and not _of_marks(one[2])]
    if not others:
        return Needs(rarest)
    place, _, other = min(others, key=lambda one: sum(map(often, one[2])))
    return Needs(rarest, earlier=other) if place < start else Needs(rarest, later=other)


class _Item(NamedTuple):
    """A part of an expression, as far as it matters here."""

    least: int  # characters
    most: int
    strings: Sequence[str] | None  # all that it matches; None: too many
    starts: Sequence[str]  # each match begins with one of these
    # Whether a word's edge is sure at its (beginning, end); None: if there is one on its other side.
    edges: tuple[bool | None, bool | None]
    ways: Sequence[Sequence[_Item]] = ()  # of which each match goes one; none where `strings` says it all
    once: bool = True  # False: it may go several times, so that nothing is known of what follows the first


def _items(sequence: Any) -> list[_Item]:
    """The parts of a parsed sequence, groups dissolved and neighbouring letters put together."""
    items: list[_Item] = []
    text = ""
    for kind, value in _dissolved(sequence):
        if kind is op.LITERAL:
            text += chr(value)
            continue
        if text:
            items.append(_text(text))
            text = ""
        items.append(_item(kind, value))
    return [*items, _text(text)] if text else items


def _dissolved(sequence: Any) -> Iterator[tuple[Any, Any]]:
    for kind, value in sequence:
        if kind is op.SUBPATTERN:
            yield from _dissolved(value[3])
        elif kind is op.ATOMIC_GROUP:
            yield from _dissolved(value)
        elif kind not in (op.AT, op.ASSERT, op.ASSERT_NOT):  # they match no characters
            yield kind, value


def _text(text: str) -> _Item:
    spaced = in_words(text)
    return _Item(len(text), len(text), (text,), (text,), (spaced[0] == " ", spaced[-1] == " "))


def _item(kind: Any, value: Any) -> _Item:
    if kind is op.BRANCH:
        return _either([_items(branch) for branch in value[1]])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _repeated(*value)
    if kind is op.IN and all(item is op.LITERAL for item, _ in value):
        return _either([[_text(chr(char))] for _, char in value])
    if kind in (op.IN, op.ANY, op.NOT_LITERAL):
        return _Item(1, 1, None, ("",), (False, False))
    return _Item(0, FAR, None, ("",), (False, False))


def _either(ways: list[list[_Item]]) -> _Item:
    strings = _united([_strings(way) for way in ways])
    return _Item(
        min(sum(item.least for item in way) for way in ways),
        max(sum(item.most for item in way) for way in ways),
        strings,
        _united([_starts(way) for way in ways]) or ("",),
        (_all([_edge(way, 0) for way in ways]), _all([_edge(way, 1) for way in ways])),
        () if strings else ways,
    )


def _repeated(least: int, most: int, sequence: Any) -> _Item:
    once = _items(sequence)
    strings = _strings(once) if most <= 4 else None
    if strings is not None:
        strings = _united([_products([strings] * times) for times in range(least, most + 1)])
    edges = [_edge(once, side) for side in (0, 1)]
    # A part that may be missing has an edge where one is beyond it; repeated, what is beyond it may be itself.
    before, after = [(None if edge is not False else False) if not least else edge is True for edge in edges]
    return _Item(
        least * sum(item.least for item in once),
        min(FAR, most * sum(item.most for item in once)),
        strings,
        _starts(once) if least else ("",),
        (before, after),
        (once,) if least and strings is None else (),
        most == 1,
    )


def _edge(items: Sequence[_Item], side: int) -> bool | None:
    """The edge at the beginning (0) or the end (1) of items in a row."""
    edges = [item.edges[side] for item in (reversed(items) if side else items)]
    return next((edge for edge in edges if edge is not None), None)


def _all(edges: Sequence[bool | None]) -> bool | None:
    return False if False in edges else None if None in edges else True


def _strings(items: Sequence[_Item]) -> Sequence[str] | None:
    return _products([item.strings for item in items])


def _starts(items: Sequence[_Item]) -> Sequence[str]:
    """Strings of which every match of items in a row begins with one, as long as there are not too many."""
    starts: Sequence[str] = ("",)
    for item in items:
        longer = _products([starts, item.strings or item.starts])
        if longer is None:
            break
        starts = longer
        if item.strings is None:
            break
    return starts


def _products(factors: Sequence[Sequence[str] | None]) -> Sequence[str] | None:
    """All strings made of one of each; None where there are too many."""
    number = 1
    known = []
    for factor in factors:
        if factor is None or (number := number * len(factor)) > MOST_PHRASES:
            return None
        known.append(factor)
    return known[0] if len(known) == 1 else ["".join(parts) for parts in product(*known)]


def _united(sets: Sequence[Sequence[str] | None]) -> Sequence[str] | None:
    """The strings of all `sets`, each once; None where there are too many."""
    united: dict[str, None] = {}
    for one in sets:
        if one is None or len(united) + len(one) > MOST_PHRASES:
            return None
        united.update(dict.fromkeys(one))
    return tuple(united)


def _needs(
    items: Sequence[_Item], at: tuple[int, int], edges: tuple[bool, bool], often: Callable[[str], float]
) -> Iterator[tuple[int, int, Need]]:
    """(start, end, need) of items [start, end) in a row, `at` least and at most so many characters into the match.

    `edges`: whether a word is sure to begin where they begin, to end where they end.
    """
    befores = [edges[0]]  # whether a word's edge is sure before each item, and behind all
    for item in items:
        befores.append(befores[-1] if item.edges[1] is None else item.edges[1])
    afters = [edges[1]]
    for item in reversed(items):
        afters.append(afters[-1] if item.edges[0] is None else item.edges[0])
    afters.reverse()
    done = 0
    for i, item in enumerate(items):
        here = (befores[i], afters[i + 1])
        if item.strings is not None:
            yield from ((i, i + 1, need) for need in _need(item.strings, at, here))
        elif item.ways:
            inside = (here[0], here[1] and item.once)
            ways = [[need for _, _, need in _needs(way, at, inside, often)] for way in item.ways]
            if all(ways):  # a way without any leaves nothing that every match holds
                yield i, i + 1, _together([min(needs, key=lambda need: _cost(need, often)) for needs in ways])
        end = i
        phrases: Sequence[str] = ("",)
        while end < len(items) and (longer := _products([phrases, items[end].strings])) is not None:
            phrases, end = longer, end + 1
        if end > max(done, i + 1):  # not the tail of a longer phrase
            yield from ((i, end, need) for need in _need(phrases, at, (befores[i], afters[end])))
        if done <= end < len(items) and items[end].starts != ("",):  # how the item that ends it may begin
            begun = _products([phrases, items[end].starts]) or ()
            yield from ((i, end + 1, need) for need in _need(begun, at, (befores[i], False)))
        done = max(done, end)
        at = at[0] + item.least, min(FAR, at[1] + item.most)


def _need(strings: Sequence[str], at: tuple[int, int], edges: tuple[bool, bool]) -> Iterator[Need]:
    """The need of one of `strings`, unless one of them is too short to tell anything."""
    need = {}
    for string in strings:
        words = in_words(string)
        if words.isspace():
            marks = in_marks(string)
            if not marks:
                return
            need[marks] = (0, FAR)
            continue
        phrase = f"{' ' * edges[0]}{words}{' ' * edges[1]}"
        if len(phrase) < MIN_LENGTH:
            return
        # A space in front makes up for the one that the searched text begins with.
        need[phrase] = at if edges[0] else (at[0] + 1, min(FAR, at[1] + 1))
    if need:
        yield need


def _together(needs: Sequence[Need]) -> Need:
    """The need of one of `needs`."""
    together: dict[str, tuple[int, int]] = {}
    for need in needs:
        for phrase, (least, most) in need.items():
            one, other = together.get(phrase, (least, most))
            together[phrase] = min(least, one), max(most, other)
    return together


def _of_marks(need: Need) -> bool:
    """Whether a phrase consists of marks: it is found behind all words, so that its place among them is not known."""
    return any(in_words(phrase).isspace() for phrase in need)


def _cost(need: Need, often: Callable[[str], float]) -> float:
    """How long it takes to try an expression wherever one of the phrases of `need` stands, by comparison."""
    certain = all(least == most for least, most in need.values())
    return (0.3 + sum(map(often, need))) * (1 if certain else ROAMING) + 0.01 * len(need)
