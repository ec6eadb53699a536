"""Which of many patterns can match a text at all, found in one pass.

Trying a thousand regular expressions on every turn takes milliseconds. Nearly every expression needs some literal
letters: "still waiting for (a|my) (refund|reply)" needs "still waiting for " and one of "refund" and "reply". All those
literals are searched for at once (Aho and Corasick 1975), and only expressions that have one of each need are tried, from
where they could begin. The filter never loses a match; a property test holds that.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]  # the parse tree of `re` has no public name
import re._parser as parser  # type: ignore[import-not-found]  # as above; the tests parse every shipped pattern
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

MOST_NEEDS = 2  # the rarest are kept; each further one costs more time than it saves
_FAR = 200  # a literal that may stand further into a match than this says nothing of where the match begins


class Need(NamedTuple):
    """Literals of which every match contains at least one."""

    literals: frozenset[str]
    before: int  # characters of the match that may stand before the literal, at most; _FAR: any number


def needs_of(pattern: str) -> list[Need]:
    """What every match of `pattern` contains, one of each; empty when nothing is known. The most telling first."""
    needs = dict.fromkeys(_of_sequence(parser.parse(pattern), 0))
    return sorted(needs, key=lambda need: (-_worth(need.literals), len(need.literals)))


class Prefilter:
    """Tells which patterns are worth trying on a text, and from where.

    `sample` is some text of the kind that will come: each pattern is filed under the need that is rarest there.
    """

    def __init__(self, patterns: Sequence[str], sample: str = "") -> None:
        common = _counted({x for pattern in patterns for need in needs_of(pattern) for x in need.literals}, sample)
        rarest = [
            sorted(needs_of(pattern), key=lambda need: sum(common[x] for x in need.literals))[:MOST_NEEDS]
            for pattern in patterns
        ]
        ids = {x: i for i, x in enumerate(dict.fromkeys(x for needs in rarest for n in needs for x in n.literals))}
        self._automaton = _automaton(ids)
        self._always = {number: 0 for number, needs in enumerate(rarest) if not needs}
        self._first: list[list[tuple[int, int, tuple[frozenset[int], ...]]]] = [[] for _ in ids]
        for number, needs in enumerate(rarest):
            others = tuple(frozenset(ids[x] for x in need.literals) for need in needs[1:])
            for literal in needs[0].literals if needs else ():
                self._first[ids[literal]].append((number, needs[0].before, others))

    @property
    def always(self) -> int:
        """How many patterns need no literal: they are tried on every text, so keep them few."""
        return len(self._always)

    def candidates(self, text: str) -> Iterable[tuple[int, int]]:
        """(number, place) of the patterns that may match `text`, each once; no match of theirs begins before place."""
        if not self._automaton:
            return self._always.items()
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        hits.reverse()
        places = {literal: start for literal, start, _ in hits}  # the first of each
        there = set(places)
        found = self._always.copy()
        for literal, place in places.items():
            for number, before, others in self._first[literal]:
                for need in others:
                    if need.isdisjoint(there):
                        break
                else:
                    start = place - before if before < _FAR and place > before else 0
                    if found.get(number, start) >= start:
                        found[number] = start
        return found.items()


def _automaton(literals: Iterable[str]) -> AhoCorasick | None:
    literals = list(literals)
    return AhoCorasick(literals, matchkind=MatchKind.Standard) if literals else None


def _counted(literals: Iterable[str], sample: str) -> Counter[str]:
    """How often each of `literals` stands in `sample`."""
    literals = list(literals)
    automaton = _automaton(literals)
    hits = automaton.find_matches_as_indexes(sample, overlapping=True) if automaton else []
    return Counter(literals[literal] for literal, _, _ in hits)


def _worth(literals: frozenset[str]) -> int:
    """How telling the weakest of `literals` is: a letter counts one, a mark or an emoji two."""
    return min(sum(1 if c.isalnum() or c == " " else 2 for c in literal) for literal in literals)


def _of_sequence(sequence: Any, before: int) -> list[Need]:
    """The needs of a parsed sequence of which at most `before` characters of the match stand in front."""
    needs: list[Need] = []
    run, began = "", before
    for place, (kind, value) in enumerate(sequence):
        if kind is op.LITERAL:
            run += chr(value)
            continue
        if kind is op.AT:
            continue  # a boundary has no width: the run goes on
        needs += _telling([run], began)
        began = min(_FAR, before + sequence[:place].getwidth()[1])
        needs += _of_node(kind, value, began)
        run, began = "", min(_FAR, before + sequence[: place + 1].getwidth()[1])
    return needs + _telling([run], began)


def _of_node(kind: Any, value: Any, before: int) -> list[Need]:
    if kind is op.SUBPATTERN:
        return _of_sequence(value[3], before)
    if kind is op.ATOMIC_GROUP:
        return _of_sequence(value, before)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, inner = value
        return _of_sequence(inner, before) if least else []
    if kind is op.IN and all(item is op.LITERAL for item, _ in value):
        return _telling([chr(char) for _, char in value], before)
    if kind is op.BRANCH:
        # Of each branch one need, the best; a branch without any leaves nothing that every match contains.
        best = [max(_of_sequence(b, before), key=lambda n: _worth(n.literals), default=None) for b in value[1]]
        known = [need for need in best if need]
        if len(known) == len(best):
            return [Need(frozenset().union(*(n.literals for n in known)), max(n.before for n in known))]
    return []


def _telling(literals: list[str], before: int) -> list[Need]:
    """The need of one of `literals`, unless the weakest of them is in almost every text."""
    need = frozenset(literals)
    return [Need(need, before)] if _worth(need) > 1 else []
