"""The files of an import on the disk: below settings.MEDIA_ROOT, under names that say nothing, gone when it is done."""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from heard.readers.source import Source
from heard.web.intake.models import Import, ImportFile

__all__ = [
    "Kept",
    "Writer",
    "discard",
    "keep",
    "load",
    "place_of",
    "remove",
    "room_for",
    "save",
    "sources_of",
    "strays",
]

ENDING = ".upload"

SPARE = 200 * 1024 * 1024  # bytes of the disk that are left to the database


class Kept(NamedTuple):
    """A file that was written."""

    path: str  # below settings.MEDIA_ROOT
    size: int
    digest: str  # SHA-256


class Writer:
    """A new file that only its owner can read, written part by part."""

    def __init__(self) -> None:
        self._name = f"{secrets.token_hex(16)}{ENDING}"
        descriptor = os.open(_root() / self._name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._sha, self._size = hashlib.sha256(), 0

    def write(self, part: bytes) -> None:
        """One more part."""
        self._file.write(part)
        self._sha.update(part)
        self._size += len(part)

    def done(self) -> Kept:
        """It is whole."""
        self._file.close()
        return Kept(self._name, self._size, self._sha.hexdigest())

    def drop(self) -> None:
        """It is not wanted, or could not be written whole."""
        try:
            self._file.close()
        except OSError:  # what is still to be written finds no room
            pass
        finally:
            remove(self._name)


def keep(parts: Iterable[bytes]) -> Kept:
    """Writes `parts` into a new file. What was begun is removed where that fails."""
    writer = Writer()
    try:
        for part in parts:
            writer.write(part)
        return writer.done()
    except BaseException:
        writer.drop()
        raise


def room_for(size: int) -> bool:
    """True where the disk has room for a file of `size` bytes and for what the database makes of it."""
    return shutil.disk_usage(_root()).free > 2 * size + SPARE


def sources_of(brought: Import) -> list[Source]:
    """The import's files in the order they were given, under the names they had."""
    files = {file.name: file for file in brought.files.all() if file.path}
    return [_source(file, files) for file in files.values()]


def discard(brought: Import) -> None:
    """Removes the import's files and what was noted beside them; the rows that name them stay."""
    for file in brought.files.exclude(path=""):
        remove(file.path)
    brought.files.update(path="")
    shutil.rmtree(_folder(brought), ignore_errors=True)


def remove(path: str) -> None:
    """Removes one file from the disk."""
    (_root() / path).unlink(missing_ok=True)


def place_of(path: str) -> Path:
    """Where a kept file lies."""
    return _root() / path


def strays(known: Collection[str], older_than: float) -> list[str]:
    """Kept files that are not `known` and were last written before `older_than` (seconds since 1970)."""
    found = (path for path in _root().glob(f"*{ENDING}") if path.name not in known)
    return [path.name for path in found if path.stat().st_mtime < older_than]


def save(brought: Import, name: str, value: Any) -> Path:
    """Notes `value` beside the import's files, whole or not at all."""
    folder = _folder(brought)
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    unfinished = folder / f"{name}.{secrets.token_hex(4)}"
    unfinished.write_bytes(pickle.dumps(value))
    unfinished.replace(path)
    return path


def load(brought: Import, name: str) -> Any:
    """What was noted under `name`; None: nothing was."""
    try:
        return pickle.loads((_folder(brought) / name).read_bytes())  # noqa: S301 — written by `save`, for nobody else
    except FileNotFoundError:
        return None


def _source(file: ImportFile, files: dict[str, ImportFile]) -> Source:
    path = _root() / file.path

    def beside(other: str) -> Source | None:
        return _source(files[other], files) if other in files else None

    return Source(file.name, lambda: path.open("rb"), beside=beside)


def _folder(brought: Import) -> Path:
    return _root() / f"import-{brought.pk}"


def _root() -> Path:
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return root
