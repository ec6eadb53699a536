"""A customer's clause said back to them.

Saying something back turns its persons round: "my daughter's wedding" becomes "your daughter's wedding", "you charged me
twice" becomes "we charged you twice". Where that can't be done surely, nothing is said back: no line is better than a
wrong one.
"""

from __future__ import annotations

import re

from heard.text import content_words

__all__ = ["MOST_WORDS", "OPENING", "turned"]

FEWEST_WORDS, MOST_WORDS = 4, 20  # a shorter clause says too little, a longer one is nobody's to say back
LONGEST = 240  # characters; beyond it no clause has so few words

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
OPENING = re.compile(
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
# What nobody should hear back: insults, requests, questions, guesses, the formulas of a letter, grammar that would sound
# like mockery.
_UNSAYABLE = re.compile(
    r"[?!\n\"“”<>*#@{}\[\]\\|~^]|https?:|\b(?:"
    r"joke|ridiculous|useless|rubbish|worst|disgust\w*|pathetic|shambles|idiots?|stupid|crap\w*|damn|hell|bloody|wtf|ffs|shit\w*|"
    r"f\w*ck\w*|arse\w*|ass|sue|lawyer|scam\w*|liars?|lying|thie\w+|incompetent|kill\w*|hate|awful|terrible|appalling|unacceptable|"
    r"lol|omg|u|ur|pls|plz|please|get me|give me|tell me|let me|send me|manager|forgive|laugh\w*|wonder\w*|whatever|let's|asap|attach\w*|"
    r"thanks?|thank you|cheers|fine|my name|name's|i'm serious|don't you|you guys|you lot|you people|"
    r"you will|you'll|you should|you must|you need|you have to|you can|can you|could you|do you|will you|would you|are you|"
    r"should i|am i|is this|what|how|why|(?:should|would|could)(?: have|'ve)|"
    r"i said|i told|i mean|i guess|i know|i think|i suppose|i believe|i don't know|i want|i need|i would like|i'd like|"
    r"i wanted to (?:ask|know|check)|i was (?:hoping|wondering)|writing to|i am writing|i'm writing|"
    r"its|(?:he|she|it) (?:cry|say|have|do|need|want|go|take|tell|make|give|come|be|not|don'?t)"
    r")\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DANGLES = frozenset(
    """a an the my your our his her their its of to from with for by at in on and or but so because that which who if when is was
    are were be been am have has had will would can could do does did not as than then just really very i you we they he she it
    i'm i've i'd we're we've it's there's this these those about into after before since until please no get got""".split()
)
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


def turned(clause: str) -> str | None:
    """`clause` said back to the customer, without a full stop; None where it can't be done surely."""
    if len(clause) > LONGEST:
        return None
    plain = OPENING.sub("", _FILLER.sub("", _ASIDE.sub("", clause.replace("’", "'"))).strip(" .,;:!-–—…"))
    plain = _STAMMER.sub(r"\1", plain).strip(" .,;:!-–—…")
    if _UNSAYABLE.search(plain) or plain.isupper():
        return None
    plain = _with_subject(plain)
    words = _WORD.findall(plain)
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or words[-1].lower() in _DANGLES or not _tells(plain):
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
    begins = lower in _SUBJECTS or (lower == "it" and _FINITE.match(after))
    if begins and before and before[-1] not in _LEADS and not after_comma:
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


def _tells(plain: str) -> bool:
    """True when the clause holds something of its own: two words that carry the matter, or one and a number."""
    return len(content_words(plain)) + any(c.isdigit() for c in plain) >= 2


def _lowers(word: str) -> bool:
    """True for a first word that is written small in the middle of a sentence."""
    return word.lower() in _TURNS or word.lower() in _DANGLES or word.lower() in _SMALL
