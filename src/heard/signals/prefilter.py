"""Which of many patterns can match a text at all, found in one pass.

Trying a thousand regular expressions on every turn takes milliseconds. Nearly every expression needs some words: "still
waiting for (a|my) (refund|reply)" needs "still waiting for" and one of "refund" and "reply". All those words are searched
for at once (Aho and Corasick 1975), and only expressions that have one of each need are tried, from where they could
begin. The filter never loses a match of whole words; a property test holds that.

Words are told apart by spaces: in the text and in what is needed every mark becomes a space, so that "it" is a word and
not a part of "with". What consists of marks alone ("!!!", ":(") is searched for in a second copy that keeps them.
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]  # the parse tree of `re` has no public name
import re._parser as parser  # type: ignore[import-not-found]  # as above; the tests parse every shipped pattern
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

MOST_NEEDS = 2  # the rarest are kept; each further one costs more time than it saves
MIN_LITERAL = 3  # with the spaces around it: "it" as a word is " it "
_FAR = 200  # a literal that may stand further into a match than this says nothing of where the match begins
_MARKS = re.compile(r"[!?:;=>(*#][!?:;=>()'*/\-]")
_SPACED = str.maketrans(dict.fromkeys("!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~\n\t", " "))


class Need(NamedTuple):
    """Literals of which every match contains at least one, in the spaced text."""

    literals: frozenset[str]
    before: int  # characters from the place where the match begins to the literal, at most; _FAR: any number


def needs_of(pattern: str) -> list[Need]:
    """What every match of `pattern` that is made of whole words contains, one of each; empty: nothing is known."""
    return list(dict.fromkeys(_of_sequence(parser.parse(pattern), 0, True, True)))


def spaced(text: str) -> str:
    """`text` with a space for every mark, and one on either side; where marks stand together, `text` once more."""
    words = f" {text.translate(_SPACED)} "
    return f"{words}{text}" if _MARKS.search(text) else words


class Prefilter:
    """Tells which patterns are worth trying on a text, and from where, to find their matches of whole words.

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
        hits = self._automaton.find_matches_as_indexes(spaced(text), overlapping=True)
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
    hits = automaton.find_matches_as_indexes(spaced(sample), overlapping=True) if automaton else []
    return Counter(literals[literal] for literal, _, _ in hits)


def _of_sequence(sequence: Any, before: int, lead: bool, follow: bool) -> list[Need]:
    """The needs of a parsed sequence of which at most `before` characters of the match stand in front.

    `lead` and `follow`: a word is sure to begin where the sequence begins, to end where it ends.
    """
    items = [(place, kind, value) for place, (kind, value) in enumerate(sequence) if kind not in _NO_WIDTH]
    leads = [lead]
    for _, kind, value in items:
        leads.append(_edge(kind, value, leads[-1], last=True))
    follows = [follow]
    for _, kind, value in reversed(items):
        follows.append(_edge(kind, value, follows[-1], last=False))
    follows.reverse()
    needs: list[Need] = []
    run, run_before, run_lead = "", before, lead
    for i, (place, kind, value) in enumerate(items):
        here = min(_FAR, before + sequence[:place].getwidth()[1])
        if kind is not op.LITERAL:
            needs += _of_node(kind, value, here, leads[i], follows[i + 1])
            continue
        if not run:
            run_before, run_lead = here, leads[i]
        run += chr(value)
        if i + 1 == len(items) or items[i + 1][1] is not op.LITERAL:
            needs += _telling([run], run_before, run_lead, follows[i + 1])
            run = ""
    return needs


_NO_WIDTH = (op.AT, op.ASSERT, op.ASSERT_NOT)


def _edge(kind: Any, value: Any, beyond: bool, *, last: bool) -> bool:
    """Whether a word boundary is sure behind (`last`) or before the item; `beyond`: it is on the item's other side."""
    if kind is op.LITERAL:
        return chr(value).translate(_SPACED) == " "
    if kind is op.SUBPATTERN:
        return _edge_of(value[3], beyond, last=last)
    if kind is op.ATOMIC_GROUP:
        return _edge_of(value, beyond, last=last)
    if kind is op.BRANCH:
        return all(_edge_of(branch, beyond, last=last) for branch in value[1])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, inner = value
        return _edge_of(inner, beyond and not least, last=last) and (beyond or least > 0)
    return False


def _edge_of(sequence: Any, beyond: bool, *, last: bool) -> bool:
    edge = beyond
    items = [item for item in sequence if item[0] not in _NO_WIDTH]
    for kind, value in items if last else reversed(items):
        edge = _edge(kind, value, edge, last=last)
    return edge


def _of_node(kind: Any, value: Any, before: int, lead: bool, follow: bool) -> list[Need]:
    if kind is op.SUBPATTERN:
        return _of_sequence(value[3], before, lead, follow)
    if kind is op.ATOMIC_GROUP:
        return _of_sequence(value, before, lead, follow)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        if not least:
            return []
        return _of_sequence(inner, before, lead, follow and most == 1)
    if kind is op.IN and all(item is op.LITERAL for item, _ in value):
        return _telling([chr(char) for _, char in value], before, lead, follow)
    if kind is op.BRANCH:
        # Of each branch one need, the best; a branch without any leaves nothing that every match contains.
        branches = [_of_sequence(branch, before, lead, follow) for branch in value[1]]
        best = [max(needs, key=lambda need: min(map(len, need.literals)), default=None) for needs in branches]
        known = [need for need in best if need]
        if len(known) == len(best):
            return [Need(frozenset().union(*(n.literals for n in known)), max(n.before for n in known))]
    return []


def _telling(literals: list[str], before: int, lead: bool, follow: bool) -> list[Need]:
    """The need of one of `literals`, unless one of them is too short to tell anything."""
    # In the spaced text the literal begins one further on; with a space in front it begins at the same place.
    spaced_out = [f"{' ' * lead}{literal.translate(_SPACED)}{' ' * follow}" for literal in literals]
    if all(_MARKS.search(literal) and not literal.translate(_SPACED).strip() for literal in literals):
        return [Need(frozenset(literals), _FAR)]
    if any(len(literal) < MIN_LITERAL or literal.isspace() for literal in spaced_out):
        return []
    return [Need(frozenset(spaced_out), before + (not lead))]
