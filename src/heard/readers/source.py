"""What a format gets to read: a named, opened, decoded source, in pieces or whole."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TextIO, cast

from heard.readers.encoding import ODD_BYTES, encoding_of, looks_binary
from heard.readers.formats import UnreadableRecord
from heard.readers.json_stream import Fault, values
from heard.readers.stream import Bytes, Encoded, Limit, guarded_read

__all__ = ["HEAD", "Source"]

HEAD = 8192  # characters that recognition looks at
_HEAD_BYTES = 65_536


class Source:
    """One document: a file, a member of a zip archive, standard input, or text that was given.

    `name` is how it is called in messages and in ``Turn.source``: "tickets.json", "march.zip/tickets.json". A source
    that can be opened again is opened for every reading; one that can't (a pipe) can be read once, and its
    beginning is kept so that recognising it takes nothing away.
    """

    def __init__(
        self,
        name: str,
        opener: Callable[[], BinaryIO],
        *,
        again: bool = True,
        limit: Callable[[], Limit] | None = None,
        encoding: str | None = None,
        keep_open: bool = False,
        depth: int = 0,
        beside: Callable[[str], Source | None] | None = None,
    ) -> None:
        self.name = name
        self.can_be_reread = again
        self.depth = depth  # how many compressed layers it was taken out of
        self.beside = beside or (lambda _: None)  # the source of that file name in the same folder; None: there is none
        self._opener = opener
        self._keep_open = keep_open  # the file object is the caller's
        self._limit = limit
        self._encoding = encoding
        self._begin: bytes | None = None
        self._rest: BinaryIO | None = None

    @classmethod
    def of_text(cls, text: str, name: str = "text") -> Source:
        """A source of text that is at hand."""
        return cls.of_bytes(text.encode("utf-8", "replace"), name, encoding="utf-8")

    @classmethod
    def of_bytes(cls, data: bytes, name: str = "bytes", *, encoding: str | None = None) -> Source:
        """A source of bytes that are at hand; the encoding is found as in a file."""
        return cls(name, lambda: io.BytesIO(data), encoding=encoding)

    @classmethod
    def of_file(cls, file: Any, name: str) -> Source:
        """A source from an open file object, of bytes or of text; it is read once and left open."""
        if isinstance(file, io.TextIOBase) or isinstance(file.read(0), str):
            return cls(name, lambda: io.BufferedReader(Encoded(file)), again=False, encoding="utf-8")
        return cls(name, lambda: file, again=False, keep_open=True)

    @property
    def head_bytes(self) -> bytes:
        """The first bytes, at most 65,536; reading them takes nothing away."""
        if self._begin is None:
            stream = self._open()
            parts, size = [], 0
            while size < _HEAD_BYTES and (part := guarded_read(stream, _HEAD_BYTES - size)):
                parts.append(part)
                size += len(part)
            self._begin = b"".join(parts)
            if self.can_be_reread:
                stream.close()
            else:
                self._rest = stream
        return self._begin

    @property
    def head(self) -> str:
        """The first 8,192 characters, with line ends as "\\n"."""
        with io.TextIOWrapper(io.BytesIO(self.head_bytes), self.encoding, ODD_BYTES) as text:
            return text.read(HEAD)

    @property
    def encoding(self) -> str:
        """The codec this source is decoded with."""
        if self._encoding is None:
            self._encoding = encoding_of(self.head_bytes)
        return self._encoding

    @property
    def is_binary(self) -> bool:
        """True for what is no text at all: a picture, a recording, a database."""
        return looks_binary(self.head_bytes)

    def size(self) -> int | None:
        """How many bytes it has as it lies there; None for a pipe."""
        if not self.can_be_reread:
            return None
        with self._open() as stream:
            return stream.seek(0, 2) if stream.seekable() else None

    def open_seekable(self) -> BinaryIO:
        """The raw bytes in a file that can be read from its end; a pipe is copied to a temporary file."""
        if self.can_be_reread and (stream := self._open()).seekable():
            return stream
        spooled = tempfile.SpooledTemporaryFile(max_size=16 << 20)  # noqa: SIM115 — the caller closes it
        with self.open_bytes() as stream:
            shutil.copyfileobj(stream, spooled)
        spooled.seek(0)
        return cast(BinaryIO, spooled)

    def open_bytes(self) -> BinaryIO:
        """The raw bytes from the beginning. Raises UnreadableRecord where they can't be had."""
        if self.can_be_reread:
            return self._buffered(b"", self._open())
        begin, rest = self.head_bytes, self._rest
        if rest is None:
            raise UnreadableRecord("it was read already and can't be read twice", "give a file instead of a pipe")
        self._rest = None
        return self._buffered(begin, rest)

    def open_text(self) -> TextIO:
        """The decoded text from the beginning, with line ends as "\\n"."""
        encoding = self.encoding
        return io.TextIOWrapper(self.open_bytes(), encoding, ODD_BYTES)

    def lines(self) -> Iterator[str]:
        """The lines without their ends, one in memory at a time."""
        with self.open_text() as text:
            for line in text:
                yield line.removesuffix("\n")

    def text(self) -> str:
        """The whole document, for formats that make sense only whole."""
        with self.open_text() as text:
            return text.read()

    def records(self) -> Iterator[tuple[str, Any] | Fault]:
        """The JSON values in it, each with its place (see `heard.readers.json_stream`), or what is broken."""
        with self.open_text() as text:
            yield from values(text)

    def _open(self) -> BinaryIO:
        try:
            return self._opener()
        except (OSError, RuntimeError, NotImplementedError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise UnreadableRecord(f"it can't be opened ({reason})", "check the file and its permissions") from None

    def _buffered(self, begin: bytes, rest: BinaryIO) -> BinaryIO:
        raw = Bytes(begin, rest, self._limit() if self._limit else None, None if self._keep_open else rest.close)
        return io.BufferedReader(raw, 65_536)
