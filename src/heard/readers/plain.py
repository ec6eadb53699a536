"""Plain text with speaker names: "Anna: …", "[10:02] Anna: …", "Anna (10:02): …"; turns may have several lines.

A line of three or more ``-``, ``=``, ``_``, ``*`` or ``#`` separates conversations ("=== Chat 7 ===" also names the
next one); blank lines never do, for messages have paragraphs. Before its first turn a conversation may say
"Id: …", "Channel: …", "Subject: …" and "Date: …"; anything else there is kept in ``extra["before"]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from heard.conversation import CHANNELS, Conversation
from heard.readers.clock import clock_seconds, moment
from heard.readers.formats import Choices, Rejected, TextFormat, UnreadableRecord
from heard.readers.said import conversation_of
from heard.readers.script import Line, said_in, speaker_lines
from heard.readers.source import Source

__all__ = ["FORMAT"]

_SEPARATOR = re.compile(r"\s*([-=_*#])\1{2,}(?:\s*(.*?)\s*\1{2,})?\s*")
_FACT = re.compile(
    r"\s*(id|conversation|chat|ticket|channel|kanal|subject|betreff|date|datum|started)(?: id)?\s*[:：]\s*(.+)",
    re.IGNORECASE,
)
_FACTS = {
    "conversation": "id",
    "chat": "id",
    "ticket": "id",
    "kanal": "channel",
    "betreff": "subject",
    "datum": "date",
    "started": "date",
}


def _recognises(head: str) -> bool:
    lines = [(i, line) for i, line in enumerate(head.split("\n")) if line.strip() and not _SEPARATOR.fullmatch(line)]
    spoken = [line for line in speaker_lines(lines) if line.name]
    if not spoken:
        return False
    return (len(spoken) >= 2 and len(spoken) >= len(lines) * 0.15) or (
        lines[0][0] == spoken[0].number and len(lines) <= 3
    )


def _conversations(source: Source, choices: Choices) -> Iterator[Conversation | Rejected]:
    count = 0
    for title, lines in _blocks(source):
        count += 1
        try:
            yield _conversation(source, title, lines, count, choices)
        except UnreadableRecord as error:
            yield Rejected(
                source.name, f"line {lines[0][0]}", error.what, error.cure, "\n".join(t for _, t in lines[:20])[:2000]
            )
    if not count:
        yield Rejected(source.name, "", "there are no lines in it", "give a file with conversations in it")


def _blocks(source: Source) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    title, lines = "", list[tuple[int, str]]()
    for number, line in enumerate(source.lines(), 1):
        if (separator := _SEPARATOR.fullmatch(line[:200])) is not None and len(line) <= 200:
            if any(text.strip() for _, text in lines):
                yield title, lines
                title = ""
            title, lines = separator[2] or title, []
        elif lines or line.strip():
            lines.append((number, line))
    if any(text.strip() for _, text in lines):
        yield title, lines


def _conversation(
    source: Source, title: str, lines: Sequence[tuple[int, str]], count: int, choices: Choices
) -> Conversation:
    facts, rest = _facts(lines)
    parsed = speaker_lines(rest, choices.roles)
    said = said_in(parsed, source.name)
    if not said:
        raise UnreadableRecord(
            "no line begins with a speaker", 'write "Anna: Hello" or "Customer: Hello" at the beginning of each turn'
        )
    before = _before_first(parsed)
    started = _started(facts.get("date"), parsed)
    channel = facts.get("channel", "").lower()
    return conversation_of(
        said,
        choices,
        id=facts.get("id") or title or (source.name if count == 1 else f"{source.name}#{count}"),
        channel=channel if channel in CHANNELS else "other",
        started=started,
        subject=facts.get("subject"),
        extra={"before": before} if before else None,
    )


def _facts(lines: Sequence[tuple[int, str]]) -> tuple[dict[str, str], Sequence[tuple[int, str]]]:
    facts: dict[str, str] = {}
    for i, (_, line) in enumerate(lines):
        found = _FACT.fullmatch(line[:300])
        if found is None:
            if line.strip():
                return facts, lines[i:]
            continue
        key = found[1].lower()
        facts.setdefault(_FACTS.get(key, key), found[2].strip())
    return facts, ()


def _started(written: str | None, lines: Sequence[Line]) -> datetime | None:
    """The date above the conversation, at the clock time of its first turn where the date has none."""
    date = moment(written) if written else None
    if not isinstance(date, datetime):
        return None
    clock = next((clock_seconds(line.stamp) for line in lines if line.name and line.stamp), None)
    midnight = (date.hour, date.minute, date.second) == (0, 0, 0)
    return date + timedelta(seconds=clock) if midnight and clock is not None and clock >= 3600 else date


def _before_first(lines: Sequence[Line]) -> str:
    first = next((i for i, line in enumerate(lines) if line.name), 0)
    return "\n".join(line.text for line in lines[:first]).strip()


FORMAT = TextFormat(
    name="plain",
    title="plain text with speaker names",
    endings=(".txt", ".text", ".log", ".md"),
    recognises=_recognises,
    conversations=_conversations,
)
