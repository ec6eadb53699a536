"""The few signals that no single turn shows: said again, asked again, long silence, repeated apology, canned, curt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from heard.conversation import Conversation, Speaker, Turn
from heard.signals.learned import Judged, Learned
from heard.signals.matching import Finding
from heard.signals.repetition import MIN_CUSTOMERS, SYMPATHY, Repetition, kind_sentences
from heard.text import sentences

__all__ = ["LONG_SILENCE", "across_turns", "held_to_the_archive"]

LONG_SILENCE = {  # seconds without a reply that a customer notices, by channel; a choice, kept adjustable here
    "chat": 300.0,
    "call": 30.0,
    "in_person": 60.0,
    "social": 4 * 3600.0,
    "email": 48 * 3600.0,
    "other": 48 * 3600.0,
}
CURT_WORDS = 8  # a reply of at most this many words, with no kindness in it, is curt to a customer who showed feeling
SAID_AGAIN = 0.5  # share of a turn's telling words that the customer had used before
_RECENT = 60  # turns in which what the customer gave is remembered
_TELLING = re.compile(r"[^\W\d_]{4,}|\d{4,}")
_COMMON = frozenset(
    """about again also been before could does doing done from going have here just know like make more need only please
    really said should some still thank thanks that their them then there they thing this today very want what when where which
    will with would your yours yeah okay hello because""".split()
)
# What can be asked for, and how it looks when the customer has given it.
_GIVEN = (
    (re.compile(r"e-?mail"), re.compile(r"\S+@\S+\.\w+")),
    (re.compile(r"post ?code|zip"), re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|\b\d{5}\b")),
    (re.compile(r"phone|mobile|(?:contact|telephone) number"), re.compile(r"(?:\d[ -]?){9,}")),
    (
        re.compile(
            r"(?:order|booking|account|reference|customer|policy|ticket|tracking|case|confirmation|membership) "
            r"(?:number|no\b|id\b|code)|\breference\b|locator"
        ),
        re.compile(r"(?=[\w-]*\d)[\w-]{5,}"),
    ),
    (re.compile(r"\bname\b"), re.compile(r"\b(?:my name is|name's|this is|i am|i'm) [a-z]+")),
)
# What a customer tells of themselves; a word of it said back shows that it was heard.
HUMAN = frozenset(
    {"anxiety", "sadness", "embarrassment", "bereavement", "health", "family", "work", "safety", "occasion"}
    | {"effort", "broken_promise"}
)
_NO_ECHO = frozenset({"acknowledge", "verify", "redirect", "refuse_flat", "dismiss", "blame", "canned", "pressure"})
# A question, a refusal or a request says the customer's words back for its own ends.
_NOT_HEARING = re.compile(
    r"\?|\b(?:unable|cannot|can not|not able|not something|please|supply|provide|send us|click|once you|if you|you need to|"
    r"you must|you have to|require|policy)\b|(?:can|won|don|doesn|couldn)'t\b|\b(?:me one|happened to me|my own)\b"
)
_ECHOED = re.compile(r"[^\W\d_]{3,}")
_PLAIN = _COMMON | frozenset(
    """and are but can for get got had has her him his how its job let not now off our out she the too two use was way who why
    you all any call called calls phone email told said tell asked ask hour hours day days week weeks month months year years
    minutes time times since still never again back account order help issue problem answer reply response nobody anyone
    someone money refund work working wait waiting waited hold first second third last next long old new one""".split()
)
_POLITE = re.compile(r"\b(?:please|thank|thanks|could|would|hi|hello|welcome|glad|happy)\b", re.IGNORECASE)
_KIND = frozenset(
    {"acknowledge", "apologise", "canned", "validate", "warmth", "thank", "act", "reassure", "own", "explore"}
)


def across_turns(
    conversation: Conversation, findings: Sequence[Sequence[Finding]], repetition: Repetition | None = None
) -> list[list[Finding]]:
    """`findings` of each turn with what shows only across turns put in.

    With a `repetition` of the archive, kind sentences that stand under many customers become `canned`, and what looked
    specific inside them counts no more.
    """
    reader = _Reader(conversation, findings, repetition)
    for index, turn in enumerate(conversation.turns):
        if turn.speaker is Speaker.CUSTOMER:
            reader.customer(index, turn)
        elif turn.speaker.is_staff:
            reader.staff(index, turn)
    _style(conversation.turns, reader.found)
    return reader.found


def held_to_the_archive(learned: Learned, own: Sequence[Finding]) -> Learned:
    """What an encoder made of one turn, where `own` knows that sentences of it stand under many customers.

    The encoder reads one conversation and can't know that. Such a sentence is canned, nothing in it is specific, and a reply
    that is specific nowhere else is a token.
    """
    templates = [f for f in own if f.label == "canned" and f.origin == "across_turns"]
    if not templates:
        return learned
    kept = [
        f
        for f in learned.findings
        if not any(t.start <= f.start < t.end and (f.label in _OUTDONE or f.label == "canned") for t in templates)
    ]
    recognition = learned.recognition
    if recognition and recognition.value > 1 and not any(f.label in ("acknowledge", "validate") for f in kept):
        recognition = Judged(1, max(t.confidence for t in templates), sure=True)
    return learned._replace(findings=(*kept, *templates), recognition=recognition)


class _Reader:
    """Goes through a conversation and keeps what has been said so far."""

    def __init__(
        self, conversation: Conversation, findings: Sequence[Sequence[Finding]], repetition: Repetition | None
    ) -> None:
        self.turns = conversation.turns
        self.channel = conversation.channel
        self.repetition = repetition
        self.found = [list(f) for f in findings]
        self.said: set[str] = set()  # the customer's telling words so far
        self.human: dict[str, str] = {}  # stem → word, of what the customer's last stretch said about how they are
        self.apologies = 0  # those that name nothing
        self.needing = False  # the customer's last turn showed feeling or a circumstance, and nobody replied yet
        self.settled = False  # the customer's last turn was content and asked nothing: no reply is owed
        self.answered = False  # staff spoke since the customer first did

    def customer(self, index: int, turn: Turn) -> None:
        here = self.found[index]
        telling = set(_TELLING.findall(turn.text.lower())) - _COMMON
        again = self.answered and len(telling) >= 4 and len(telling & self.said) >= SAID_AGAIN * len(telling)
        self.said |= telling
        self.settled = "?" not in turn.text and any(f.label in ("ready", "gratitude", "pleased") for f in here)
        self.needing = any(f.kind in ("feeling", "circumstance", "stance") for f in here)
        if index and self.turns[index - 1].speaker is not Speaker.CUSTOMER:
            self.human = {}
        self.human.update(_human_words(here))
        if again:
            here.append(_whole(turn, "said_again", "says again what they had already said", 0.6))

    def staff(self, index: int, turn: Turn) -> None:
        here = self.found[index]
        if self.repetition:
            here[:] = _repeated(turn, here, self.repetition)
        if self.human and self.turns[index - 1].speaker is Speaker.CUSTOMER:
            here.extend(_echoes(turn, here, self.human))
        labels = {f.label for f in here}
        if "verify" in labels:
            here.extend(_asked_again(self.turns[max(0, index - _RECENT) : index], here))
        if {"apologise", "canned"} <= labels:
            self.apologies += 1
            if self.apologies > 1 and not labels & {"acknowledge", "act", "options", "own"}:
                first = next(f for f in here if f.label == "apologise")
                here.append(_like(first, "apology_repeated", "apologises again with nothing new in it", 0.7))
        if self.needing and not labels & _KIND and _is_bare(turn.text):
            here.append(_whole(turn, "curt", "a bare answer where the customer showed feeling", 0.6, kind="move"))
        if not self.settled:
            here.extend(_silence(self.channel, self.turns, index))
        self.answered, self.needing = True, False


def _human_words(findings: Sequence[Finding]) -> dict[str, str]:
    """The words in which a customer told what they feel or face, by stem."""
    quotes = [f.quote.lower() for f in findings if f.label in HUMAN]
    return {w[:5]: w for quote in quotes for w in _ECHOED.findall(quote) if w not in _PLAIN}


def _echoes(turn: Turn, findings: Sequence[Finding], human: dict[str, str]) -> list[Finding]:
    """Sentences of a reply that say the customer's own human words back: plain recognition without a formula."""
    lowered = turn.text.lower()
    if not any(stem in lowered for stem in human):
        return []
    found = []
    for start, end in sentences(turn.text):
        inside = {f.label for f in findings if start <= f.start < end}
        if inside & _NO_ECHO or _NOT_HEARING.search(lowered, start, end):
            continue
        said = {w[:5] for w in _ECHOED.findall(lowered[start:end])} & human.keys()
        if said:
            again = ", ".join(sorted(human[stem] for stem in said))
            why = f"says back what the customer told of themselves: {again}"
            sure = 0.6 if len(said) == 1 else 0.75
            found.append(Finding("acknowledge", "move", start, end, turn.text[start:end], 1, sure, why, "across_turns"))
    return found


