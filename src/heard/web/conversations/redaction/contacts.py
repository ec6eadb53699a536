"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import re

from heard.web.conversations.redaction.spans import Span

__all__ = ["emails", "phones"]

_EMAIL = re.compile(r"[\w.+%'-]*[\w+%]\s?(?:@|\(at\)|\[at\])\s?(?:[\w-]+\.)+[A-Za-z]{2,24}(?![\w@])", re.IGNORECASE)
_BETWEEN = r"[ \u00a0.\-/()]{0,3}"
_INTERNATIONAL = re.compile(rf"(?<![\w+])(?:\+|00(?=[1-9]))\d{{1,3}}(?:{_BETWEEN}\d){{6,13}}(?![\w])")
_NATIONAL = re.compile(rf"(?<![\w.,:/#€$£+-])\(?0\d{{1,5}}\)?(?:{_BETWEEN}\d){{5,10}}(?![\w/-])(?![.,]\d)")
_AMERICAN = re.compile(
    r"(?<![\w.,:/#€$£+-])(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}(?![\w-])(?!\.\d)"
)
_BARE = re.compile(r"(?<![\w.,:/#€$£+-])\d{7,12}(?![\w/-])(?![.,]\d)")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_CALLS = re.compile(  # what announces a telephone number
    r"\b(?:phone|mobile|cell|tel|telephone|landline|whatsapp|call|ring|text|reach|contact|telefon|handy|rufnummer|mobil"
    r"|erreichbar|anrufen)\w*\b[^.!?\n\d]{0,32}$",
    re.IGNORECASE,
)
_COUNTS = re.compile(  # what announces another number
    r"\b(?:order|tracking|track|parcel|shipment|consignment|reference|ref|ticket|case|invoice|booking|account|customer|"
    r"policy|contract|serial|confirmation|claim|item|sku|article|model|meter|transaction|receipt|voucher|code|pin|imei|isbn|"
    r"ean|vat|membership|member|bestell\w*|auftrag\w*|sendung\w*|kunden\w*|rechnung\w*|vertrag\w*|artikel\w*|vorgang\w*|"
    r"z[äa]hler\w*|paket\w*)\b[^.!?\n\d]{0,24}$",
    re.IGNORECASE,
)
_LEAST, _MOST = 9, 13  # digits of a number that begins with 0
_BEFORE = 60  # characters before a number that are asked what it is


def emails(text: str) -> list[Span]:
    """E-mail addresses, also with "(at)"."""
    if "@" not in text and "at)" not in text.lower() and "at]" not in text.lower():
        return []
    return [Span(*match.span(), "email") for match in _EMAIL.finditer(text)]


def phones(text: str) -> list[Span]:
    """Telephone numbers: international, national with a leading 0, North American, and bare ones that are announced."""
    if sum(character.isdigit() for character in text) < 7:
        return []
    found: list[Span] = []
    for pattern in (_INTERNATIONAL, _AMERICAN, _NATIONAL, _BARE):
        for match in pattern.finditer(text):
            span = Span(*match.span(), "phone")
            if not any(span.overlaps(taken) for taken in found) and _is_phone(pattern, match, text):
                found.append(span)
    return found


def _is_phone(pattern: re.Pattern[str], match: re.Match[str], text: str) -> bool:
    if match[0].startswith("+"):
        return True
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    called, counted = _CALLS.search(before), _COUNTS.search(before)
    if counted and not (called and called.start() > counted.start()):
        return False
    if pattern is _BARE:
        return called is not None
    if pattern is _NATIONAL:
        digits = sum(character.isdigit() for character in match[0])
        return _LEAST <= digits <= _MOST and not _DATE.match(match[0])
    return True
