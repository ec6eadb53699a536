"""This customer's own words, made ready to be said back to them.

Saying something back turns its persons round: "my daughter's wedding" becomes "your daughter's wedding", "you charged me
twice" becomes "we charged you twice". Where that can't be done surely, nothing is said back: no line is better than a
wrong one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from heard.text import content_words, sentences

__all__ = ["Phrase", "phrase_around", "thing_in", "turned"]

FEWEST_WORDS, MOST_WORDS = 4, 20  # a shorter phrase says too little, a longer one is nobody's to say back
SHORT, LONG = 24, 140  # characters: a quote shorter than this takes the clause before it in, a longer one is cut

_TURNS = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "we": "you", "us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves",
    "i'm": "you're", "im": "you're", "i've": "you've", "ive": "you've", "i'd": "you'd", "i'll": "you'll",
    "we're": "you're", "we've": "you've", "we'd": "you'd", "we'll": "you'll",
    "your": "our", "yours": "ours", "you're": "we're", "you've": "we've", "you'd": "we'd", "you'll": "we'll",
}  # fmt: skip
_BE = {"am": "are", "was": "were", "wasn't": "weren't", "wasnt": "weren't"}
_AS_WE = frozenset("that and but because when if until before after since then so which while".split())
_AS_US = frozenset(
    """to with from for by at of about on told called rang emailed messaged paid asked gave sent bought trusted chose
    contacted wrote contacting calling ringing asking""".split()
)
_FILLER = re.compile(r"\b(?:u+m+|u+h+|e+r+m*|hmm+|like um|you know|i mean|sort of|kind of)\b,?\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]*\)")
_STAMMER = re.compile(r"\b(\w+(?:'\w+)?(?: \w+)?)(?:,? \1\b)+", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:(?:oh|ah|and|but|so|because|cos|cause|well|yeah|yes|no|ok|okay|right|look|honestly|basically|actually|anyway|also|plus|"
    r"then|now|or|obviously|sorry|hi|hello|hey|dear|again|just|to be honest|tbh|the thing is|as i said|like i said)\b[ ,.:-]*)+",
    re.IGNORECASE,
)
# How a clause that can be said back begins; what begins otherwise is a request, an exclamation or a piece of one.
_STATES = re.compile(
    r"(?:i|i'm|im|i've|ive|i'd|we|we're|we've|we'd|my|our|your|you|you've|nobody|no one|noone|no-one|it's|it|there's|there|"
    r"he|she|he's|she's|they|they're|his|her|everyone|everything|nothing|the|both|all|half|\d+|an?|one|two|three|four|five|six|"
    r"seven|eight|nine|ten) ",
    re.IGNORECASE,
)
_ELIDED = (
    (re.compile(r"been (?:waiting|stuck|stranded|trying|without|passed)\b"), "i've "),
    (re.compile(r"(?:still |just )?(?:waiting|stuck|stranded|trying)\b"), "i'm "),
    (
        re.compile(
            r"(?:already |just |only )?(?:waited|called|rang|phoned|emailed|wrote|tried|spent|paid|ordered|booked|lost|got|"
            r"sent|had|took|chased|missed|went|drove) "
        ),
        "i ",
    ),
)
_UNSAYABLE = re.compile(
    r"[?\"“”<>*#@{}\[\]\\|~^]|https?:|\b(?:joke|ridiculous|useless|rubbish|worst|disgust\w*|pathetic|shambles|idiots?|stupid|crap\w*|"
    r"damn|hell|bloody|wtf|ffs|shit\w*|f\w*ck\w*|arse\w*|ass|sue|lawyer|scam\w*|liars?|lying|thie\w+|incompetent|lol|omg|u|ur|pls|plz|"
    r"please|kill\w*|hate|awful|terrible|appalling|unacceptable|my name|name's|wonder\w*|whatever|let's|don't you|you guys|you lot|"
    r"you people|should i|am i|are you|can you|could you|do you|will you|would you|is this|what|how|why|"
    r"thanks?|thank you|cheers|fine|asap|attach\w*|its|(?:he|she|it) (?:cry|say|have|do|need|want|go|take|tell|make|give|come|be|not|don'?t)|(?:should|would|could)(?: have|'ve)|i said|i told|i'm serious|get me|give me|tell me|let me|send me|manager|forgive|laugh\w*|you will|you'll|you should|you must|you need|you have to|you can|i mean|i guess|i know|i think|i suppose|i believe|i don't know|i want|i need|"
    r"i would like|i'd like|i wanted to (?:ask|know|check)|i was (?:hoping|wondering)|writing to|i am writing|i'm writing)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s*(?:[,;:](?=\s)|[()…]|\s[-–—]+\s)\s*|\s+(?=(?:but|because|cos|so|and (?:i|i'm|i've|my|we|nobody|no one|now|then|it|you|your|the))\s)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DANGLES = frozenset(
    """a an the my your our his her their its of to from with for by at in on and or but so because that which who if when is was
    are were be been am have has had will would can could do does did not as than then just really very i you we they he she it
    i'm i've i'd we're we've it's there's this these those about into after before since until please no get got""".split()
)
_THING = re.compile(
    r"\b(?:my|our) ((?:(?:late|new|old|little|elderly|youngest|eldest|own|whole|first|second|broken|missing|wedding|birthday) )*"
    r"[a-z]{3,}(?:['’]s [a-z]{3,})?)",
    re.IGNORECASE,
)
_ANYBODYS = frozenset(
    """order account number name email address phone details card bill money time case problem issue question booking reference life
    own first second whole new old fault bad apologies god experience query complaint understanding opinion turn view mind way part
    side end calls call emails email messages message previous last next patience point""".split()
)


