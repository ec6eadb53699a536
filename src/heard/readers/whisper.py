"""Whisper and its relatives: segments of speech in seconds.

Whisper does not tell speakers apart, and alternating them would be made up: the record is refused unless roles say
who speaks ({"*": "customer"}) or the segments name a speaker, as WhisperX writes them ("SPEAKER_00").
"""

from __future__ import annotations

from collections.abc import Iterator

from heard.conversation import Conversation
from heard.readers.fields import number, records, text
from heard.readers.formats import Choices, Record, RecordFormat, UnreadableRecord
from heard.readers.places import below, identity
from heard.readers.said import Said, conversation_of, further
from heard.readers.words import Stretch, joined

__all__ = ["FORMAT"]

_SIGNS = ("seek", "avg_logprob", "no_speech_prob", "compression_ratio", "tokens", "words", "speaker")


def _recognises(record: Record) -> bool:
    if "results" in record or "turns" in record or "utterances" in record:
        return False
    first = next(iter(records(record, "segments")), (0, {}))[1]
    return "text" in first and ("start" in first or any(sign in first for sign in _SIGNS))


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    lines = joined(
        Stretch(
            text(segment, "speaker"),
            text(segment, "text") or "",
            number(segment, "start"),
            number(segment, "end"),
            below(place, "segments", i),
        )
        for i, segment in records(record, "segments")
    )
    if any(line.text and line.label is None for line in lines) and "*" not in choices.roles:
        raise UnreadableRecord(
            "Whisper does not tell speakers apart",
            'say who speaks if it is one person: --map \'role:*=customer\', in Python roles={"*": "customer"}; '
            "or transcribe with speakers, as WhisperX does",
        )
    yield conversation_of(
        (Said(line.text, who=line.label, at=line.start, until=line.end, source=line.place) for line in lines),
        choices,
        id=identity(record, place, ("id",)),
        channel="call",
        extra=further(record, "segments", "text", "word_segments", "id"),
        nothing="the transcript has no words",
    )


FORMAT = RecordFormat("whisper", "Whisper and WhisperX transcripts", _recognises, _conversations)