def _is_bare(text: str) -> bool:
    return len(text.split()) <= CURT_WORDS and not _POLITE.search(text)


def _repeated(turn: Turn, findings: list[Finding], repetition: Repetition) -> list[Finding]:
    kept = findings
    for start, end in kind_sentences(turn.text, findings):
        customers = repetition.customers(turn.text[start:end])
        if customers < MIN_CUSTOMERS:
            continue
        sure = min(0.95, 0.5 + 0.1 * customers)
        why = f"the same sentence stands under {customers} different customers"
        kept = [f for f in kept if not (start <= f.start < end and f.label in _OUTDONE)]
        kept.append(Finding("canned", "move", start, end, turn.text[start:end], 1, sure, why, "across_turns"))
    return kept


_OUTDONE = (SYMPATHY - {"apologise"}) | {"own"}  # an apology stays an apology; nothing in a template is specific


def _asked_again(before: Sequence[Turn], findings: Sequence[Finding]) -> list[Finding]:
    said = " ".join(t.text.lower() for t in before if t.speaker is Speaker.CUSTOMER)
    return [
        _like(asked, "asked_again", "asks for what the customer had already given", 0.7)
        for asked in findings
        if asked.label == "verify"
        and any(ask.search(asked.quote.lower()) and given.search(said) for ask, given in _GIVEN)
    ][:1]


