"""The file an archive's analyses are kept in while it is worked on, so that an interrupted run can go on.

OUTPUT.part is JSON Lines: a first line that pins what made it (engine, model, standard, sources), then one analysis a line.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

__all__ = ["Spool", "SpoolError"]

FORM = "heard-part/1"
_PINNED = {
    "engine": "another version of the engine",
    "model": "another encoder, or with one where now there is none",
    "standard": "another standard",
    "sources": "other sources, or the same ones before they changed or with other options",
}


class SpoolError(ValueError):
    """An interrupted run can't be gone on with. The message says why and what to do."""


class Spool:
    """Analyses as lines of a file, in the order they were made."""

    def __init__(self, path: Path, pin: Mapping[str, str], *, resume: bool) -> None:
        """Begins `path`, or goes on with it. `pin` has the keys of _PINNED. Raises SpoolError."""
        self.path = path
        self._known = (
            0,
            0,
        )  # analyses in it, bytes up to the end of the last: one value, so that Ctrl-C never parts them
        if not path.exists():
            self._file = self._begun(pin)
        elif resume:
            self._check(pin)
            self._file = self._gone_on()
        else:
            raise SpoolError(
                f"{path} is left from an interrupted run. Add --resume to go on with it, or delete it to begin again."
            )

    @property
    def done(self) -> int:
        """How many analyses are in it."""
        return self._known[0]

    def write(self, lines: bytes, count: int) -> None:
        """Adds `count` analyses, one a line."""
        self._file.write(lines)
        self._file.flush()
        done, size = self._known
        self._known = (done + count, size + len(lines))

    def close(self) -> None:
        """Closes the file and keeps it. What Ctrl-C kept `write` from counting is counted, as far as its lines are whole."""
        self._file.close()
        with self.path.open("rb") as file:
            file.seek(self._known[1])
            self._known = self._whole_lines(file)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        """The analyses in it, one in memory at a time; may be gone through again."""
        with self.path.open("rb") as file:
            file.readline()
            for line in file:
                yield json.loads(line.decode("utf-8", "surrogatepass"))

    def copy_lines(self, to: Path) -> None:
        """Writes the lines without the pin to `to`."""
        with self.path.open("rb") as file, to.open("wb") as target:
            file.readline()
            shutil.copyfileobj(file, target, 1 << 20)

    def _begun(self, pin: Mapping[str, str]) -> BinaryIO:
        file = self.path.open("wb")
        file.write(json.dumps({"form": FORM, **pin}, ensure_ascii=False).encode() + b"\n")
        file.flush()
        self._known = (0, file.tell())
        return file

    def _check(self, pin: Mapping[str, str]) -> None:
        with self.path.open("rb") as file:
            first = file.readline()
        try:
            found = json.loads(first)
        except ValueError:
            found = None
        if not isinstance(found, dict) or found.get("form") != FORM:
            raise SpoolError(f"{self.path} is not from an interrupted run of this Heard. Delete it to begin again.")
        for key, what in _PINNED.items():
            if found.get(key) != pin[key]:
                raise SpoolError(
                    f"{self.path} was made with {what}, and one file is not to mix two. "
                    "Run as before to go on, or delete it to begin again."
                )

    def _gone_on(self) -> BinaryIO:
        """Opens the file behind its last whole line; a line that was cut off is dropped and made again."""
        file = self.path.open("r+b")
        self._known = (0, len(file.readline()))
        self._known = self._whole_lines(file)
        file.truncate(self._known[1])
        file.seek(0, os.SEEK_END)
        return file

    def _whole_lines(self, file: BinaryIO) -> tuple[int, int]:
        """What is known, and the whole lines from where `file` stands."""
        done, size = self._known
        for line in file:
            if not line.endswith(b"\n"):
                break
            done, size = done + 1, size + len(line)
        return done, size
