"""Card numbers and bank accounts: told from other long numbers by their beginnings, lengths and check digits."""

from __future__ import annotations

import re

from heard.web.conversations.redaction.spans import Span

__all__ = ["cards", "ibans"]

_CARD = re.compile(r"(?<![\w+-])(?<!\d\.)\d(?:[ -]?\d){12,18}(?![\w-])(?!\.\d)")
_ISSUERS = re.compile(  # beginnings and lengths that the card networks publish
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|(?:6304|67\d\d|50\d\d)\d{12,15}"
    r"|62\d{14,17}"
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])")
_LENGTHS = {
    country: int(length)
    for country, length in (
        pair.split(":")
        for pair in "AD:24 AE:23 AL:28 AT:20 AZ:28 BA:20 BE:16 BG:22 BH:22 BR:29 CH:21 CR:22 CY:28 CZ:24 DE:22 DK:18 "
        "DO:28 EE:20 ES:24 FI:18 FO:18 FR:27 GB:22 GE:22 GI:23 GL:18 GR:27 GT:28 HR:21 HU:28 IE:22 IL:23 IS:26 IT:27 "
        "JO:30 KW:30 KZ:20 LB:28 LI:21 LT:20 LU:20 LV:21 MC:27 MD:24 ME:22 MK:19 MR:27 MT:31 MU:30 NL:18 NO:15 PK:24 "
        "PL:28 PS:29 PT:25 QA:29 RO:24 RS:22 SA:24 SE:24 SI:19 SK:24 SM:27 TN:24 TR:26 UA:29 VG:24 XK:20".split()
    )
}


def cards(text: str) -> list[Span]:
    """Payment cards: an issuer's beginning and length, and Luhn's check digit."""
    if not any(character.isdigit() for character in text):
        return []
    return [
        Span(*match.span(), "card")
        for match in _CARD.finditer(text)
        if _ISSUERS.fullmatch(digits := re.sub(r"\D", "", match[0])) and _luhn(digits)
    ]


def ibans(text: str) -> list[Span]:
    """Bank accounts: a country's length, and the check digits of ISO 13616."""
    found = []
    for match in _IBAN.finditer(text):
        length = _LENGTHS.get(match[0][:2].upper())
        end = _end(text, match.start(), length) if length else None
        if end is not None and _mod_97(re.sub(r"[ -]", "", text[match.start() : end]).upper()):
            found.append(Span(match.start(), end, "iban"))
    return found


def _end(text: str, start: int, length: int) -> int | None:
    """Behind the `length`th letter or digit from `start`, single spaces and hyphens not counted; None: there are fewer."""
    count = 0
    for place in range(start, len(text)):
        character = text[place]
        if character.isascii() and character.isalnum():
            count += 1
            if count == length:
                following = text[place + 1 : place + 2]
                return None if following.isalnum() else place + 1
        elif character not in " -" or text[place - 1] in " -":
            return None
    return None


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _mod_97(iban: str) -> bool:
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1