_OWN = re.compile(r"\byou|\d")  # what a neighbouring clause must hold to stand for the need
_NOUNS = frozenset(
    "wedding evening morning meeting building heating washing ring bed family belongings earrings hearing".split()
)


class Phrase(NamedTuple):
    """Words of the customer's that carry the matter."""

    quote: str  # as they stand in the turn
    back: str | None  # the same, said back to them; None: it can't be turned surely


def phrase_around(text: str, start: int, end: int) -> Phrase:
    """The clause of `text` around [start, end), and that clause said back; another clause where that one won't turn."""
    spans = [span for first, last in sentences(text) for span in _clauses(text, first, last)]
    here = next((s for s in spans if s[0] <= start < s[1]), (start, end))
    back = turned(text[slice(*here)])
    if back is not None:
        return Phrase(text[slice(*here)], back)
    place = spans.index(here) if here in spans else 0
    for other in (*spans[place + 1 : place + 3], *reversed(spans[max(0, place - 2) : place])):
        back = turned(text[slice(*other)])
        if back is not None and _OWN.search(back):
            return Phrase(text[slice(*other)], back)
    first, last = here
    while place and last - first < SHORT:
        place -= 1
        first = spans[place][0]
    return Phrase(text[first:last] if last - first <= LONG else text[start:end], None)


def thing_in(text: str) -> str | None:
    """What the customer calls theirs ("your daughter's wedding"), where it is not what everybody has ("my order")."""
    best: str | None = None
    for match in _THING.finditer(text.replace("’", "'")):
        words = match[1].lower().split()
        if (
            words[-1] in _ANYBODYS
            or (words[-1].endswith(("ing", "ed", "ly")) and words[-1] not in _NOUNS)
            or words[-1] in _DANGLES
        ):
            continue
        thing = f"your {match[1].lower()}"
        if best is None or ("'s" in thing and "'s" not in best):
            best = thing
    return best


