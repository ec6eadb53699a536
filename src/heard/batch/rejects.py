"""The records that were not read, each with its reason, in a file beside the output."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from heard.readers.formats import Rejected
from heard.readers.outcome import Skipped

__all__ = ["Rejects"]


class Rejects:
    """Writes rejects as JSON Lines ({"file", "place", "what", "cure", "raw"}); no reject, no file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rejected = 0
        self.left_out = 0  # on purpose, such as automatic replies; they are no errors
        self._file: TextIO | None = None
        self.examples: list[Rejected] = []  # the first few, to be said at the end

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)  # what an earlier run left there would be taken for this one's
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._file:
            self._file.close()

    def __call__(self, reject: Rejected) -> None:
        """Keeps one reject."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", errors="surrogatepass")
        self._file.write(json.dumps(asdict(reject), ensure_ascii=False) + "\n")
        if isinstance(reject, Skipped):
            self.left_out += 1
            return
        self.rejected += 1
        if len(self.examples) < 3:
            self.examples.append(reject)
