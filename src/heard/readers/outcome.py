"""What becomes of a record that is not read: an error, or a reasoned leaving-out."""

from __future__ import annotations

from heard.readers.formats import Rejected

__all__ = ["ReadError", "Skipped"]


class ReadError(ValueError):
    """A source or a record in it can't be read. The message says where, what is wrong, and what to do."""

    def __init__(self, rejected: Rejected) -> None:
        where = ", ".join(part for part in (rejected.file, rejected.place) if part)
        cure = f"; {rejected.cure}" if rejected.cure else ""
        super().__init__(f"{where}: {rejected.what}{cure}")
        self.rejected = rejected


class Skipped(Rejected):
    """A record that is left out on purpose, such as an automatic reply: told like a reject, but no error."""

    __slots__ = ()
