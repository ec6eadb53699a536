"""The canned lines of conversations: found once in each record, kept as places, read again when they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from heard.overview import sentence_at
from heard.text import words
from heard.web.insights.models import CannedLine

__all__ = ["Place", "line_at", "lines_in"]

_NUMBER = re.compile(r"\d+")


class Place(NamedTuple):
    """Where a canned line stands, and what tells it from others."""

    line: str  # CannedLine.line
    turn: int
    start: int
    end: int


def lines_in(analysis: Mapping[str, Any]) -> list[Place]:
    """The canned lines of one conversation, each once, where it stands first."""
    return list({place.line: place for place in reversed(list(_canned(analysis)))}.values())


def line_at(analysis: Mapping[str, Any], place: CannedLine) -> str:
    """The words of the line."""
    return sentence_at(analysis["turns"][place.turn]["text"], place.start, place.end)


def _canned(analysis: Mapping[str, Any]) -> Iterator[Place]:
    for index, turn in enumerate(analysis["turns"]):
        findings: Iterable[Mapping[str, Any]] = turn["findings"] if "canned" in turn["moves"] else ()
        for finding in findings:
            if finding["label"] == "canned":
                said = sentence_at(turn["text"], finding["start"], finding["end"])
                comparable = " ".join(words(_NUMBER.sub("0", said)))
                digest = blake2b(comparable.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
                yield Place(digest, index, finding["start"], finding["end"])
