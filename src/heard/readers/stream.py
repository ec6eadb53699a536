"""Bytes out of a file that may be compressed, damaged, or made to explode: read in pieces, with honest errors."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import BinaryIO
from zipfile import BadZipFile

from heard.readers.formats import UnreadableRecord

__all__ = ["FREE_BYTES", "MOST_TIMES", "Bytes", "Encoded", "Limit"]

FREE_BYTES = 256 * 1024 * 1024  # a compressed file may unfold to this many bytes whatever its own size
MOST_TIMES = 200  # beyond that, to at most so many times its compressed size (text: 3 to 30 times)


class Limit:
    """How many bytes a compressed file of `packed` bytes may unfold to."""

    def __init__(self, packed: int | None) -> None:
        self.packed = packed  # None: not known, as from a pipe
        self.taken = 0

    def take(self, count: int) -> None:
        """Count `count` more unfolded bytes; raises UnreadableRecord when that is more than allowed."""
        self.taken += count
        if self.taken > max(FREE_BYTES, MOST_TIMES * (self.packed or 0)):
            raise UnreadableRecord(
                f"it unfolds to more than {MOST_TIMES} times its size and {FREE_BYTES >> 20} MiB, as a zip bomb does",
                "unpack it yourself and give the files, if you know where it comes from",
            )


class Bytes(io.RawIOBase):
    """`head` and then the rest of `rest`; damage in the file becomes UnreadableRecord."""

    def __init__(
        self, head: bytes, rest: BinaryIO, limit: Limit | None = None, on_close: Callable[[], None] | None = None
    ) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self._limit = limit
        self._on_close = on_close

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # the stub says Buffer, which has no length
        if self._head:
            count = min(len(self._head), len(buffer))
            buffer[:count] = self._head[:count]
            self._head = self._head[count:]
            return count
        data = guarded_read(self._rest, len(buffer))
        if self._limit is not None:
            self._limit.take(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed and self._on_close is not None:
            self._on_close()
        super().close()


class Encoded(io.RawIOBase):
    """The text of a file object that was opened as text, as UTF-8 bytes."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # the stub says Buffer, which has no length
        if not self._left:
            self._left = self._text.read(65_536).encode("utf-8", "replace")
        count = min(len(self._left), len(buffer))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


def guarded_read(stream: BinaryIO, count: int) -> bytes:
    """Up to `count` bytes; raises UnreadableRecord where the file is damaged or can't be read."""
    try:
        return stream.read(count) or b""
    except (EOFError, zlib.error, BadZipFile) as error:
        raise UnreadableRecord(
            f"the compressed file is damaged or was cut off ({error})", "copy or export it again"
        ) from None
    except NotImplementedError as error:
        raise UnreadableRecord(
            f"it is compressed in a way Python can't unpack ({error})", "unpack it and give the files"
        ) from None
    except RuntimeError as error:  # zipfile's way to say that a password is needed
        raise UnreadableRecord(
            f"it can't be unpacked ({error})", "unpack it with its password and give the files"
        ) from None
    except OSError as error:
        raise UnreadableRecord(
            f"it can't be read ({error.strerror or error})", "check the file and its permissions"
        ) from None
