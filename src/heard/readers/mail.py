"""One mail: its headers and words, whatever is broken in it."""

from __future__ import annotations

import email
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from heard.readers.encoding import ODD_BYTES
from heard.readers.html import text_of_html
from heard.readers.mail_text import written

__all__ = ["Mail", "is_automatic", "looks_like_mail", "mail_of"]

_HEADERS = re.compile(r"(?:From |[\w-]{2,40}:[ \t])")
_TELLING = re.compile(
    r"^(?:From|To|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Delivered-To)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Mail:
    """What is needed of a mail to put it into a thread."""

    id: str  # Message-ID without brackets; "" where it has none
    answers: tuple[str, ...]  # the ids it answers or refers to
    subject: str
    name: str  # the writer's display name, or the address
    address: str  # in lower case
    to: tuple[str, ...]  # addresses of To and Cc
    date: str | None  # ISO 8601 with zone
    text: str
    original: str | None
    place: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Mail:
        """The mail that :meth:`to_json` gave."""
        return cls(**{**data, "answers": tuple(data["answers"]), "to": tuple(data["to"])})


def looks_like_mail(head: str) -> bool:
    """True for text that begins with a mail's headers."""
    top = head.lstrip("\ufeff\n").split("\n\n", 1)[0]
    names = {name.lower().rstrip(": \t") for name in _TELLING.findall(top)}
    return _HEADERS.match(top) is not None and "from" in names and len(names) >= 3


def is_automatic(message: EmailMessage) -> bool:
    """True for automatic replies, bulk mail and delivery reports, which are no part of a conversation."""
    submitted = _header(message, "Auto-Submitted").strip().lower()
    precedence = _header(message, "Precedence").strip().lower()
    return (
        submitted.startswith("auto-")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or bool(_header(message, "X-Autoreply") or _header(message, "X-Autorespond"))
        or message.get_content_type() == "multipart/report"
    )


def mail_of(data: bytes, place: str) -> tuple[Mail, EmailMessage]:
    """The mail in these bytes; what is broken in it is read as well as can be, and never raises."""
    message = email.message_from_bytes(data, policy=policy.default)
    text, original = _words(message)
    people = _addresses(message, "From") or _addresses(message, "Sender") or [("", "")]
    name, address = people[0]
    own = _ids(_header(message, "Message-ID"))
    answers = (*_ids(_header(message, "In-Reply-To")), *_ids(_header(message, "References")))
    mail = Mail(
        id=own[0] if own else "",
        answers=tuple(dict.fromkeys(answer for answer in answers if answer not in own[:1])),
        subject=" ".join(_header(message, "Subject").split()),
        name=name or address or "unknown",
        address=address.lower(),
        to=tuple(a.lower() for field in ("To", "Cc") for _, a in _addresses(message, field)),
        date=_date(_header(message, "Date")),
        text=text,
        original=original,
        place=place,
    )
    return mail, message


def _header(message: EmailMessage, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if _escaped(raw):
        return _clean(raw)  # bytes that no header may have: the library would put U+FFFD for each
    try:
        value = message.get(name)
    except Exception:  # noqa: BLE001 — the standard library raises a dozen kinds of errors over malformed headers
        value = raw
    return _clean(str(value)) if value is not None else ""


def _clean(text: str) -> str:
    """Without the halves of surrogates by which the mail parser keeps raw bytes: those bytes are Windows-1252."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", ODD_BYTES) if _escaped(text) else text


def _escaped(text: str) -> bool:
    return any("\udc80" <= c <= "\udcff" for c in text)


def _addresses(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    try:
        return [(_clean(n).strip(), _clean(a).strip()) for n, a in getaddresses([_header(message, name)]) if n or a]
    except Exception:  # noqa: BLE001 — as above
        return []


def _ids(header: str) -> list[str]:
    found = re.findall(r"<([^<>\s]{1,300})>", header[:20_000])
    return found or [part for part in header[:300].split()[:1] if "@" in part]


def _date(header: str) -> str | None:
    try:
        when = parsedate_to_datetime(header)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        when = datetime.fromisoformat(header.strip())
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).isoformat()


def _words(message: EmailMessage) -> tuple[str, str | None]:
    """The text a person would read: the plain part, else the HTML one; quotes and signature cut."""
    plain = _part(message, "plain")
    if plain.strip():
        return written(plain)
    page = _part(message, "html")
    if not page.strip():
        return "", None
    whole = text_of_html(page, quotes=True)
    text, _ = written(text_of_html(page))
    return text, whole if text != whole else None


def _part(message: EmailMessage, kind: str) -> str:
    try:
        part = next(
            (
                p for p in message.walk()
                if p.get_content_type() == f"text/{kind}" and not p.is_multipart() and p.get_content_disposition() != "attachment"
            ),
            None,
        )  # fmt: skip
        if part is None:
            return ""
        data = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 — as above
        return ""
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(part.get_content_charset("utf-8"), ODD_BYTES)
    except (LookupError, UnicodeError, ValueError):
        return data.decode("utf-8", ODD_BYTES)
