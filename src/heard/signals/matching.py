"""Patterns in their context: which signals a turn shows, in which words.

A match counts only where it is meant: not when it is denied ("not upset at all"), not when it is quoted ("the driver
said 'calm down'"), and not when it is about somebody else ("my sister was furious with me").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

from heard.signals.catalogue import Pattern, Signal, catalogue
from heard.signals.phrases import spaced
from heard.signals.prefilter import Prefilter, Sample
from heard.text import fold, sentences

__all__ = ["Finding", "Matcher", "matcher_for"]


CLAUSE_REACH = 60  # characters before a match that can deny it or say whose it is
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
    origin: str = (
        "pattern"  # "pattern", "across_turns", "encoder", or "both": a pattern's words, an encoder's confidence
    )


class Expression(NamedTuple):
    """One expression of a pattern, with the signal that it shows."""

    label: str
    kind: str
    pattern: Pattern
    source: str


# Denial reaches over the few words between it and what it denies, never over a clause's end.
_DENIAL = re.compile(
    r"(?:\b(?:not|no|never|nothing|neither|nor|without|hardly|nobody)|n't|\bcannot|\bdont|\bdidnt|\bisnt|\bwasnt|\bain't)"
    r"(?! only| just)(?: (?:at all|a bit|that|the|a|an|any|been|be|being|feel(?:ing)?|really|very|so|too|even|say(?:ing)?|here|was|is|are|am|"
    r"have|had|ever|to|get(?:ting)?|mean|all|particularly|exactly|remotely|i'm|i|me|it's))* ?$"
)
# Words of which a denial has one, "t" for "n't": far quicker to see that there is none.
_DENYING = frozenset("not no never nothing neither nor without hardly nobody cannot dont didnt isnt wasnt t".split())
_DENIED_AFTER = re.compile(r"^(?: at all)?,? (?:is|was) not (?:how|what|it)\b")
_PEOPLE = (
    "wife|husband|sister|brother|mum|mom|mother|dad|father|son|daughter|kid|kids|child|children|friend|neighbor|neighbour|"
    "boss|colleague|partner|family|customer|customers|driver|agent|rep|guy|lady|man|woman|manager|cat|dog"
)
_THIRD_PERSON = re.compile(
    rf"\b(?:(?:my|his|her|their|our|the|a|another|one) (?:\w+ )?(?:{_PEOPLE})|he|she|they)(?:'s|'re)? (?:\w+ ){{0,3}}$"
)
_OTHERS = frozenset(_PEOPLE.split("|")) | {"he", "she", "they"}
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|we|we're|me|my|us)\b")
_QUOTED = re.compile(r"\"[^\"\n]{3,400}\"|(?:(?<=\s)|^)'[^'\n]{12,300}'(?=[\s.,!?]|$)")


class Matcher:
    """All signals of one side, ready to be looked for."""

    def __init__(self, signals: Sequence[Signal], kinds: Mapping[str, str]) -> None:
        self._kinds = kinds  # label → kind, for labels that a pattern shows besides its own
        self.expressions = [
            Expression(one.label, one.kind, pattern, source)
            for one in signals
            for pattern in one.patterns
            for source in pattern.expressions
        ]
        sample = Sample(fold(" ".join(text for one in signals for text in (*one.examples, *one.counter_examples))).text)
        often = cache(sample.often)
        self.prefilter = Prefilter([e.source for e in self.expressions], often)
        self._condition = cache(lambda expression: _Condition(expression, often))
        # Compiling thousands of expressions takes a second, so each is compiled when it is first tried.
        self._match: list[Callable[[str, int], re.Match[str] | None]]
        self._search: list[Callable[[str, int], re.Match[str] | None]]
        self._match = [partial(self._compile_match, number) for number in range(len(self.expressions))]
        self._search = [partial(self._compile_search, number) for number in range(len(self.expressions))]
        # The same line under many customers (a greeting, a canned apology) is read once.
        self.findings = lru_cache(maxsize=16_384)(self._findings)

    def _compile_match(self, number: int, text: str, place: int) -> re.Match[str] | None:
        self._match[number] = match = re.compile(self.expressions[number].source).match
        return match(text, place)

    def _compile_search(self, number: int, text: str, place: int) -> re.Match[str] | None:
        self._search[number] = search = re.compile(self.expressions[number].source).search
        return search(text, place)

    def matches(self, text: str, searched: str) -> dict[int, list[tuple[int, int]]]:
        """[start, end) of what each expression matches in folded `text`, by its number; whole words, none overlapping.

        `searched` is `text` as `spaced` gives it.
        """
        at, since = self.prefilter.candidates(searched)
        found: dict[int, list[tuple[int, int]]] = {}
        tries = self._match
        for place, numbers in at:
            for number in numbers:
                match = tries[number](text, place)
                if match is not None:
                    if number in found:
                        found[number].append(match.span())
                    else:
                        found[number] = [match.span()]
        if found:
            found = {number: kept for number, spans in found.items() if (kept := _whole(spans, text))}
        for number, place in since.items():
            search = self._search[number]
            match = search(text, place)
            if match is not None and (kept := _all(search, match, text)):
                found[number] = kept
        return found

    def _findings(self, text: str) -> tuple[Finding, ...]:
        """Everything `text` shows, in order of place; of the same label no two findings overlap."""
        folded = fold(text)
        searched = spaced(folded.text)
        matches = self.matches(folded.text, searched)
        if not matches:
            return ()
        found: dict[str, list[Finding]] = {}
        context = _Context(folded.text, searched, self._condition)
        for number, spans in sorted(matches.items()):
            expression = self.expressions[number]
            for start, end in spans:
                if context.holds(expression, start, end):
                    self._add(found, expression, text, folded.span(start, end))
        kept = [f for each in found.values() for f in (each if len(each) == 1 else _apart(each))]
        if len(kept) > 1:
            kept.sort(key=_place)
        return tuple(kept)

    def _add(self, found: dict[str, list[Finding]], expression: Expression, text: str, span: tuple[int, int]) -> None:
        start, end = span
        pattern = expression.pattern
        for label, strength in ((expression.label, pattern.strength), *pattern.also):
            kind = expression.kind if label == expression.label else self._kinds[label]
            found.setdefault(label, []).append(
                Finding(label, kind, start, end, text[start:end], strength, pattern.confidence, pattern.why)
            )


def _inside_word(text: str, place: int) -> bool:
    return place > 0 and (text[place - 1].isalnum() or text[place - 1] == "_")


def _whole(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Those of `spans` that begin where a word does, of overlapping ones the first."""
    kept: list[tuple[int, int]] = []
    for start, end in spans if len(spans) == 1 else sorted(spans):
        if start < end and (not kept or start >= kept[-1][1]) and not _inside_word(text, start):
            kept.append((start, end))
    return kept


