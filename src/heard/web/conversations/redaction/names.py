"""The names of a conversation's own parties: at the turns, in greetings, introductions and signatures."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from heard.conversation import Conversation
from heard.readers.roles import role_named
from heard.web.conversations.redaction.spans import Span

__all__ = ["names", "names_of", "names_told", "with_parts"]

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]*[a-zß-öø-ÿ](?:\s+(?:(?:van|von|de|del|da|di|la|le|der|den|bin|al)\s+){0,2}[A-ZÀ-ÖØ-Þ][\w'’-]*[a-zß-öø-ÿ]){0,2}"
_ONE = r"[A-ZÀ-ÖØ-Þ][\w'’-]*[a-zß-öø-ÿ]"
_TOLD = (
    re.compile(rf"\b(?:[Mm]y (?:full )?name(?:\s+is|['’]s)|[Mm]ein [Nn]ame ist|[Ii]ch hei(?:ß|ss)e)\s+({_NAME})"),
    re.compile(rf"\b(?:[Nn]ame(?: on the (?:account|order|booking))?|[Aa]ccount holder)\s*(?:is|:)\s*({_NAME})"),
    re.compile(rf"\b(?:[Tt]his is|I am|I['’]m|[Ii]t['’]s)\s+({_NAME})(?=\s+(?:from|here|speaking|calling|at|again|with)\b)"),
    re.compile(rf"(?:^|[,!.]\s)({_ONE})\s+(?:here|speaking)\b[,.! ]", re.MULTILINE),
    re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Herrn?|Frau)\.?\s+({_NAME})"),
    re.compile(rf"(?:^|\n|[.!?]\s)(?:Dear|Hi|Hello|Hey|Hallo|Liebe[r]?|Good (?:morning|afternoon|evening))[ ,]+({_NAME})(?=\s*[,!.:–—\n-]|$)"),
    re.compile(rf"\b(?:[Tt]hank you|[Tt]hanks|[Ss]orry),?\s+({_ONE})(?=[,.!\n]|$)"),
    re.compile(
        r"(?:^|\n|[.!]\s)(?:(?:[Kk]ind|[Bb]est|[Ww]arm) (?:[Rr]egards|[Ww]ishes)|[Rr]egards|[Ss]incerely|[Yy]ours(?: \w+)?|[Bb]est|[Cc]heers|"
        r"[Mm]any thanks|[Tt]hanks|[Tt]hank you|[Mm]it freundlichen Gr(?:ü|ue)(?:ß|ss)en|[Vv]iele Gr(?:ü|ue)(?:ß|ss)e|LG|MfG)"
        rf"\s*[,.!]?\s*\n\s*({_NAME})\s*(?:$|\n|,)"
    ),
)  # fmt: skip
_NO_NAME = frozenset(
    "the a an all there team sir madam everyone everybody folks support customer customers service agent care help helpdesk "
    "desk guest visitor user client admin and or but again sorry very not just still really so happy glad sure here yes no ok "
    "okay thanks thank hello hi hey good morning afternoon evening monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december english german unknown anonymous "
    "manager supervisor representative my your our this that it i you we they to for from with on in at of is was are were "
    "mr mrs ms miss mx dr herr herrn frau dear any some what when where why how please great perfect right well anyway sounds speaking end consumer caller "
    "billing sales returns delivery bot system assistant live chat online website store shop company".split()
)
_WORDS_TOO = frozenset(  # names that are words as well: only where they are written large and no sentence begins
    "will mark may grace hope rose bill art joy faith summer autumn dawn eve ivy jade ruby pearl amber crystal olive heather "
    "holly iris daisy lily violet frank grant chase hunter mason cooper carter page drew rich rob sue pat jack nick guy max ray "
    "dean dale glen cliff brook brooke penny sandy sky skye star angel chance ernest gene jean june august april victor wade "
    "miles miller baker cook young king white black brown green gray grey stone wood woods long short strong wise price gold "
    "silver field fields ford bell ball fox wolf bird fisher parker case day love noble hill swift banks bond burns cross dodge "
    "english french ireland israel jordan london paris lane park rivers waters west north best bright little good major power "
    "sharp small smart speed steel swan train tree waters wells winter winters worth an do so he she see tee van".split()
)
_FEWEST_LETTERS = 2


def names_of(conversation: Conversation) -> frozenset[str]:
    """Every name of a party: whole, and each of its words that can stand alone."""
    whole = {turn.name for turn in conversation.turns if turn.name and _is_person(turn.name)}
    for turn in conversation.turns:
        whole |= _told_in(turn.text)
    return with_parts(whole)


def with_parts(whole: Collection[str]) -> frozenset[str]:
    """Names, and each of their words that can stand alone."""
    return frozenset({*whole, *(part for name in whole for part in name.split() if _is_part(part))})


def names_told(text: str) -> frozenset[str]:
    """Whoever the text itself greets, introduces or signs as."""
    return frozenset(_told_in(text))


def names(text: str, known: Collection[str]) -> list[Span]:
    """Where `known` names stand in `text`."""
    if not known:
        return []
    found: list[Span] = []
    for match in _pattern(frozenset(known)).finditer(text):
        start, end = match.span()
        words = match[0].split()
        if any(word.lower() not in _WORDS_TOO for word in words) or (
            all(word[0].isupper() for word in words) and (len(words) > 1 or not _begins(text, start))
        ):
            found.append(Span(start, end, "name"))
    return _joined(text, found)


def _told_in(text: str) -> set[str]:
    found = set()
    for pattern in _TOLD:
        for match in pattern.finditer(text):
            words = match[1].removesuffix("'s").removesuffix("’s").split()
            while words and words[0].lower() in _NO_NAME:
                words.pop(0)
            kept = words[: next((i for i, word in enumerate(words) if word.lower() in _NO_NAME), len(words))]
            if kept:
                found.add(" ".join(kept))
                found |= {part for part in kept if _is_part(part)}
    return found


def _is_person(name: str) -> bool:
    """False for what stands at a turn instead of a name: a role's word, an id, an address."""
    return (
        role_named(name) is None
        and not any(character.isdigit() or character in "@#_/" for character in name)
        and any(word.lower() not in _NO_NAME for word in name.split())
        and len(name) >= _FEWEST_LETTERS
        and any(character.isalpha() for character in name)
    )


def _is_part(word: str) -> bool:
    word = word.strip(".,")
    return len(word) > _FEWEST_LETTERS and word.lower() not in _NO_NAME and word[0].isupper()


@lru_cache(maxsize=256)
def _pattern(known: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted({name.strip(" .,") for name in known}, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in longest_first if name)})(?!\w)", re.IGNORECASE)


def _begins(text: str, place: int) -> bool:
    """True where a sentence begins, so that a word is large whatever it is."""
    before = text[:place].rstrip(" \t\"'“‘(")
    return not before or before[-1] in ".!?\n:"


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """First name and family name are one name."""
    found: list[Span] = []
    for span in spans:
        if found and text[found[-1].end : span.start] == " ":
            found[-1] = Span(found[-1].start, span.end, "name")
        else:
            found.append(span)
    return found
