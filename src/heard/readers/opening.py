"""From what the user gave (a path, a folder, an archive, a pipe, text) to the sources in it."""

from __future__ import annotations

import gzip
import os
import stat
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from heard.readers.formats import Rejected, UnreadableRecord
from heard.readers.outcome import Skipped
from heard.readers.source import Source
from heard.readers.stream import Limit

__all__ = ["sources"]

_OFFICE = ("[Content_Types].xml", "mimetype")  # what Word, Excel and OpenDocument files have inside
_MOST_MEMBERS = 100_000


def sources(given: Any) -> Iterator[Source | Rejected]:
    """Each document in what was given, in a fixed order; what can't be opened is told as a Rejected.

    A str is a path ("-" for standard input); text that is at hand comes as ``Source.of_text``.
    """
    return _each(given, set())


def _each(given: Any, read: set[str]) -> Iterator[Source | Rejected]:
    """See `sources`. `read` gathers the real paths of the files, so that one named twice is read once."""
    if isinstance(given, Source):
        yield from _unpacked(given)
    elif isinstance(given, bytes | bytearray):
        yield from _unpacked(Source.of_bytes(bytes(given)))
    elif isinstance(given, str) and given == "-":
        yield from _unpacked(Source.of_file(sys.stdin.buffer, "standard input"))
    elif isinstance(given, str | os.PathLike):
        path = Path(given)
        yield from _at(path, path.name if path.is_absolute() else path.as_posix(), read)
    elif hasattr(given, "read"):
        name = getattr(given, "name", None)
        yield from _unpacked(Source.of_file(given, Path(name).name if isinstance(name, str) else "file object"))
    elif isinstance(given, Iterable):
        for one in given:
            yield from _each(one, read)
    else:
        raise TypeError(f"give a path, a file object, bytes or a list of them, not {type(given).__name__}")


def _at(path: Path, name: str, read: set[str]) -> Iterator[Source | Rejected]:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Rejected(name or str(path), "", f"it can't be opened ({reason})", "check the path")
        return
    if stat.S_ISDIR(mode):
        found = False
        for part in _walked(path):
            found = True
            yield from _at(part, (PurePosixPath(name or ".") / part.relative_to(path).as_posix()).as_posix(), read)
        if not found:
            yield Rejected(name or str(path), "", "the folder has no files in it", "give a folder with conversations")
    elif stat.S_ISREG(mode):
        real = os.path.realpath(path)
        if real in read:
            yield Skipped(name, "", "it is named twice, and counts once", "nothing needs to be done")
            return
        read.add(real)
        yield from _unpacked(_file(path, name))
    else:  # a named pipe or a device can be read once only
        yield from _unpacked(Source(name, lambda: path.open("rb"), again=False))


def _file(path: Path, name: str) -> Source:
    def beside(other: str) -> Source | None:
        there = path.with_name(other)
        return _file(there, PurePosixPath(name).with_name(other).as_posix()) if there.is_file() else None

    return Source(name, lambda: path.open("rb"), beside=beside)


def _walked(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            path = Path(root, file)
            if not file.startswith(".") and path.is_file():
                yield path


def _unpacked(source: Source) -> Iterator[Source | Rejected]:
    """The source itself, or what is inside where it is compressed. Its bytes decide, not its ending."""
    try:
        begin = source.head_bytes[:4]
        if begin[:2] == b"\x1f\x8b":
            yield from _unpacked(_unzipped(source))
        elif begin in (b"PK\x03\x04", b"PK\x05\x06"):
            yield from _members(source)
        else:
            yield source
    except UnreadableRecord as error:
        yield Rejected(source.name, "", error.what, error.cure)


def _unzipped(source: Source) -> Source:
    inner = source.name.removesuffix(".gz")
    packed = source.size()

    def opener() -> BinaryIO:
        return cast(BinaryIO, gzip.GzipFile(fileobj=source.open_bytes()))

    return Source(inner, opener, again=source.can_be_reread, limit=lambda: Limit(packed), depth=source.depth + 1)


def _members(source: Source) -> Iterator[Source | Rejected]:
    if source.depth:
        yield Rejected(source.name, "", "an archive inside an archive is not opened", "unpack it first")
        return
    file = source.open_seekable()
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield Rejected(
            source.name, "", f"the zip archive is damaged or was cut off ({error})", "copy or export it again"
        )
        return
    with file, archive:
        members = sorted((m for m in archive.infolist() if _wanted(m)), key=lambda m: m.filename)
        if any(m.filename in _OFFICE for m in members):
            yield Rejected(
                source.name,
                "",
                "it is a document of an office program, not a table of text",
                "save it as CSV and give that",
            )
        elif len(members) > _MOST_MEMBERS:
            yield Rejected(
                source.name, "", f"the archive has more than {_MOST_MEMBERS:,} files", "unpack it and give the folder"
            )
        elif not members:
            yield Rejected(source.name, "", "the archive has no files in it", "give an archive with conversations")
        else:
            limit = Limit(source.size())
            for member in members:
                yield from _unpacked(_member(source, archive, member, limit))


def _member(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: Limit) -> Source:
    def beside(other: str) -> Source | None:
        try:
            there = archive.getinfo(PurePosixPath(member.filename).with_name(other).as_posix())
        except KeyError:
            return None
        return _member(source, archive, there, limit)

    name = f"{source.name}/{member.filename}"
    return Source(
        name, lambda: cast(BinaryIO, archive.open(member)), limit=lambda: limit, depth=source.depth + 1, beside=beside
    )


def _wanted(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return not member.is_dir() and not any(p.startswith(".") or p == "__MACOSX" for p in parts)
