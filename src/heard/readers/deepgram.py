"""Deepgram: speech to text of a recording. Times are seconds.

Utterances are taken where they were asked for, else paragraphs, else words put together by speaker or channel.
``metadata.created`` is when the transcription was made, not when the call took place, so it dates nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.conversation import Conversation
from heard.readers.fields import mapping, number, records, text, value
from heard.readers.formats import Choices, Record, RecordFormat
from heard.readers.places import below, identity
from heard.readers.said import Said, conversation_of, further
from heard.readers.words import Stretch, joined, turns_of_channels

__all__ = ["FORMAT", "stretches"]


def _recognises(record: Record) -> bool:
    results = record.get("results")
    return isinstance(results, Mapping) and (
        "channels" in results or ("utterances" in results and "items" not in results)
    )


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    yield conversation_of(
        (
            Said(one.text, who=one.label, at=one.start, until=one.end, source=below(place, one.place or "results"))
            for one in stretches(record)
        ),
        choices,
        id=identity(record, place, ("metadata", "request_id")),
        channel="call",
        extra=further(mapping(record, "metadata"), "transaction_key", "request_id", "sha256", "model_info"),
        nothing="the transcript has no words",
    )


def stretches(record: Any) -> list[Stretch]:
    """What was said, by speaker ("speaker 0") or, where each has a channel, by channel ("channel 0")."""
    channels = records(record, "results", "channels")
    many = len(channels) > 1 or (number(record, "metadata", "channels") or 0) > 1
    utterances = records(record, "results", "utterances")
    if utterances:
        return [_utterance(entry, many, i) for i, entry in utterances if text(entry, "transcript")]
    if many:
        return turns_of_channels([_words(channel, f"channel {i}", i) for i, channel in channels])
    return [one for i, channel in channels for one in _paragraphs(channel, i) or joined(_words(channel, None, i))]


def _utterance(entry: Mapping[str, Any], many: bool, index: int) -> Stretch:
    label = _label(entry)
    if many and (channel := _whole(entry, "channel")) is not None:
        label = f"channel {channel}"
    return Stretch(
        label,
        text(entry, "transcript") or "",
        number(entry, "start"),
        number(entry, "end"),
        f"results/utterances/{index}",
    )


def _label(entry: Mapping[str, Any]) -> str | None:
    speaker = _whole(entry, "speaker")
    return f"speaker {speaker}" if speaker is not None else None


def _whole(entry: Mapping[str, Any], key: str) -> int | None:
    """A small count under `key`; Deepgram gives a channel as 0 or as [0, 2] (this one, of two)."""
    found = number(entry, key) if not isinstance(entry.get(key), list) else number(entry, key, 0)
    return int(found) if found is not None and 0 <= found < 1000 else None


def _paragraphs(channel: Mapping[str, Any], index: int) -> list[Stretch]:
    found = []
    for i, paragraph in records(channel, "alternatives", 0, "paragraphs", "paragraphs"):
        said = " ".join(words for _, sentence in records(paragraph, "sentences") if (words := text(sentence, "text")))
        if said:
            place = f"results/channels/{index}/alternatives/0/paragraphs/paragraphs/{i}"
            found.append(Stretch(_label(paragraph), said, number(paragraph, "start"), number(paragraph, "end"), place))
    return found


def _words(channel: Mapping[str, Any], label: str | None, index: int) -> Iterator[Stretch]:
    place = f"results/channels/{index}/alternatives/0"
    words = records(channel, "alternatives", 0, "words")
    for i, word in words:
        said = text(word, "punctuated_word") or text(word, "word")
        if said:
            start, end = number(word, "start"), number(word, "end")
            yield Stretch(label or _label(word), said, start, end, f"{place}/words/{i}")
    whole = value(channel, "alternatives", 0, "transcript")
    if not words and isinstance(whole, str) and whole.strip():
        yield Stretch(label, whole, None, None, f"{place}/transcript")


FORMAT = RecordFormat("deepgram", "Deepgram transcripts", _recognises, _conversations)
