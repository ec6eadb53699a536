"""Where somebody lives: a street with its number, a postcode. British, North American and German forms."""

from __future__ import annotations

import re

from heard.web.conversations.redaction.spans import Span

__all__ = ["addresses"]

_SURE = "Street|Road|Avenue|Lane|Crescent|Boulevard"  # streets also where they are written small
_SUFFIX = (
    f"{_SURE}|St|Rd|Ave|Ln|Drive|Dr|Close|Court|Ct|Cres|Way|Place|Pl|Square|Sq|Terrace|Gardens|Grove|Blvd|Hill|Row|Mews|"
    "Parkway|Pkwy|Highway|Hwy|Circle|Walk|Rise|Green|Wharf|Quay"
)
_FLAT = r"(?:\b(?:[Ff]lat|[Aa]partment|[Aa]pt\.?|[Uu]nit|[Ss]uite)\s+\w{1,4},?\s+)?"
_FLAT_AFTER = r"(?:,?\s+(?:[Ff]lat|[Aa]partment|[Aa]pt\.?|[Uu]nit|[Ss]uite|#)\s*\w{1,4}\b)?"
_WRITTEN = re.compile(
    rf"{_FLAT}(?<![\w.,€$£#-])\d{{1,5}}[A-Za-z]?,?\s+(?:(?:[NSEW]\.?|[A-Z][\w'’.-]*|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,4}}(?:{_SUFFIX})\b\.?{_FLAT_AFTER}"
)
_SMALL = re.compile(rf"(?<![\w.,€$£#-])\d{{1,5}}[a-z]?\s+([a-z'’-]+(?:\s+[a-z'’-]+)?)\s+(?:{_SURE})\b", re.IGNORECASE)
_NO_STREET = frozenset(
    "a an the on in of off at by to from per my your our his her their this that same next other another every each one two "
    "three times time days day hours hour minutes minute miles mile km weeks week months people cars shops stores houses "
    "down up along across across and or more further wrong different main high".split()
)
_GERMAN = re.compile(
    r"(?<!\w)(?:[A-ZÄÖÜ][\wäöüß.-]*\s)?(?:[A-ZÄÖÜ][\wäöüß.-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|"
    r"chaussee)|[A-ZÄÖÜ][\wäöüß-]+er\s(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Ring|Damm|Ufer|Chaussee))\s+\d{1,4}\s?[a-z]?\b"
)
_BOX = re.compile(r"\b(?:P\.?\s?O\.?\s?Box|Postfach)\s+\d[\d ]{0,8}\d\b", re.IGNORECASE)
_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|"
    "GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|"
    "PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_BRITISH = re.compile(rf"(?<![\w-])(?:{_AREAS})\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{{2}}(?![\w-])", re.IGNORECASE)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|"
    "TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR"
)
_AMERICAN = re.compile(
    rf"(?:(?<![\w])[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,\s+)?(?<!\w)(?:{_STATES})\s+\d{{5}}(?:-\d{{4}})?(?![\w-])"
)
_TOWN = re.compile(r"(?<=\b(?:in|by) )\d{5}\s+[A-ZÄÖÜ][a-zäöüß]+\b|(?<=\b(?:aus) )\d{5}\s+[A-ZÄÖÜ][a-zäöüß]+\b")
_TOWN_AFTER = re.compile(r",?\s+(?:D-)?\d{5}(?:\s+[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*)?\b")
_ANNOUNCED = re.compile(
    r"(?:\bpost ?code|\bzip(?: ?code)?|\bpostal code|\bPLZ|\bPostleitzahl)\b[^\w\n]{0,3}(?:(?:is|ist|of)\s+)?"
    r"((?:D-)?\d{4,5}(?:-\d{4})?(?!\d)(?:\s?[A-Z]{2}\b)?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|[A-Z]\d[A-Z]\s?\d[A-Z]\d\b)",
    re.IGNORECASE,
)


_LIKELY = (  # what is quickly found where the pattern beside it can match at all
    (re.compile(r"\d[A-Za-z\d]?\s\d[A-Za-z]{2}(?![\w-])"), _BRITISH),
    (re.compile(r"\s\d{5}(?!\d)"), _AMERICAN),
    (re.compile(r"\d[A-Za-z]?,?\s"), _WRITTEN),
)


def addresses(text: str) -> list[Span]:
    """Streets with their number, boxes, and postcodes that look like one or are announced as one."""
    if not any(character.isdigit() for character in text):
        return []
    patterns = [pattern for hint, pattern in _LIKELY if hint.search(text)] + [_BOX, _TOWN]
    places = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    places += [match.span() for match in _SMALL.finditer(text) if _NO_STREET.isdisjoint(match[1].lower().split())]
    places += [match.span(1) for match in _ANNOUNCED.finditer(text)]
    for match in _GERMAN.finditer(text):
        town = _TOWN_AFTER.match(text, match.end())
        places.append((match.start(), town.end() if town else match.end()))
    return _joined(text, sorted(places))


def _joined(text: str, places: list[tuple[int, int]]) -> list[Span]:
    """One address a place: parts that overlap or follow with nothing but a comma between them are one."""
    found: list[Span] = []
    for start, end in places:
        if found and (start < found[-1].end or not text[found[-1].end : start].strip(" ,\n")):
            found[-1] = Span(found[-1].start, max(end, found[-1].end), "address")
        else:
            found.append(Span(start, end, "address"))
    return found