def _all(
    search: Callable[[str, int], re.Match[str] | None], match: re.Match[str] | None, text: str
) -> list[tuple[int, int]]:
    """`match` and what `search` finds behind it, as far as it begins where a word does."""
    kept: list[tuple[int, int]] = []
    while match:
        start, end = match.span()
        if _inside_word(text, start):
            match = search(text, start + 1)
            continue
        if start < end:
            kept.append((start, end))
        match = search(text, end if end > start else end + 1)
    return kept


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

    def __init__(self, text: str, searched: str, condition: Callable[[str], _Condition]) -> None:
        self.text = text
        self._searched = searched
        self._condition = condition
        self._bounds: tuple[list[int], list[int]] | None = None
        self._quotations: list[tuple[int, int]] | None = None
        self._nowhere: dict[str, bool] = {}  # of conditions: whether they stand nowhere in the turn

    def holds(self, expression: Expression, start: int, end: int) -> bool:
        """True when the words at [start, end) are meant, and meant by the speaker."""
        pattern = expression.pattern
        if pattern.unless and self._stands_beside(pattern.unless, start, end):
            return False
        if pattern.within and not self._stands_beside(pattern.within, start, end):
            return False
        if pattern.bare:
            return True
        before = self._searched[max(1, start - CLAUSE_REACH + 1) : start + 1].split()
        if not _DENYING.isdisjoint(before) and self._stands_before(_DENIAL, start):
            return False
        if self.text.find(" not ", end, end + 24) >= 0 and _DENIED_AFTER.search(self.text[end : end + 24]):
            return False
        if self._is_quoted(start, end):
            return False
        if expression.kind != "feeling" or _OTHERS.isdisjoint(before) or not self._stands_before(_THIRD_PERSON, start):
            return True
        return _FIRST_PERSON.search(self.text[start:end]) is not None

    def _stands_beside(self, expression: str, start: int, end: int) -> bool:
        """Whether `expression` matches in the sentence around [start, end)."""
        condition = self._condition(expression)
        nowhere = self._nowhere.get(expression)
        if nowhere is None:  # its phrases are looked for first: they are found sooner, and mostly there are none
            nowhere = self._nowhere[expression] = not condition.prefilter.may_match(self._searched)
        return not nowhere and condition.search(self.text, *self._sentence(start, end)) is not None

    def _is_quoted(self, start: int, end: int) -> bool:
        if self._quotations is None:
            text = self.text
            any_mark = '"' in text or " '" in text or "\n'" in text or text.startswith("'")
            self._quotations = [match.span() for match in _QUOTED.finditer(text)] if any_mark else []
        return any(a < start and end < b for a, b in self._quotations) if self._quotations else False

    def _stands_before(self, what: re.Pattern[str], start: int) -> bool:
        """Whether `what` leads up to `start` within its sentence."""
        first = max(0, start - CLAUSE_REACH)
        if not what.search(self.text[first:start]):
            return False
        return what.search(self.text[max(self._sentence(start, start + 1)[0], first) : start]) is not None

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around [start, end), or its nearest part where nobody wrote full stops."""
        if self._bounds is None:
            spans = sentences(self.text)
            self._bounds = [start for start, _ in spans], [end for _, end in spans]
        starts, ends = self._bounds
        at = bisect_right(starts, start) - 1
        first = starts[at] if at >= 0 else start
        last = ends[min(bisect_left(ends, end), len(ends) - 1)]
        return max(first, start - SENTENCE_REACH), max(end, min(last, end + SENTENCE_REACH))


class _Condition:
    """An expression that takes a match back, or carries it, and a quick way to see that it stands nowhere."""

    def __init__(self, expression: str, often: Callable[[str], float]) -> None:
        self.search = re.compile(expression).search
        self.prefilter = Prefilter([expression], often)


@cache
def matcher_for(side: str) -> Matcher:
    """The matcher of the shipped signals for "customer" or "agent" turns."""
    signals = catalogue()
    return Matcher(
        [s for s in signals.values() if s.side == side], {s.label: s.kind for s in signals.values() if s.side == side}
    )
