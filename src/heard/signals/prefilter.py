"""Which of many patterns can match a text at all, found in one pass.

Trying a thousand regular expressions on every turn takes milliseconds. Nearly every expression needs some literal
letters: "still waiting for (a|my) (refund|reply)" needs "still waiting for " and one of "refund" and "reply". All those
literals are searched for at once (Aho and Corasick 1975), and only expressions that have one of each need are tried. The
filter never loses a match; a property test holds that.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]  # the parse tree of `re` has no public name
import re._parser as parser  # type: ignore[import-not-found]  # as above; the tests parse every shipped pattern
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

MOST_NEEDS = 4  # the most telling are kept; each further one costs more time than it saves

Need = frozenset[str]  # of these, every match contains at least one


def needs_of(pattern: str) -> list[Need]:
    """What every match of `pattern` contains, one of each set; empty when nothing is known. The most telling first."""
    needs = set(_of_sequence(parser.parse(pattern)))
    return sorted(needs, key=lambda need: (-_worth(need), len(need), sorted(need)))[:MOST_NEEDS]


class Prefilter:
    """Tells which patterns are worth trying on a text.

    `sample` is some text of the kind that will come: each pattern is filed under the need that is rarest there.
    """

    def __init__(self, patterns: Sequence[str], sample: str = "") -> None:
        needs = [needs_of(pattern) for pattern in patterns]
        ids = {literal: i for i, literal in enumerate(dict.fromkeys(x for each in needs for need in each for x in need))}
        self.always = tuple(i for i, each in enumerate(needs) if not each)  # tried on every text, so keep them few
        self._automaton = AhoCorasick(list(ids), matchkind=MatchKind.Standard) if ids else None
        common = Counter(self._hits(sample))
        self._first: list[list[tuple[int, tuple[frozenset[int], ...]]]] = [[] for _ in ids]
        for number, each in enumerate(needs):
            by_rarity = sorted(
                (frozenset(ids[literal] for literal in need) for need in each),
                key=lambda need: sum(common[literal] for literal in need),
            )
            for literal in by_rarity[0] if by_rarity else ():
                self._first[literal].append((number, tuple(by_rarity[1:])))

    def candidates(self, text: str) -> Sequence[int]:
        """Numbers of the patterns that may match `text`, each once, in no order."""
        there = set(self._hits(text))
        found = dict.fromkeys(self.always)
        for literal in there:
            for number, others in self._first[literal]:
                for need in others:
                    if need.isdisjoint(there):
                        break
                else:
                    found[number] = None
        return list(found)

    def _hits(self, text: str) -> list[int]:
        if self._automaton is None:
            return []
        return [hit[0] for hit in self._automaton.find_matches_as_indexes(text, overlapping=True)]


def _worth(need: Need) -> int:
    """How telling the weakest literal of `need` is: a letter counts one, a mark or an emoji two."""
    return min(sum(1 if c.isalnum() or c == " " else 2 for c in literal) for literal in need)


def _of_sequence(sequence: Any) -> list[Need]:
    needs: list[Need] = []
    run: list[str] = []
    for kind, value in sequence:
        if kind is op.LITERAL:
            run.append(chr(value))
            continue
        if kind is op.AT:
            continue  # a boundary has no width: the run goes on
        needs += _of_run(run)
        run = []
        needs += _of_node(kind, value)
    return needs + _of_run(run)


def _of_run(run: list[str]) -> list[Need]:
    literal = "".join(run)
    return _telling(frozenset([literal])) if literal else []


def _telling(need: Need) -> list[Need]:
    return [need] if _worth(need) > 1 else []


def _of_node(kind: Any, value: Any) -> list[Need]:
    if kind is op.SUBPATTERN:
        return _of_sequence(value[3])
    if kind is op.ATOMIC_GROUP:
        return _of_sequence(value)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, inner = value
        return _of_sequence(inner) if least else []
    if kind is op.IN:
        if all(item is op.LITERAL for item, _ in value):
            return _telling(frozenset(chr(char) for _, char in value))
    if kind is op.BRANCH:
        # Of each branch one need, the best; a branch without any leaves nothing that every match contains.
        best = [max(_of_sequence(branch), key=_worth, default=None) for branch in value[1]]
        if all(best):
            return [frozenset().union(*(need for need in best if need))]
    return []
