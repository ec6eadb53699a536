"""Patterns in their context: which signals a turn shows, in which words.

A match counts only where it is meant: not when it is denied ("not upset at all"), not when it is quoted ("the driver
said 'calm down'"), and not when it is about somebody else ("my sister was furious with me").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from heard.signals.catalogue import Pattern, Signal, catalogue
from heard.signals.prefilter import Prefilter
from heard.text import Folded, fold, sentences

__all__ = ["Finding", "Matcher", "matcher_for"]


SENTENCE_REACH = 200  # characters of a sentence on each side that can take words back or carry them


class Finding(NamedTuple):
    """A label with the words that show it. Places are offsets into the turn's text."""

    label: str
    kind: str
    start: int
    end: int
    quote: str  # text[start:end], always
    strength: int  # 1 slight, 2 clear, 3 strong
    confidence: float  # 0…1
    why: str
    origin: str = "pattern"  # "pattern", "across_turns" or "encoder"


class _Expression:
    """One expression of a pattern. Compiling thousands takes a second, so each is compiled when it is first tried."""

    __slots__ = ("_search", "kind", "label", "pattern", "source")

    def __init__(self, signal: Signal, pattern: Pattern, source: str) -> None:
        self.label = signal.label
        self.kind = signal.kind
        self.pattern = pattern
        self.source = source
        self._search: Callable[[str, int], re.Match[str] | None] | None = None

    @property
    def search(self) -> Callable[[str, int], re.Match[str] | None]:
        """The expression's search in a text from a place on."""
        if self._search is None:
            self._search = re.compile(self.source).search
        return self._search


