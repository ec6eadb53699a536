"""Files that a person gives, written straight to where imports keep theirs, and no more of them than may be."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload
from django.http import HttpRequest

from heard.web.intake import keeping
from heard.web.intake.limits import most_bytes

__all__ = ["GivenFile", "ToImports"]

FORM = 1_000_000  # bytes of a request that are not files


class GivenFile(File):  # type: ignore[type-arg]  # of bytes
    """A file that lies below settings.MEDIA_ROOT already."""

    def __init__(self, name: str, kept: keeping.Kept) -> None:
        super().__init__(BytesIO(), name)  # nobody reads it here
        self.kept = kept
        self.size = kept.size


class ToImports(FileUploadHandler):
    """Writes each file as it comes. `refused` is how much was sent where that is more than may be; then nothing is kept."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.refused = 0
        self._writer: keeping.Writer | None = None
        self._taken = 0
        self._given: list[GivenFile] = []

    def handle_raw_input(self, input_data: Any, META: dict[str, str], content_length: int, *_: Any, **__: Any) -> None:  # noqa: N803, ARG002 — Django's signature
        """Looks at how much is coming before any of it is read."""
        if content_length > most_bytes() + FORM:
            self.refused = content_length

    def new_file(self, *arguments: Any, **more: Any) -> None:
        """A file begins."""
        super().new_file(*arguments, **more)
        if self.refused:
            raise StopUpload(connection_reset=False)
        self._writer = keeping.Writer()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 — Django's signature
        """A part of it. Nothing is left for other handlers."""
        self._taken += len(raw_data)
        if self._taken > most_bytes() and self._writer:
            self._writer.drop()
            self.refused = self._taken
            raise StopUpload(connection_reset=False)
        if self._writer:
            self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> GivenFile | None:  # type: ignore[override]  # noqa: ARG002 — the stub knows UploadedFile alone
        """The file is whole."""
        writer, self._writer = self._writer, None
        if writer is None:
            return None
        self._given.append(GivenFile(self.file_name or "file", writer.done()))
        return self._given[-1]

    def upload_interrupted(self) -> None:
        """What was begun goes."""
        if self._writer:
            self._writer.drop()

    def forget(self) -> None:
        """Removes what was written: nothing of the request is taken."""
        self.upload_interrupted()
        for file in self._given:
            keeping.remove(file.kept.path)
