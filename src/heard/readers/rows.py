"""From rows (column → cell) to a conversation: of a table, or of JSON Lines with a turn a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from heard.conversation import CHANNELS, Conversation, Speaker
from heard.readers.clock import clock_seconds, day_first, moment, since_first
from heard.readers.dropped import raw_of, without_dropped
from heard.readers.formats import Choices, Rejected, UnreadableRecord
from heard.readers.json_stream import spoken
from heard.readers.roles import role_named
from heard.readers.said import Said, conversation_of
from heard.readers.script import said_in, speaker_lines

__all__ = ["conversation_of_rows", "conversation_of_transcript"]

_Row = Mapping[str, Any]
_YES, _NO = frozenset("true yes 1 ja wahr".split()), frozenset("false no 0 nein falsch".split())
_IN, _OUT = (
    frozenset("in inbound incoming received eingehend".split()),
    frozenset("out outbound outgoing sent ausgehend".split()),
)


def conversation_of_rows(
    key: str, rows: Sequence[tuple[str, _Row]], columns: Mapping[str, str], file: str, choices: Choices
) -> Iterator[Conversation | Rejected]:
    """The conversation of these rows, each with its place (":12" is line 12), or why it is none."""
    try:
        stamps = _stamps([row for _, row in rows], columns)
        ends = _ends([row for _, row in rows], columns, stamps)
        if all(stamp is None for stamp in stamps) and "turn" in columns:
            rows = sorted(rows, key=lambda row: _number(row[1].get(columns["turn"], "")))
        said = [
            Said(
                text=row[columns["text"]],
                who=row.get(columns.get("speaker") or columns.get("role", ""), "").strip() or None,
                speaker=_role(row, columns),
                at=at,
                until=until,
                source=file + place,
            )
            for (place, row), at, until in zip(rows, stamps, ends, strict=True)
        ]
        first = rows[0][1]
        channel = choices.channel or _channel(first.get(columns.get("channel", ""), ""))
        subject = first.get(columns.get("subject", ""), "").strip() or None
        extra = _further([row for _, row in rows], columns)
        yield conversation_of(said, choices, id=key, channel=channel, subject=subject, extra=extra)
    except UnreadableRecord as error:
        yield Rejected(file, spoken(rows[0][0]), f"conversation {key!r}: {error.what}", error.cure, raw_of(rows[0][1]))


def conversation_of_transcript(
    row: _Row, line: int, columns: Mapping[str, str], file: str, choices: Choices
) -> Iterator[Conversation | Rejected]:
    """The conversation whose whole transcript is in one cell of `row`."""
    script = row[columns["transcript"]].replace("\r\n", "\n").replace("\\n", "\n")
    said = said_in(speaker_lines(((0, part) for part in script.split("\n")), choices.roles), f"{file}:{line}")
    key = row.get(columns.get("conversation", ""), "").strip() or f"{file}:{line}"
    started = moment(row.get(columns.get("at", ""), ""))
    if not said:
        what = "no line of the transcript begins with a speaker"
        yield Rejected(file, f"line {line}", what, 'begin each turn with the speaker: "Anna: Hello"', raw_of(row))
        return
    try:
        yield conversation_of(
            said,
            choices,
            id=key,
            channel=_channel(row.get(columns.get("channel", ""), "")),
            started=started if isinstance(started, datetime) else None,
            subject=row.get(columns.get("subject", ""), "").strip() or None,
            extra=_further([row], columns),
        )
    except UnreadableRecord as error:
        yield Rejected(file, f"line {line}", error.what, error.cure, raw_of(row))


def _stamps(rows: Sequence[_Row], columns: Mapping[str, str]) -> list[datetime | float | None]:
    """When each row was said: dates, or seconds since the first clock time."""
    header = columns.get("at")
    if header is None:
        return [None] * len(rows)
    written = [row.get(header, "") for row in rows]
    first = next((order for text in written if (order := day_first(text)) is not None), False)
    moments = [moment(text, day_first=first) if text.strip() else None for text in written]
    if any(isinstance(m, datetime) for m in moments):
        return [m if isinstance(m, datetime) else None for m in moments]
    seconds = [m if isinstance(m, float) else None for m in moments]
    is_clock = any(clock_seconds(text) is not None for text in written)
    return list(since_first(seconds)) if is_clock else list(seconds)


def _ends(
    rows: Sequence[_Row], columns: Mapping[str, str], stamps: Sequence[datetime | float | None]
) -> list[datetime | float | None]:
    if "until" not in columns or any(
        clock_seconds(row.get(columns["at"], "")) is not None for row in rows if "at" in columns
    ):
        return [None] * len(rows)
    ends = [moment(row.get(columns["until"], "")) for row in rows]
    return [end if type(end) is type(at) else None for end, at in zip(ends, stamps, strict=True)]


def _role(row: _Row, columns: Mapping[str, str]) -> Speaker | None:
    """The row's role by its role column, else by a speaker column that names roles."""
    word = row.get(columns.get("role", ""), "").strip().lower()
    header = columns.get("role", "").lower()
    if word in _IN or (word in _YES and ("inbound" in header or "incoming" in header)):
        return Speaker.CUSTOMER
    if word in _OUT or (word in _NO and ("inbound" in header or "incoming" in header)):
        return Speaker.AGENT
    return role_named(word) or role_named(row.get(columns.get("speaker", ""), ""))


def _channel(word: str) -> str:
    plain = word.strip().lower().replace("-", "_").replace(" ", "_")
    known = {
        "phone": "call",
        "voice": "call",
        "telefon": "call",
        "mail": "email",
        "e_mail": "email",
        "twitter": "social",
    }
    known |= {"facebook": "social", "web_chat": "chat", "webchat": "chat", "whatsapp": "chat", "messenger": "chat"}
    return plain if plain in CHANNELS else known.get(plain, "other")


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("inf")


def _further(rows: Sequence[_Row], columns: Mapping[str, str]) -> dict[str, Any]:
    used = set(columns.values())
    extra: dict[str, Any] = {}
    for header in rows[0]:
        if header not in used:
            cells = [row.get(header, "") for row in rows]
            if any(cells):
                extra[header] = cells[0] if all(cell == cells[0] for cell in cells) else cells
    return without_dropped(extra) if extra else extra