def _silence(channel: str, turns: Sequence[Turn], i: int) -> list[Finding]:
    turn, last = turns[i], turns[i - 1] if i else None
    if last is None or turn.at is None or last.at is None or last.speaker.is_staff:
        return []
    waited = turn.at - (last.until if last.until is not None else last.at)
    if waited < LONG_SILENCE[channel]:
        return []
    return [_whole(turn, "long_silence", f"the customer waited {_duration(waited)} for this reply", 0.8)]


def _style(turns: Sequence[Turn], result: list[list[Finding]]) -> None:
    pairs = [(a, b) for a, b in pairwise(turns) if a.speaker is Speaker.CUSTOMER and b.speaker.is_staff]
    if len(pairs) < 2:
        return
    theirs, ours = sum(len(a.text) for a, _ in pairs), sum(len(b.text) for _, b in pairs)
    ratio = ours / max(len(pairs), theirs)
    if 0.5 <= ratio <= 2.0:
        last = max(i for i, turn in enumerate(turns) if turn.speaker.is_staff)
        why = "replies are about as long as the customer's own messages"
        result[last].append(_whole(turns[last], "style_matched", why, 0.6))


def _whole(turn: Turn, label: str, why: str, confidence: float, *, kind: str = "observation") -> Finding:
    return Finding(label, kind, 0, len(turn.text), turn.text, 1, confidence, why, "across_turns")


def _like(finding: Finding, label: str, why: str, confidence: float) -> Finding:
    return Finding(label, "observation", finding.start, finding.end, finding.quote, 1, confidence, why, "across_turns")


def _duration(seconds: float) -> str:
    for unit, size in (("day", 86_400.0), ("hour", 3600.0), ("minute", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}s"
    return f"{seconds:.0f} seconds"
