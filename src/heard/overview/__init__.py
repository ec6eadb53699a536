"""What an archive shows as a whole: met and needed, what was missed, why, and which conversations to read first."""

from __future__ import annotations

from heard.overview.gathering import Overview
from heard.overview.lines import CannedLine, OpenPromise, sentence_at
from heard.overview.picks import Pick, in_words
from heard.overview.shares import Share, counted, judges, not_english

__all__ = [
    "CannedLine",
    "OpenPromise",
    "Overview",
    "Pick",
    "Share",
    "counted",
    "in_words",
    "judges",
    "not_english",
    "sentence_at",
]
