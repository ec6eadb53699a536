"""AssemblyAI: speech to text of a recording. Times are milliseconds, speakers are "A", "B" …

``sentiment_analysis_results`` repeats the words beside a judgement and is never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.conversation import Conversation
from heard.readers.fields import number, records, text
from heard.readers.formats import Choices, Record, RecordFormat, UnreadableRecord
from heard.readers.places import below, identity
from heard.readers.said import Said, conversation_of, further
from heard.readers.words import Stretch, joined

__all__ = ["FORMAT"]

_KEPT = (
    "audio_url",
    "language_code",
    "speech_model",
    "webhook_auth",
    "auto_highlights",
    "dual_channel",
    "multichannel",
)


def _recognises(record: Record) -> bool:
    if "results" in record or "turns" in record:
        return False
    about = ("audio_duration", "audio_url", "language_model", "acoustic_model", "speech_model", "speaker_labels")
    return ("utterances" in record or "words" in record or "text" in record) and any(key in record for key in about)


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    if text(record, "status") == "error":
        raise UnreadableRecord(
            f"AssemblyAI could not transcribe this recording ({text(record, 'error') or 'without a reason'})",
            "transcribe it again",
        )
    yield conversation_of(
        (
            Said(one.text, who=one.label, at=one.start, until=one.end, source=below(place, one.place or "text"))
            for one in _stretches(record)
        ),
        choices,
        id=identity(record, place, ("id",)),
        channel="call",
        extra=further({key: record[key] for key in _KEPT if key in record}),
        nothing="the transcript has no words",
    )


def _stretches(record: Record) -> list[Stretch]:
    utterances = [_stretch(entry, f"utterances/{i}") for i, entry in records(record, "utterances")]
    if utterances:
        return utterances
    words = joined(_stretch(entry, f"words/{i}") for i, entry in records(record, "words"))
    whole = text(record, "text")
    return words or ([Stretch(None, whole, None, None, "text")] if whole else [])


def _stretch(entry: Mapping[str, Any], place: str) -> Stretch:
    label = text(entry, "speaker") or text(entry, "channel")
    return Stretch(label, text(entry, "text") or "", _seconds(entry, "start"), _seconds(entry, "end"), place)


def _seconds(entry: Mapping[str, Any], key: str) -> float | None:
    milliseconds = number(entry, key)
    return None if milliseconds is None else milliseconds / 1000


FORMAT = RecordFormat("assemblyai", "AssemblyAI transcripts", _recognises, _conversations)
