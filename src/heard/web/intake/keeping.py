"""The files of an import on the disk: below settings.MEDIA_ROOT, under names that say nothing, gone when it is done."""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from heard.readers.source import Source
from heard.web.intake.models import Import, ImportFile

__all__ = ["Kept", "discard", "keep", "load", "remove", "room_for", "save", "sources_of"]

SPARE = 200 * 1024 * 1024  # bytes of the disk that are left to the database


class Kept(NamedTuple):
    """A file that was written."""

    path: str  # below settings.MEDIA_ROOT
    size: int
    digest: str  # SHA-256


def keep(parts: Iterable[bytes]) -> Kept:
    """Writes `parts` into a new file that only its owner can read. What was begun is removed where that fails."""
    name = f"{secrets.token_hex(16)}.upload"
    path = _root() / name
    sha, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for part in parts:
                file.write(part)
                sha.update(part)
                size += len(part)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Kept(name, size, sha.hexdigest())


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
        (_root() / file.path).unlink(missing_ok=True)
    brought.files.update(path="")
    shutil.rmtree(_folder(brought), ignore_errors=True)


def remove(file: ImportFile) -> None:
    """Removes one file from the disk."""
    if file.path:
        (_root() / file.path).unlink(missing_ok=True)


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
