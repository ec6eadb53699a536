"""The words in a vCon: its text dialogs, and for recordings the transcripts among its analyses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from heard.conversation import Speaker
from heard.vcon.forms import body_of, mediatype_of, objects

__all__ = ["Phrase", "Spoken", "spoken_in"]

_ROLES = {
    "customer": Speaker.CUSTOMER,
    "agent": Speaker.AGENT,
    "sme": Speaker.AGENT,  # an expert who was fetched answers for the company too
    "supervisor": Speaker.SUPERVISOR,
    "bot": Speaker.BOT,
    "system": Speaker.SYSTEM,
}
_NAMES = ("name", "mailto", "tel", "sip", "did", "uuid")  # what a party may be called by, best first


class Phrase(NamedTuple):
    """A stretch of speech as a speech-to-text engine gives it."""

    label: str | None  # "speaker 0", "channel 1"; None: the engine did not tell speakers apart
    text: str
    start: float | None  # seconds since the recording began
    end: float | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing that was said or written."""

    text: str
    dialog: int  # index of its dialog in the vCon
    who: str | None = None  # "party 0", or the label of a speech-to-text engine
    name: str | None = None
    speaker: Speaker | None = None  # None: the vCon gives the party no role
    start: datetime | None = None
    end: datetime | None = None
    mediatype: str = "text/plain"
    application: str | None = None
    message_id: str | None = None
    from_recording: bool = False


def spoken_in(vcon: Mapping[str, Any], transcript: Callable[[Any], Sequence[Phrase]] | None) -> list[Spoken]:
    """Everything said, by time: dialogs stand in a vCon in the order they were added, not in which they happened.

    A message that stands in it twice (same message id, same words) counts once.
    """
    dialogs = vcon.get("dialog")
    parties = vcon["parties"] if isinstance(vcon.get("parties"), list) else []
    found: list[Spoken] = []
    for i, dialog in enumerate(dialogs if isinstance(dialogs, list) else []):
        if not isinstance(dialog, Mapping):
            continue
        said = _written(dialog, i, parties)
        if said is None and dialog.get("type") in ("recording", "text"):
            found += _transcribed(vcon, dialog, i, parties, transcript)
        elif said is not None:
            found.append(said)
    seen: set[tuple[str, str]] = set()
    once = [one for one in found if one.message_id is None or not _twice((one.message_id, one.text), seen)]
    starts: list[datetime] = []  # a message without a date stays behind the one it followed
    for one in once:
        starts.append(one.start or (starts[-1] if starts else datetime.min.replace(tzinfo=UTC)))
    return [once[i] for i in sorted(range(len(once)), key=starts.__getitem__)]


def _twice(key: tuple[str, str], seen: set[tuple[str, str]]) -> bool:
    known = key in seen
    seen.add(key)
    return known


def _written(dialog: Mapping[str, Any], index: int, parties: list[Any]) -> Spoken | None:
    body, mediatype = body_of(dialog), mediatype_of(dialog) or "text/plain"
    if dialog.get("type") != "text" or not isinstance(body, str) or not body.strip():
        return None
    who, name, speaker = _party(_originator(dialog), parties)
    start = _date(dialog.get("start"))
    message_id, application = dialog.get("message_id"), dialog.get("application")
    return Spoken(
        text=body,
        dialog=index,
        who=who,
        name=name,
        speaker=speaker,
        start=start,
        end=_later(start, dialog.get("duration")),
        mediatype=mediatype,
        application=application if isinstance(application, str) else None,
        message_id=message_id if isinstance(message_id, str) else None,
    )


def _originator(dialog: Mapping[str, Any]) -> Any:
    """Index of the party who wrote: the named originator, else the first party (an e-mail's From)."""
    originator, parties = dialog.get("originator"), dialog.get("parties")
    if originator is not None:
        return originator
    while isinstance(parties, list):
        parties = next((entry for entry in parties if entry is not None), None)
    return parties


def _party(index: Any, parties: list[Any]) -> tuple[str | None, str | None, Speaker | None]:
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(parties):
        return None, None, None
    party = parties[index] if isinstance(parties[index], Mapping) else {}
    name = next((party[key] for key in _NAMES if isinstance(party.get(key), str) and party[key].strip()), None)
    role, kind = party.get("role"), party.get("type")
    speaker = _ROLES.get(role.lower()) if isinstance(role, str) else None
    return f"party {index}", name, Speaker.BOT if speaker is None and kind == "bot" else speaker


def _transcribed(
    vcon: Mapping[str, Any],
    dialog: Mapping[str, Any],
    index: int,
    parties: list[Any],
    read: Callable[[Any], Sequence[Phrase]] | None,
) -> list[Spoken]:
    start = _date(dialog.get("start"))
    for analysis in objects(vcon.get("analysis")):
        about = analysis.get("dialog", index)
        ours = about == index or (isinstance(about, list) and index in about)
        if not ours or not str(analysis.get("type")).startswith("transcript"):
            continue
        body = body_of(analysis)
        said = [one for entry in objects(body) if (one := _listed(entry, index, start, parties))]
        if not said and read is not None:
            said = [_heard(phrase, dialog, index, start, parties) for phrase in read(body)]
        if said:
            return said
    return []


def _listed(entry: Mapping[str, Any], index: int, began: datetime | None, parties: list[Any]) -> Spoken | None:
    """An entry of a transcript that names its party: {parties, start, duration, text}."""
    text = entry.get("text", entry.get("body"))
    if not isinstance(text, str) or not text.strip():
        return None
    who, name, speaker = _party(_originator(entry), parties)
    start = _date(entry.get("start")) or _later(began, entry.get("start"))
    end = _later(start, entry.get("duration"))
    return Spoken(text, index, who, name, speaker, start, end, from_recording=True)


def _heard(phrase: Phrase, dialog: Mapping[str, Any], index: int, began: datetime | None, parties: list[Any]) -> Spoken:
    """A phrase of a speech-to-text engine; where each channel has its own party, that party spoke."""
    who, name, speaker = phrase.label, None, None
    channels = dialog.get("parties")
    if phrase.label and phrase.label.startswith("channel ") and isinstance(channels, list):
        number = int(phrase.label.split()[1])
        who, name, speaker = _party(channels[number] if number < len(channels) else None, parties)
    start, end = _later(began, phrase.start), _later(began, phrase.end)
    return Spoken(phrase.text, index, who or phrase.label, name, speaker, start, end, from_recording=True)


def _date(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        seen = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return seen if seen.tzinfo else seen.replace(tzinfo=UTC)


def _later(start: datetime | None, seconds: Any) -> datetime | None:
    if start is None or isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return start + timedelta(seconds=seconds)
    except (OverflowError, ValueError):  # beyond any calendar, or no number
        return None