def turned(clause: str) -> str | None:
    """`clause` said back to the customer, without a full stop; None where it can't be done surely."""
    plain = _OPENING.sub("", _FILLER.sub("", _ASIDE.sub("", clause.replace("’", "'"))).strip(" .,;:!-–—…"))
    plain = _STAMMER.sub(r"\1", plain).strip(" .,;:!-–—…")
    if _UNSAYABLE.search(plain) or "!" in plain or "\n" in plain or plain.isupper():
        return None
    plain = _with_subject(plain)
    words = _WORD.findall(plain)
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or words[-1].lower() in _DANGLES or len(content_words(plain)) < 2:
        return None
    if not _STATES.match(plain):
        return None
    pieces: list[str] = []
    at = 0
    before: list[str] = []  # the words so far, lower case
    for match in _WORD.finditer(plain):
        after_comma = "," in plain[at : match.start()]
        new = _turn_word(match.group(), before, plain[match.end() :], after_comma=after_comma)
        if new is None:
            return None
        pieces += (plain[at : match.start()], new)
        before.append(match.group().lower())
        at = match.end()
    pieces.append(plain[at:])
    said = "".join(pieces)
    return said[0].lower() + said[1:] if _lowers(words[0]) else said


def _turn_word(word: str, before: list[str], after: str, *, after_comma: bool) -> str | None:
    lower = word.lower()
    if lower in _BE and _speaks_of_self(lower, before):
        return _BE[lower]
    if lower == "you":
        last = before[-1] if before else ""
        if last in _AS_US:
            return "us"
        return "we" if (not last or last in _AS_WE) and after.strip() else None
    if lower in ("yourself", "yourselves"):
        return None
    if lower in ("me", "us") and before and before[-1] in ("and", "with") and lower == "us":
        return "you"
    if lower == "it" and _FINITE.match(after) and before and before[-1] not in _LEADS and not after_comma:
        return None
    if lower in _SUBJECTS and before and before[-1] not in _LEADS and not after_comma:
        return None  # two sentences run into one
    if lower in _APOSTROPHES:
        return _APOSTROPHES[lower]
    if lower in _DAYS:
        return word.capitalize()
    return _TURNS.get(lower, lower if word.isupper() and len(word) >= 4 and word.isalpha() else word)


def _speaks_of_self(verb: str, before: list[str]) -> bool:
    """True when "am" or "was" has "I" for its subject: just before it, or before an "and" that leaves it out."""
    if verb == "am":
        return True
    if "i" in before[-2:] and (
        before[-1] == "i" or before[-1] in ("just", "also", "then", "only", "never", "already", "still")
    ):
        return True
    return bool(before) and before[-1] in ("and", "but", "then") and before[0] in ("i", "i've", "i'd", "i'm", "you")


def _with_subject(plain: str) -> str:
    """ "waited two weeks" → "you waited two weeks": people leave the subject out when they are in a hurry."""
    small = plain[:1].lower() + plain[1:]
    return next((opening + small for form, opening in _ELIDED if form.match(small)), plain)


def _clauses(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """[start, end) of the sentence [first, last) if it is short enough to say back, else of its clauses."""
    if len(_WORD.findall(text, first, last)) <= MOST_WORDS - 4:
        return [(first, last)]
    spans, start = [], first
    for match in _CLAUSE.finditer(text, first, last):
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < last:
        spans.append((start, last))
    return spans


def _lowers(word: str) -> bool:
    """True for a first word that is written small in the middle of a sentence."""
    return word.lower() in _TURNS or word.lower() in _DANGLES or word.lower() in _SMALL


_SUBJECTS = frozenset(
    "i we he she they i've i'm it's we've we're they've they're there's he's she's nobody im ive".split()
)
_LEADS = frozenset(
    """that and but because when if until before after since so while where what which said says say told as than or though whether
    how who yet once""".split()
)
_FINITE = re.compile(r" (?:is|was|has|keeps|says|goes|won't|doesn't|didn't|works|went|came|just|still)\b")
_APOSTROPHES = {
    w.replace("'", ""): w
    for w in "don't didn't doesn't can't couldn't won't wouldn't isn't wasn't aren't weren't haven't hasn't hadn't that's there's".split()
}
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_SMALL = frozenset(
    "nobody no noone there everyone everything nothing both all half one two three four five six seven eight nine ten".split()
)
