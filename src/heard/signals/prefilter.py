"""Which of many patterns can match a text at all, found in one pass.

Trying a thousand regular expressions on every turn takes milliseconds. Nearly every expression needs some literal
letters ("sorr", "still waiting"); all those literals are searched for at once (Aho and Corasick 1975), and only the
expressions whose letters are there are tried. The filter never loses a match; a property test holds that.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]  # the parse tree of `re` has no public name
import re._parser as parser  # type: ignore[import-not-found]  # as above; the tests parse every shipped pattern
from collections.abc import Iterable, Sequence
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

MIN_LITERAL = 3  # shorter literals are in almost every text and would filter nothing


def required_literals(pattern: str) -> frozenset[str] | None:
    """Strings of which every match of `pattern` contains at least one; None when no such set is known."""
    return _of_sequence(parser.parse(pattern))


class Prefilter:
    """Tells which patterns are worth trying on a text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        by_literal: dict[str, list[int]] = {}
        always: list[int] = []
        for number, pattern in enumerate(patterns):
            literals = required_literals(pattern)
            if literals is None:
                always.append(number)
                continue
            for literal in literals:
                by_literal.setdefault(literal, []).append(number)
        self.always = tuple(always)  # patterns without a literal: tried on every text, so keep them few
        self._numbers = list(by_literal.values())
        self._automaton = AhoCorasick(list(by_literal), matchkind=MatchKind.Standard) if by_literal else None

    def candidates(self, text: str) -> Iterable[int]:
        """Numbers of the patterns that may match `text`, ascending."""
        if self._automaton is None:
            return self.always
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        found = set(self.always)
        for literal in {hit[0] for hit in hits}:
            found.update(self._numbers[literal])
        return sorted(found)


def _of_sequence(sequence: Any) -> frozenset[str] | None:
    best: frozenset[str] | None = None
    run: list[str] = []
    for kind, value in sequence:
        if kind is op.LITERAL:
            run.append(chr(value))
            continue
        if kind is op.AT:
            continue  # a boundary has no width: the run goes on
        best = _better(best, _of_run(run))
        run = []
        best = _better(best, _of_node(kind, value))
    return _better(best, _of_run(run))


def _of_run(run: list[str]) -> frozenset[str] | None:
    literal = "".join(run)
    return frozenset([literal]) if len(literal) >= MIN_LITERAL else None


def _of_node(kind: Any, value: Any) -> frozenset[str] | None:
    if kind is op.SUBPATTERN:
        return _of_sequence(value[3])
    if kind is op.ATOMIC_GROUP:
        return _of_sequence(value)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, inner = value
        return _of_sequence(inner) if least else None
    if kind is op.BRANCH:
        branches = [_of_sequence(branch) for branch in value[1]]
        if any(branch is None for branch in branches):
            return None
        return frozenset().union(*(b for b in branches if b is not None))
    return None


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda literals: (min(map(len, literals)), -len(literals)))