# Denial reaches over the few words between it and what it denies, never over a clause's end.
_DENIAL = re.compile(
    r"(?:\b(?:not|no|never|nothing|neither|nor|without|hardly|nobody)|n't|\bcannot|\bdont|\bdidnt|\bisnt|\bwasnt|\bain't)"
    r"(?! only| just)(?: (?:at all|a bit|that|the|a|an|any|been|be|being|feel(?:ing)?|really|very|so|too|even|say(?:ing)?|here|was|is|are|am|"
    r"have|had|ever|to|get(?:ting)?|mean|all|particularly|exactly|remotely|i'm|i|me|it's))* ?$"
)
_ANY_DENIAL = re.compile(r"n't|no|never|without|hardly|cannot|dont|didnt|isnt|wasnt|neither")
_DENIED_AFTER = re.compile(r"^(?: at all)?,? (?:is|was) not (?:how|what|it)\b")
_THIRD_PERSON = re.compile(
    r"\b(?:(?:my|his|her|their|our|the|a|another|one) (?:\w+ )?(?:wife|husband|sister|brother|mum|mom|mother|dad|father|son|daughter|"
    r"kids?|child|children|friend|neighbou?r|boss|colleague|partner|family|customers?|driver|agent|rep|guy|lady|man|woman|"
    r"manager|cat|dog)|he|she|they)(?:'s|'re)? (?:\w+ ){0,3}$"
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|we|we're|me|my|us)\b")
_QUOTED = re.compile(r"\"[^\"\n]{3,400}\"|(?:(?<=\s)|^)'[^'\n]{12,300}'(?=[\s.,!?]|$)")


class Matcher:
    """All signals of one side, ready to be looked for."""

    def __init__(self, signals: Sequence[Signal], kinds: Mapping[str, str]) -> None:
        self._kinds = kinds  # label → kind, for labels that a pattern shows besides its own
        self.expressions = [
            _Expression(one, pattern, source)
            for one in signals
            for pattern in one.patterns
            for source in pattern.expressions
        ]
        sample = " ".join(text for one in signals for text in (*one.examples, *one.counter_examples))
        self.prefilter = Prefilter([e.source for e in self.expressions], fold(sample).text)
        # The same line under many customers (a greeting, a canned apology) is read once.
        self.findings = lru_cache(maxsize=16_384)(self._findings)

    def _findings(self, text: str) -> tuple[Finding, ...]:
        """Everything `text` shows, in order of place; of the same label no two findings overlap."""
        folded = fold(text)
        found: dict[str, list[Finding]] = {}
        context: _Context | None = None
        words = folded.text
        for number, first in self.prefilter.candidates(words):
            expression = self.expressions[number]
            search = expression.search
            place = first
            while match := search(words, place):
                start, end = match.span()
                if start and (words[start - 1].isalnum() or words[start - 1] == "_"):
                    place = start + 1  # inside a word
                    continue
                place = end if end > start else end + 1
                context = context or _Context(folded)
                if start < end and context.holds(expression, start, end):
                    self._add(found, expression, text, folded.span(start, end))
        if not found:
            return ()
        kept = (f for each in found.values() for f in (each if len(each) == 1 else _apart(each)))
        return tuple(sorted(kept, key=_place))

    def _add(self, found: dict[str, list[Finding]], expression: _Expression, text: str, span: tuple[int, int]) -> None:
        start, end = span
        pattern = expression.pattern
        for label, strength in ((expression.label, pattern.strength), *pattern.also):
            kind = expression.kind if label == expression.label else self._kinds[label]
            found.setdefault(label, []).append(
                Finding(label, kind, start, end, text[start:end], strength, pattern.confidence, pattern.why)
            )


def _apart(findings: list[Finding]) -> list[Finding]:
    """Of findings that overlap, the most telling: the strongest, then the surest, then the longest."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=_place):
        if kept and finding.start < kept[-1].end:
            if _weight(finding) > _weight(kept[-1]):
                kept[-1] = finding
        else:
            kept.append(finding)
    return kept


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.start, finding.end, finding.label


def _weight(finding: Finding) -> tuple[int, float, int]:
    return finding.strength, finding.confidence, finding.end - finding.start


class _Context:
    """The sentences, denials and quotations of one turn, each looked for when it first matters."""

    def __init__(self, folded: Folded) -> None:
        self.text = folded.text

    def holds(self, expression: _Expression, start: int, end: int) -> bool:
        """True when the words at [start, end) are meant, and meant by the speaker."""
        pattern = expression.pattern
        if pattern.unless and _compiled(pattern.unless).search(self.text, *self._sentence(start, end)):
            return False
        if pattern.within and not _compiled(pattern.within).search(self.text, *self._sentence(start, end)):
            return False
        if pattern.bare:
            return True
        if self._denials and (self._stands_before(_DENIAL, start) or _DENIED_AFTER.search(self.text[end : end + 24])):
            return False
        if self._quoted and any(a < start and end < b for a, b in self._quoted):
            return False
        if expression.kind != "feeling" or not self._stands_before(_THIRD_PERSON, start):
            return True
        return _FIRST_PERSON.search(self.text[start:end]) is not None

    def _stands_before(self, what: re.Pattern[str], start: int) -> bool:
        """Whether `what` leads up to `start` within its sentence."""
        if not what.search(self.text[max(0, start - 60) : start]):
            return False
        return what.search(self.text[max(self._sentence(start, start + 1)[0], start - 60) : start]) is not None

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around [start, end), or its nearest part where nobody wrote full stops."""
        starts, ends = self._sentences
        at = bisect_right(starts, start) - 1
        first = starts[at] if at >= 0 else start
        last = ends[min(bisect_left(ends, end), len(ends) - 1)]
        return max(first, start - SENTENCE_REACH), max(end, min(last, end + SENTENCE_REACH))

    @cached_property
    def _sentences(self) -> tuple[list[int], list[int]]:
        spans = sentences(self.text)
        return [start for start, _ in spans], [end for _, end in spans]

    @cached_property
    def _denials(self) -> bool:
        return _ANY_DENIAL.search(self.text) is not None

    @cached_property
    def _quoted(self) -> list[tuple[int, int]]:
        if '"' not in self.text and "'" not in self.text:
            return []
        return [match.span() for match in _QUOTED.finditer(self.text)]


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@cache
def matcher_for(side: str) -> Matcher:
    """The matcher of the shipped signals for "customer" or "agent" turns."""
    signals = catalogue()
    return Matcher(
        [s for s in signals.values() if s.side == side], {s.label: s.kind for s in signals.values() if s.side == side}
    )
