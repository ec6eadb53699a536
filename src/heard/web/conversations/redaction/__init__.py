"""What identifies a person, blacked out before anything is stored: a conversation in, a conversation and counts out.

Pure: no database, no settings. Found by form (an e-mail address), by check digits (cards, bank accounts), and names by
the conversation's own parties. Order numbers, tracking numbers, prices, dates and times stay, because without them
nobody can tell whether a reply was specific. It is not a promise that nothing is left: docs/how-to/bring-in.md says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from hashlib import blake2b

from heard.conversation import Conversation, Speaker, Turn
from heard.web.conversations.redaction.addresses import addresses
from heard.web.conversations.redaction.contacts import emails, phones
from heard.web.conversations.redaction.names import names, names_of, names_told, with_parts
from heard.web.conversations.redaction.numbers import cards, ibans
from heard.web.conversations.redaction.spans import Span, cut

__all__ = ["KINDS", "pseudonym", "redact", "redact_text"]

KINDS = {  # what stands in the text instead; in the order in which they are looked for, and the first one wins
    "email": "[e-mail]",
    "iban": "[bank account]",
    "card": "[card number]",
    "phone": "[phone number]",
    "address": "[address]",
    "name": "[name]",
}
_FINDERS: dict[str, Callable[[str], list[Span]]] = {
    "email": emails,
    "iban": ibans,
    "card": cards,
    "phone": phones,
    "address": addresses,
}


def redact(conversation: Conversation, kinds: Collection[str], *, salt: str) -> tuple[Conversation, Counter[str]]:
    """`conversation` without what is of one of `kinds`, and how much of each there was.

    Where names are among them, the name at a customer's turns becomes a pseudonym that is the same in every conversation
    made with the same `salt`. The names at the staff's turns stay: they are whose result it is.
    """
    if not kinds:
        return conversation, Counter()
    known = names_of(conversation) if "name" in kinds else frozenset()
    found: Counter[str] = Counter()
    turns = []
    for turn in conversation.turns:
        text, counts = _redacted(turn.text, kinds, known)
        found += counts
        turns.append(_without_name(replace(turn, text=text, original=None), kinds, salt))
    subject = conversation.subject
    if subject:
        subject, counts = _redacted(subject, kinds, {*known, *names_told(subject)} if "name" in kinds else known)
        found += counts
    return replace(conversation, turns=tuple(turns), subject=subject, extra={}), found


def redact_text(text: str, kinds: Collection[str], known: Collection[str] = frozenset()) -> tuple[str, Counter[str]]:
    """`text` without what is of one of `kinds`; `known` are names to look for, whole or in parts."""
    return _redacted(text, kinds, with_parts(known) | names_told(text) if "name" in kinds else frozenset())


def _redacted(text: str, kinds: Collection[str], known: Collection[str]) -> tuple[str, Counter[str]]:
    """As `redact_text`, where `known` is complete."""
    spans: list[Span] = []
    for kind in KINDS:
        if kind in kinds:
            find = partial(names, known=known) if kind == "name" else _FINDERS[kind]
            spans += [span for span in find(text) if not any(span.overlaps(taken) for taken in spans)]
    if not spans:
        return text, Counter()
    return cut(text, spans, KINDS), Counter(span.kind for span in spans)


def pseudonym(name: str, salt: str) -> str:
    """What stands for a customer's `name`: the same for the same name (in any case) and `salt`, and no way back."""
    digest = blake2b(" ".join(name.casefold().split()).encode("utf-8", "replace"), key=_key(salt), digest_size=5)
    return f"Customer {digest.hexdigest()}"


def _key(salt: str) -> bytes:
    return blake2b(salt.encode(), digest_size=32).digest()


def _without_name(turn: Turn, kinds: Collection[str], salt: str) -> Turn:
    if turn.speaker is not Speaker.CUSTOMER or not turn.name or "name" not in kinds:
        return turn
    return replace(turn, name=turn.name if turn.name.startswith("Customer ") else pseudonym(turn.name, salt))
