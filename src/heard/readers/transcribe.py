"""Amazon Transcribe: speech to text of a recording. Times are seconds, written as strings.

Words and punctuation come as single items; speaker labels ("spk_0") or channels ("ch_0") say whose they are. The
Call Analytics form is that of Contact Lens and is read as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heard.conversation import Conversation
from heard.readers import contact_lens
from heard.readers.fields import number, records, text
from heard.readers.formats import Choices, Record, RecordFormat, UnreadableRecord
from heard.readers.places import below, identity
from heard.readers.said import Said, conversation_of, further
from heard.readers.words import Stretch, joined, turns_of_channels

__all__ = ["FORMAT"]

_Items = list[tuple[int, Mapping[str, Any]]]


def _recognises(record: Record) -> bool:
    results = record.get("results")
    return isinstance(results, Mapping) and ("items" in results or "transcripts" in results)


def _conversations(record: Record, place: str, choices: Choices) -> Iterator[Conversation]:
    if contact_lens.FORMAT.recognises(record):
        yield from contact_lens.FORMAT.conversations(record, place, choices)
        return
    if text(record, "status") == "FAILED":
        raise UnreadableRecord("Amazon Transcribe could not transcribe this recording", "transcribe it again")
    yield conversation_of(
        (
            Said(one.text, who=one.label, at=one.start, until=one.end, source=below(place, one.place or "results"))
            for one in _stretches(record)
        ),
        choices,
        id=identity(record, place, ("jobName",)),
        channel="call",
        extra=further(record, "results", "jobName", "status"),
        nothing="the transcript has no words",
    )


def _stretches(record: Record) -> list[Stretch]:
    channels = records(record, "results", "channel_labels", "channels")
    if channels:
        return turns_of_channels(
            [
                _words(
                    records(channel, "items"),
                    {},
                    text(channel, "channel_label") or f"ch_{i}",
                    f"channel_labels/channels/{i}/items",
                )
                for i, channel in channels
            ]
        )
    items = records(record, "results", "items")
    by_channel = dict.fromkeys(label for _, item in items if (label := text(item, "channel_label")))
    if by_channel:
        return turns_of_channels(
            [_words([i for i in items if text(i[1], "channel_label") == c], {}, c, "items") for c in by_channel]
        )
    turns = joined(_words(items, _speakers(record), None, "items"))
    whole = text(record, "results", "transcripts", 0, "transcript")
    return turns or ([Stretch(None, whole, None, None, "results/transcripts/0")] if whole else [])


def _speakers(record: Record) -> dict[float, str]:
    """Start of a word → its speaker, for files that keep labels apart from the words."""
    return {
        start: label
        for _, segment in records(record, "results", "speaker_labels", "segments")
        for _, item in records(segment, "items")
        if (start := number(item, "start_time")) is not None
        and (label := text(item, "speaker_label") or text(segment, "speaker_label"))
    }


def _words(items: _Items, speakers: Mapping[float, str], label: str | None, folder: str) -> list[Stretch]:
    found: list[Stretch] = []
    for i, item in items:
        said = text(item, "alternatives", 0, "content")
        if not said:
            continue
        if text(item, "type") == "punctuation" and found:
            last = found[-1]
            found[-1] = Stretch(last.label, last.text + said, last.start, last.end, last.place)
            continue
        start = number(item, "start_time")
        who = label or text(item, "speaker_label") or (speakers.get(start) if start is not None else None)
        found.append(Stretch(who, said, start, number(item, "end_time"), f"results/{folder}/{i}"))
    return found


FORMAT = RecordFormat("transcribe", "Amazon Transcribe", _recognises, _conversations)
