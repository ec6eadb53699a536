"""The conversations that ship with Heard, written for this project: nobody's, and like everybody's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

from heard.conversation import Conversation, Speaker

__all__ = ["OPENING", "archive"]

OPENING = "demo-retail-001"
"""The conversation that explains Heard: a need deeply met, one with a token, one missed and later repaired."""


def archive() -> Iterator[Conversation]:
    """Every conversation of the demo archive, in the order of its files."""
    folder = files("heard.demo") / "archive"
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".jsonl")), key=lambda f: f.name):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            yield _named(Conversation.from_json(json.loads(line), source=f"{file.name}:{number}"))


def _named(conversation: Conversation) -> Conversation:
    """With the names of customer and agent at their turns; the files say them once a conversation."""
    names = {speaker: conversation.extra.get(speaker.value) for speaker in (Speaker.CUSTOMER, Speaker.AGENT)}
    return conversation.with_turns(replace(turn, name=names.get(turn.speaker)) for turn in conversation.turns)
