"""Work that ends the process it is done in, for tests of what happens then."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable

from heard.batch.work import Packed
from heard.web.intake.child import Analysed, analyse_chunk

__all__ = ["DEADLY", "analyse_or_die", "lengths_or_die"]

DEADLY = "deadly"  # in the id of a conversation that nobody survives


def analyse_or_die(chunk: Iterable[Packed], means_file: str) -> Analysed:
    """Analyses, unless one of the conversations is deadly."""
    chunk = list(chunk)
    _die_of(chunk)
    return analyse_chunk(chunk, means_file)


def lengths_or_die(chunk: Iterable[Packed]) -> int:
    """How many conversations, unless one of them is deadly."""
    chunk = list(chunk)
    _die_of(chunk)
    return len(chunk)


def _die_of(chunk: list[Packed]) -> None:
    if any(DEADLY in packed[0] for packed in chunk):
        os.kill(os.getpid(), signal.SIGKILL)
