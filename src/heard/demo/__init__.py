"""The conversations that ship with Heard, written for this project: nobody's, and like everybody's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files

from heard.conversation import Conversation

__all__ = ["OPENING", "archive", "opening"]

OPENING = "demo-retail-001"
"""The conversation that explains Heard: a need deeply met, one with a token, one missed and later repaired."""


def archive() -> Iterator[Conversation]:
    """Every conversation of the demo archive, in the order of its files."""
    folder = files("heard.demo") / "archive"
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".jsonl")), key=lambda f: f.name):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            yield Conversation.from_json(json.loads(line), source=f"{file.name}:{number}")


def opening() -> Conversation:
    """The conversation that the demo opens on."""
    return next(conversation for conversation in archive() if conversation.id == OPENING)
