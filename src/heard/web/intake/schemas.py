"""What programs send and get: the forms of the API, for its description and its answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from ninja import Schema

from heard.conversation import CHANNELS, Speaker

__all__ = [
    "CONVERSATIONS",
    "LONGEST_ID",
    "MOST_CONVERSATIONS",
    "MOST_TURNS",
    "Gathered",
    "ImportOut",
    "Problem",
    "Problems",
    "RejectOut",
    "Taken",
]

MOST_CONVERSATIONS = 100  # in one call
MOST_TURNS = 5_000  # in one conversation
LONGEST_ID = 200
_DATE = {"type": "string", "format": "date-time", "pattern": r"^(19[789]\d|20\d\d)-"}
_AT = {"anyOf": [{"type": "number"}, {"type": "null"}], "description": "Seconds since the conversation began."}
_NAME = {"anyOf": [{"type": "string", "maxLength": 500}, {"type": "null"}]}
CONVERSATION: dict[str, Any] = {
    "type": "object",
    "required": ["id", "turns"],
    "properties": {
        "id": {"type": "string", "minLength": 1, "maxLength": LONGEST_ID, "description": "Its id where it comes from."},
        "channel": {"type": "string", "enum": list(CHANNELS), "default": "other"},
        "started": {"anyOf": [_DATE, {"type": "null"}], "description": "When it began, with time zone."},
        "subject": {"anyOf": [{"type": "string", "maxLength": 2000}, {"type": "null"}]},
        "turns": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_TURNS,
            "items": {
                "type": "object",
                "required": ["speaker", "text"],
                "properties": {
                    "speaker": {"type": "string", "enum": [speaker.value for speaker in Speaker]},
                    "text": {"type": "string", "maxLength": 100_000},
                    "name": {**_NAME, "description": "The speaker's name; an agent's results stand under it."},
                    "at": _AT,
                    "until": {**_AT, "description": "When the turn ended, in the same seconds."},
                },
            },
        },
    },
}
CONVERSATIONS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [
                        CONVERSATION,
                        {"type": "array", "minItems": 1, "maxItems": MOST_CONVERSATIONS, "items": CONVERSATION},
                    ]
                }
            }
        },
    }
}


class Taken(Schema):
    """What became of the conversations of a call."""

    taken: int  # they are analysed now, by the import named here
    known: int  # of the same words: nothing is done about them
    import_id: int | None = None  # None: all were known
    url: str | None = None  # where to ask how far it is


class Problem(Schema):
    """One thing that is wrong."""

    where: str  # "conversations[3].turns[0].speaker"
    what: str
    cure: str


class Problems(Schema):
    """Why nothing of a call was taken."""

    detail: str  # a sentence
    problems: list[Problem] = []  # noqa: RUF012 — a field of a schema


class RejectOut(Schema):
    """A record that was not brought in."""

    id: str
    what: str
    cure: str


class ImportOut(Schema):
    """How far an import is."""

    id: int
    state: str
    total: int | None
    read: int
    stored: int
    known: int
    rejected: int
    left_out: int
    started: datetime | None
    finished: datetime | None
    why: str
    rejects: list[RejectOut]  # the first hundred

    MOST_REJECTS: ClassVar[int] = 100


class Gathered(Schema):
    """What was done with a delivery."""

    done: str  # "kept", "known" (it came before) or "ignored" (nothing that is read)
