"""SubRip captions: numbered cues with decimal commas; "NAME:" says who speaks, and tags are dropped."""

from __future__ import annotations

import re

from heard.readers.captions import TIMING, conversation_of_captions
from heard.readers.formats import TextFormat

__all__ = ["FORMAT"]

_FIRST = re.compile(rf"[\s\ufeff]*\d{{1,7}}[ \t]*\n{TIMING.pattern}(?:\n|$)")


def _recognises(head: str) -> bool:
    return _FIRST.match(head) is not None


FORMAT = TextFormat(
    name="srt",
    title="SubRip captions",
    endings=(".srt",),
    recognises=_recognises,
    conversations=conversation_of_captions,
)
