"""Which column of a table holds what: by its header in English or German, else by what is in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from heard.readers.clock import moment
from heard.readers.roles import role_named
from heard.readers.script import Line, speaker_lines

__all__ = ["FIELDS", "guess", "has_header", "plain_name"]

_HEADERS = {
    "conversation": "conversation id, conversation, conv id, convo id, conversationid, dialogue id, dialog id, dialogue, dialog, "
    "chat id, chat, thread id, thread, ticket id, ticket, ticket number, case id, case, case number, call id, call, "
    "session id, session, interaction id, interaction, contact id, gespräch, gespräch id, gesprächs id, gesprächsnummer, "
    "unterhaltung, konversation, vorgang, vorgangsnummer, fall, fallnummer, anruf, chatnummer, chat nr, ticketnummer, ticket nr",
    "text": "text, message, body, content, utterance, msg, message text, message body, comment, turn text, words, said, "
    "nachricht, inhalt, äußerung, aeusserung, mitteilung, wortlaut, kommentar, beitrag, nachrichtentext",
    "transcript": "transcript, conversation text, full text, dialogue text, chat transcript, call transcript, transcription, "
    "transkript, transkription, gesprächsverlauf, chatverlauf, verlauf, mitschrift",
    "role": "role, speaker role, author role, author type, sender type, speaker type, sender role, participant role, "
    "participant type, party, direction, inbound, incoming, rolle, richtung, sprecherrolle",
    "speaker": "speaker, author, sender, from, who, participant, speaker name, sender name, author name, from name, speaker id, "
    "author id, sender id, user, username, user name, user id, name, sprecher, sprecherin, absender, verfasser, autor, "
    "von, wer, person, teilnehmer, benutzer",
    "at": "timestamp, time stamp, ts, at, datetime, date time, created at, created, sent at, sent, start time, start, begin, "
    "offset, time, zeitstempel, zeitpunkt, uhrzeit, zeit, gesendet am, gesendet, erstellt am, erstellt, beginn, date, datum",
    "until": "end time, end, until, stop, ended at, ende",
    "turn": "turn, turn id, turn number, turn index, index, seq, sequence, position, message number, line number, "
    "reihenfolge, lfd nr, nr",
    "channel": "channel, medium, kanal",
    "subject": "subject, title, topic, betreff, thema, titel",
}
_NAMES = {field: [name.strip() for name in names.split(",")] for field, names in _HEADERS.items()}
FIELDS = tuple(_NAMES)
"""What a column map can name."""


def plain_name(header: str) -> str:
    """A header without case, separators and camel humps: "conversationId" and "Conversation_ID" are the same."""
    spaced = re.sub(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])", " ", header.strip("\ufeff \t"))
    return " ".join(re.sub(r"[\W_]+", " ", spaced).lower().split())


def guess(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Our field → header. `rows` are some rows of the table, for columns whose header says nothing."""
    plain = {plain_name(header): header for header in reversed(headers)}
    found: dict[str, str] = {}
    for field, names in _NAMES.items():
        taken = set(found.values())
        for name in names:
            if name in plain and plain[name] not in taken:
                found[field] = plain[name]
                break
    columns = {header: [row[i] for row in rows if i < len(row)] for i, header in enumerate(headers)}
    _transcript(found, columns)
    _by_content(found, columns)
    if "conversation" not in found and (id := plain.get("id")) and (_repeats(columns[id]) or "transcript" in found):
        found["conversation"] = id
    return found


def has_header(first: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """False where the first row is a turn like the others."""
    known = {name for names in _NAMES.values() for name in names} | {"id"}
    if any(plain_name(cell) in known and not (role_named(cell) and len(first) < 3) for cell in first):
        return True
    if any(role_named(cell) or moment(cell) is not None or len(cell) > 60 for cell in first):
        return False
    return len(set(first)) == len(first) and bool(rows)


def _transcript(found: dict[str, str], columns: Mapping[str, Sequence[str]]) -> None:
    """A text column in which whole conversations stand is a transcript column, whatever it is called."""
    for field in ("transcript", "text"):
        header = found.get(field)
        cells = [cell for cell in columns.get(header or "", ()) if cell.strip()]
        if header is None or not cells or ("speaker" in found and field == "text"):
            continue
        talks = sum(1 for cell in cells[:20] if sum(1 for line in _lines(cell) if line.name) >= 2)
        if talks * 2 >= len(cells[:20]):
            found.pop("text", None)
            found["transcript"] = header
        elif field == "transcript":
            found.pop("transcript")
            found.setdefault("text", header)


def _lines(cell: str) -> list[Line]:
    return speaker_lines(enumerate(cell[:4000].split("\n"), 1))


def _by_content(found: dict[str, str], columns: Mapping[str, Sequence[str]]) -> None:
    """What no header says: long cells are the words, few repeated short ones the speaker, dates the time."""
    free = {h: [c for c in cells if c.strip()] for h, cells in columns.items() if h not in found.values()}
    if "text" not in found and "transcript" not in found:
        wordy = {h: sum(map(len, c)) / len(c) for h, c in free.items() if c and sum(" " in x for x in c) * 2 > len(c)}
        if wordy:
            found["text"] = max(wordy, key=lambda h: wordy[h])
            free.pop(found["text"], None)
            _transcript(found, columns)
    if "transcript" in found:
        return
    if "role" not in found:
        named = [h for h, c in free.items() if c and sum(role_named(x) is not None for x in c) * 5 >= len(c) * 4]
        if named:
            found["role"] = named[0]
            free.pop(named[0])
    if "speaker" not in found and "role" not in found:
        few = [h for h, c in free.items() if len(c) >= 4 and 2 <= len(set(c)) <= max(2, len(c) // 2) and _is_names(c)]
        if few:
            found["speaker"] = min(few, key=lambda h: len(set(free[h])))
            free.pop(found["speaker"])
    if "at" not in found:
        times = [h for h, c in free.items() if c and all(_is_time(x) for x in c)]
        if times:
            found["at"] = times[0]


def _is_names(cells: Sequence[str]) -> bool:
    return all(len(c) <= 40 and any(x.isalpha() for x in c) and moment(c) is None for c in cells)


def _is_time(cell: str) -> bool:
    return not cell.strip().isdigit() and moment(cell) is not None


def _repeats(cells: Sequence[str]) -> bool:
    return len(set(cells)) < len(cells)
