"""What is read, and what shows that it is still the same: paths, and standard input kept for a second reading."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heard.conversation import Conversation
from heard.readers import read
from heard.readers.source import Source

__all__ = ["InputError", "Inputs"]


class InputError(ValueError):
    """A choice about the sources that does not exist. The message says what there is."""


@dataclass(frozen=True)
class Inputs:
    """The sources of a run, which can be read more than once and always give the same conversations in order."""

    paths: tuple[str, ...]  # "-" is standard input
    format: str | None = None
    channel: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    spooled: Path | None = None  # where standard input was kept

    @classmethod
    def kept(cls, paths: Iterable[str], folder: Path, **choices: Any) -> Inputs:
        """Inputs over `paths`; standard input is copied into `folder`, because an archive is read twice."""
        paths = tuple(paths)
        spooled = None
        if "-" in paths:
            spooled = folder / "standard-input"
            with spooled.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
        return cls(paths, spooled=spooled, **choices)

    def conversations(self, rejects: Any) -> Iterator[Conversation]:
        """The conversations; `rejects` is called with each record that was not read."""
        sources = [self._spooled() if path == "-" else path for path in self.paths]
        try:
            return read(
                sources,
                format=self.format,
                channel=self.channel,
                roles=self.roles,
                columns=self.columns,
                rejects=rejects,
            )
        except ValueError as error:
            raise InputError(f"{error}.") from None

    def columns_read(self) -> Mapping[str, str]:
        """For a table: our field → the column it is read from, given or guessed; empty where the first is no table."""
        from heard.readers import guessed_columns

        if not self.paths:
            return {}
        first = self.paths[0]
        return guessed_columns(self._spooled() if first == "-" else first, format=self.format, columns=self.columns)

    def digest(self) -> str:
        """Changes when another file is read, a file changed, or it is read in another way."""
        how = (self.format, self.channel, sorted(self.roles.items()), sorted(self.columns.items()))
        sha = hashlib.sha256(repr(how).encode())
        for path in self.paths:
            if path == "-":
                with (self.spooled or Path(path)).open("rb") as file:
                    sha.update(hashlib.file_digest(file, "sha256").digest())
            else:
                for file_path in _files(Path(path)):
                    facts = file_path.stat()
                    sha.update(repr((str(file_path), facts.st_size, facts.st_mtime_ns)).encode())
        return sha.hexdigest()

    def _spooled(self) -> Source:
        spooled = self.spooled
        if spooled is None:
            raise ValueError("standard input was not kept: use Inputs.kept")
        return Source("standard input", lambda: spooled.open("rb"))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for root, folders, files in os.walk(path):
        folders.sort()
        yield from (Path(root, file) for file in sorted(files))
