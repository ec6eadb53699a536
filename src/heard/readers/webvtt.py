"""WebVTT captions of a call or a meeting: voices (``<v Anna>``) or "NAME:" say who speaks; NOTE and STYLE are no words."""

from __future__ import annotations

import re

from heard.readers.captions import conversation_of_captions
from heard.readers.formats import TextFormat

__all__ = ["FORMAT"]


def _recognises(head: str) -> bool:
    return re.match(r"\ufeff?WEBVTT(?:[ \t\n]|$)", head) is not None


FORMAT = TextFormat(
    name="webvtt",
    title="WebVTT captions",
    endings=(".vtt",),
    recognises=_recognises,
    conversations=conversation_of_captions,
)
