"""One conversation analysed: signals, moments, marks, coaching, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heard.coaching import Suggestion, suggest
from heard.conversation import Conversation, Turn
from heard.moments import Moment, Promise, find_moments, has_need, promises_in
from heard.signals import Encoder, Finding, Repetition, TurnReading, read_conversation
from heard.standards import Mark, Score, Standard, load, mark, score
from heard.text import is_english

__all__ = ["ENGINE", "SCHEMA", "Analysis", "analyse"]

ENGINE = "heard-engine/1"  # rises with every change that can change a judgement
SCHEMA = "heard-analysis/1"  # rises with every change of the JSON form; docs/reference/analysis.schema.json


@dataclass(frozen=True, slots=True)
class Analysis:
    """What Heard found in one conversation, each finding with its words."""

    conversation: Conversation
    standard: str  # name@version of the standard it was held against
    model: str | None  # version of the encoder; None: patterns alone
    readings: tuple[TurnReading, ...]  # one a turn
    moments: tuple[Moment, ...]
    marks: tuple[Mark, ...]  # one a criterion of the standard
    suggestions: tuple[Suggestion, ...]
    promises: tuple[Promise, ...]
    score: Score
    engine: str = ENGINE
    readable: bool = True  # False: not in English, so that nothing was judged

    def to_json(self) -> dict[str, Any]:
        """The analysis in the form ``heard-analysis/1``; see docs/reference/json.md."""
        conversation = self.conversation
        return {
            "id": conversation.id,
            "schema": SCHEMA,
            "engine": self.engine,
            "model": self.model,
            "standard": self.standard,
            "channel": conversation.channel,
            "started": conversation.started.isoformat() if conversation.started else None,
            "subject": conversation.subject,
            "source": conversation.turns[0].source if conversation.turns else None,
            "readable": self.readable,
            "roles": {"from": conversation.roles_from, "confidence": conversation.roles_confidence},
            "turns": [
                _turn_json(index, turn, reading)
                for index, (turn, reading) in enumerate(zip(conversation.turns, self.readings, strict=True))
            ],
            "moments": [_moment_json(m) for m in self.moments],
            "marks": [m._asdict() | {"evidence": _evidence_json(m.evidence)} for m in self.marks],
            "suggestions": [s._asdict() for s in self.suggestions],
            "promises": [p._asdict() for p in self.promises],
            "score": self.score._asdict(),
        }


def analyse(
    conversation: Conversation,
    *,
    standard: Standard | str = "everyday",
    encoder: Encoder | None = None,
    repetition: Repetition | None = None,
) -> Analysis:
    """The analysis of `conversation` against `standard` (a Standard, a built-in's name, or a TOML file's path).

    Of a conversation that is not in English nothing is judged: `readable` is False, and there are no moments or marks.

    An `encoder` adds learned findings to the patterns'. A `repetition` of the archive lets canned lines be found by how
    often they are said. Raises StandardError for a standard that can't be used.
    """
    if not isinstance(conversation, Conversation):
        raise TypeError(
            f"analyse takes one Conversation, not {type(conversation).__name__}; heard.read gives them one by one"
        )
    if not isinstance(standard, Standard | str):
        raise TypeError(f"standard: give a Standard or a name, not {type(standard).__name__}")
    standard = load(standard) if isinstance(standard, str) else standard
    model = encoder.version if encoder else None
    if not is_english(turn.text for turn in conversation.turns):
        nothing = tuple(TurnReading() for _ in conversation.turns)
        return Analysis(conversation, standard.reference, model, nothing, (), (), (), (), score(()), readable=False)
    readings = read_conversation(conversation, encoder=encoder, repetition=repetition)
    moments = find_moments(conversation, readings, standard.bar)
    return Analysis(
        conversation=conversation,
        standard=standard.reference,
        model=model,
        readings=readings,
        moments=moments,
        marks=mark(standard, conversation, readings, moments),
        suggestions=suggest(conversation, readings, moments),
        promises=promises_in(conversation),
        score=score(moments),
    )


def _turn_json(index: int, turn: Turn, reading: TurnReading) -> dict[str, Any]:
    data: dict[str, Any] = {"index": index, "speaker": turn.speaker.value, "text": turn.text, "at": turn.at}
    if turn.name is not None:
        data["name"] = turn.name
    data |= {
        "feelings": list(reading.feelings),
        "intensity": reading.intensity,
        "circumstances": list(reading.circumstances),
        "stance": list(reading.stance),
        "need": int(has_need(reading)),
        "moves": list(reading.moves),
        "findings": [f._asdict() for f in reading.findings],
    }
    return data


def _moment_json(moment: Moment) -> dict[str, Any]:
    return moment._asdict() | {"need": list(moment.need), "evidence": _evidence_json(moment.evidence)}


def _evidence_json(evidence: Sequence[tuple[int, Finding]]) -> list[dict[str, Any]]:
    return [{"turn": turn, **finding._asdict()} for turn, finding in evidence]
