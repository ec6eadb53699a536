"""What was said that matters, with the words that show it."""

from __future__ import annotations

from heard.conversation import Conversation
from heard.signals.across_turns import across_turns, held_to_the_archive
from heard.signals.catalogue import Signal, catalogue, signal
from heard.signals.learned import Encoder, Judged, Learned, accepted
from heard.signals.matching import Finding
from heard.signals.reading import NEGATIVE, TurnReading, confidence_of, read_turn, reading_from
from heard.signals.repetition import Repetition

__all__ = [
    "NEGATIVE",
    "Encoder",
    "Finding",
    "Judged",
    "Learned",
    "Repetition",
    "Signal",
    "TurnReading",
    "catalogue",
    "confidence_of",
    "read_conversation",
    "read_turn",
    "reading_from",
    "signal",
]


def read_conversation(
    conversation: Conversation, *, encoder: Encoder | None = None, repetition: Repetition | None = None
) -> tuple[TurnReading, ...]:
    """One reading a turn, in order: patterns, then what shows across turns, then the encoder where there is one."""
    turns = conversation.turns
    findings = across_turns(conversation, [read_turn(t.speaker, t.text) for t in turns], repetition)
    if encoder is None:
        return tuple(reading_from(turn.text, found) for turn, found in zip(turns, findings, strict=True))
    decides = encoder.decides
    readings: list[TurnReading] = []
    for turn, own, said in zip(turns, findings, encoder.read(turns, findings), strict=True):
        learned = held_to_the_archive(accepted(turn, said, own), own) if said else Learned(())
        kept = (*(f for f in own if f.label not in decides), *learned.findings)
        readings.append(reading_from(turn.text, kept, learned))
    return tuple(readings)
