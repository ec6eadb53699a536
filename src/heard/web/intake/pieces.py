"""An import's files as chunks: conversations in order, each chunk with the rejects that were met on the way to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from heard.batch.work import Packed, pack
from heard.readers import read
from heard.readers.formats import Rejected
from heard.web.intake.keeping import sources_of
from heard.web.intake.models import Import

__all__ = ["Chunk", "chunks"]

MOST = 50  # conversations in a chunk: what one transaction stores
TURNS = 400  # turns after which a chunk is full, so that long conversations come in fewer
RAW = 2_000  # rejects in one chunk whose beginning is kept; of more than that only the place and the reason


@dataclass
class Chunk:
    """Some conversations in a row, and the records before or between them that could not be read."""

    position: int  # of its first conversation in the files
    packed: list[Packed] = field(default_factory=list)
    rejects: list[Rejected] = field(default_factory=list)


def chunks(brought: Import, *, position: int = 0, told: int = 0) -> Iterator[Chunk]:
    """The files from conversation `position` on, without the first `told` rejects. The same files give the same order.

    Raises ValueError for a format, channel or role that does not exist.
    """
    rejects: list[Rejected] = []
    seen = 0

    def note(reject: Rejected) -> None:
        nonlocal seen
        seen += 1
        if seen > told:
            many = len(rejects) > RAW
            rejects.append(type(reject)(reject.file, reject.place, reject.what, reject.cure) if many else reject)

    talks = read(
        sources_of(brought),
        format=brought.format or None,
        channel=brought.channel or None,
        roles=brought.roles,
        columns=brought.columns,
        rejects=note,
    )
    chunk, turns = Chunk(position, rejects=rejects), 0
    for talk in islice(talks, position, None):
        chunk.packed.append(pack(talk))
        turns += len(talk.turns) + 1
        if turns >= TURNS or len(chunk.packed) >= MOST:
            rejects = []
            yield chunk
            chunk, turns = Chunk(chunk.position + len(chunk.packed), rejects=rejects), 0
    if chunk.packed or chunk.rejects:
        yield chunk
