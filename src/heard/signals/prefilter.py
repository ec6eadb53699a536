"""Which of many patterns can match a text at all, and where such a match would begin, found in one pass.

Trying thousands of regular expressions on every turn takes milliseconds. Nearly every expression needs some phrase (see
`heard.signals.phrases`); all phrases are searched for at once (Aho and Corasick 1975), and an expression is tried only
where one of its own stands. Most phrases stand at a fixed distance from the beginning of the match: there the expression
is tried at that place alone. The filter never loses a match of whole words; a property test holds that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from ahocorasick_rs import AhoCorasick, MatchKind

from heard.signals.phrases import FAR, Need, in_words, needs_of

__all__ = ["Prefilter", "Sample"]


class Prefilter:
    """Tells which patterns are worth trying on a text, and where, to find their matches of whole words.

    `sample` is some text of the kind that will come: of what a pattern needs, the rarest there is searched for.
    """

    def __init__(self, patterns: Sequence[str], often: Callable[[str], float] = len) -> None:
        self._always: list[int] = []
        # The patterns of two needs, with the phrases of the rarest and how far before them the match begins.
        self._pairs: list[tuple[int, dict[int, tuple[int, int]]]] = []
        ids: dict[str, int] = {}
        filed: list[_Filed] = []

        def file(need: Need) -> Iterator[tuple[_Filed, tuple[int, int]]]:
            for phrase, at in need.items():
                if ids.setdefault(phrase, len(ids)) == len(filed):
                    filed.append(_Filed())
                yield filed[ids[phrase]], at

        for number, pattern in enumerate(patterns):
            needs = needs_of(pattern, often)
            if needs is None:
                self._always.append(number)
                continue
            other = needs.earlier or needs.later
            if not other:
                for phrase, (least, most) in file(needs.rarest):
                    phrase.add(number, least, most)
                continue
            bit = 1 << len(self._pairs)
            for phrase, _ in file(needs.rarest):
                phrase.rarest |= bit
            for phrase, _ in file(needs.earlier or needs.rarest):
                phrase.earlier |= bit
            for phrase, _ in file(needs.later or needs.rarest):
                phrase.later |= bit
            self._pairs.append((number, {ids[phrase]: at for phrase, at in needs.rarest.items()}))
        self._filed = [one.frozen() for one in filed]
        self._automaton = AhoCorasick(list(ids), matchkind=MatchKind.Standard) if ids else None

    @property
    def always(self) -> int:
        """How many patterns need no phrase: they are tried on every text, so keep them few."""
        return len(self._always)

    def candidates(self, searched: str) -> tuple[list[tuple[int, Sequence[int]]], dict[int, int]]:
        """Where patterns may match a text: ([(place, numbers of those that may match there)], {number: place from where}).

        `searched` is the text `spaced`. The same number and place may come twice, and a number in both; a pattern that is
        in neither does not match.
        """
        at: list[tuple[int, Sequence[int]]] = []
        since = dict.fromkeys(self._always, 0)
        if self._automaton is None:
            return at, since
        filed = self._filed
        seen = both = 0  # bits of the patterns of two needs: whose earlier need was seen, whose later one behind it
        beginnings: list[tuple[int, int, int]] = []
        for phrase, place, _ in self._automaton.find_matches_as_indexes(searched, overlapping=True):
            exact, within, earlier, later, rarest = filed[phrase]
            if later:
                both |= later & seen
            if earlier:
                seen |= earlier
            if rarest:
                beginnings.append((phrase, place, rarest))
            if exact:
                for most, numbers in exact:
                    at.append((place - most, numbers))
            if within:
                for number, most in within:
                    _from(since, number, place, most)
        if both:
            self._begin(beginnings, both, at, since)
        return at, since

    def _begin(
        self,
        beginnings: list[tuple[int, int, int]],
        both: int,
        at: list[tuple[int, Sequence[int]]],
        since: dict[int, int],
    ) -> None:
        """Puts in where patterns begin of which `both` needs were seen. `beginnings`: (phrase, place, bits of patterns)."""
        for phrase, place, rarest in beginnings:
            bits = rarest & both
            while bits:
                bit = bits & -bits
                bits ^= bit
                number, need = self._pairs[bit.bit_length() - 1]
                least, most = need[phrase]
                if least == most:
                    at.append((place - most, (number,)))
                else:
                    _from(since, number, place, most)

    def may_match(self, searched: str) -> bool:
        """Whether any pattern may match somewhere in a text; `searched` is the text `spaced`."""
        if self._always or self._automaton is None:
            return bool(self._always)
        return bool(self._automaton.find_matches_as_indexes(searched, overlapping=False))


def _from(since: dict[int, int], number: int, place: int, most: int) -> None:
    """Notes that a match of `number` begins at most `most` characters before `place`."""
    start = place - most if most < FAR and place > most else 0
    if since.get(number, start) >= start:
        since[number] = start


class _Filed:
    """The patterns that one phrase belongs to."""

    def __init__(self) -> None:
        self.exact: dict[int, list[int]] = {}  # by how many characters before it they begin
        self.within: list[tuple[int, int]] = []  # with how many characters before it they begin at most
        # Of those of two needs, a bit for each that it belongs to as
        self.rarest = self.earlier = self.later = 0

    def add(self, number: int, least: int, most: int) -> None:
        """Files a pattern that needs nothing else."""
        if least == most:
            self.exact.setdefault(most, []).append(number)
        else:
            self.within.append((number, most))

    def frozen(self) -> tuple[tuple[tuple[int, tuple[int, ...]], ...], tuple[tuple[int, int], ...], int, int, int]:
        """The same in tuples, for the loop over what was found."""
        exact = tuple((most, tuple(numbers)) for most, numbers in self.exact.items())
        return exact, tuple(self.within), self.earlier, self.later, self.rarest


class Sample:
    """How often phrases stand in some text, taken from its words and pairs of words."""

    def __init__(self, text: str) -> None:
        self._text = text
        words = in_words(text).split()
        self._counts = Counter(words)
        self._pairs = Counter(pairwise(words))
        self._beginnings = _Beginnings(self._counts)
        self._endings = _Beginnings({word[::-1]: count for word, count in self._counts.items()})

    def often(self, phrase: str) -> float:
        """How often `phrase` stands in the text, at most; a space at its ends stands for a word's edge."""
        words = phrase.split()
        if in_words(phrase).isspace():
            return self._text.count(phrase)
        whole = words[phrase[0] != " " : len(words) - (phrase[-1] != " ")]
        if len(whole) > 1:
            return min(self._pairs[pair] for pair in pairwise(whole))
        if whole:
            return self._counts[whole[0]]
        if phrase[0] == " ":
            return self._beginnings.count(words[0])
        if phrase[-1] == " ":
            return self._endings.count(words[-1][::-1])
        return self._text.count(phrase)


class _Beginnings:
    """How many words begin with something."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._words = sorted(counts)
        self._sums = [0, *accumulate(counts[word] for word in self._words)]

    def count(self, beginning: str) -> int:
        first, end = (bisect_left(self._words, x) for x in (beginning, beginning + "\U0010ffff"))
        return self._sums[end] - self._sums[first]
