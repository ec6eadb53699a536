"""JSON of any size, one value at a time: one object, an array, or JSON Lines, told apart by their beginning.

Only one value is in memory at once, so an array of a million tickets costs no more than its largest ticket. A line of
JSON Lines that is broken costs that line; a broken value in an array costs that value where the next one begins on a
line of its own, as in every indented export.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

__all__ = ["Fault", "looks_like_json", "spoken", "values"]

_CHUNK = 1 << 20  # characters read at once
_SPACE = re.compile(r"[ \t\r\n\ufeff\x00]*")
_BEGINNING = re.compile(r'[\s\ufeff]*(\{\s*["}]|\[\s*[\[{"\]])')
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # half of a surrogate pair, or a whole one


def _finite(written: str) -> float | None:
    number = float(written)
    return number if abs(number) != float("inf") else None


# NaN and 1e999 are no JSON that anyone else could read again: nothing known
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None, parse_float=_finite)


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the JSON is broken."""

    place: str  # "line 12"
    what: str
    cure: str
    raw: str  # how the broken value begins


def looks_like_json(head: str) -> bool:
    """True where a text begins as a JSON object or an array of objects does; "[10:02] Anna: hello" does not."""
    return _BEGINNING.match(head) is not None


def values(stream: TextIO) -> Iterator[tuple[str, Any] | Fault]:
    """Each JSON value of `stream` with its place, or what is broken there.

    The place is ":12" for a line of JSON Lines, "#3" for the third value of an array, and "" for a document that is
    one object.
    """
    head = stream.read(_CHUNK)
    if not head.lstrip("\ufeff \t\r\n").startswith("["):
        if "\n" not in head:
            head += stream.readline()
        if not head.strip().count("\n"):
            head += stream.read(_CHUNK)
        if head.strip().count("\n") and _is_lines(head):
            yield from _lines(head + stream.readline(), stream)
            return
    yield from _Document(head, stream).values()


def _is_lines(head: str) -> bool:
    filled = (line for line in head.split("\n") if line.strip("\ufeff \t\r\x00"))
    for _, line in zip(range(2), filled, strict=False):  # the first line may be the broken one
        if line.lstrip("\ufeff \t").startswith("{"):
            try:
                _DECODER.decode(line.strip("\ufeff \t\r\x00"))
            except (ValueError, RecursionError):
                continue
            return True
    return False


def _lines(head: str, stream: TextIO) -> Iterator[tuple[str, Any] | Fault]:
    number = 0
    begun = head.split("\n")
    if begun[-1] == "":
        begun.pop()
    for part in (begun, stream):
        for line in part:
            number += 1
            raw = line.strip("\ufeff \t\r\n\x00")
            if not raw:
                continue
            try:
                value = _DECODER.decode(raw)
            except ValueError as error:
                column = error.pos + 1 if isinstance(error, json.JSONDecodeError) else 1
                yield Fault(f"line {number}", _what(error, f"column {column}"), _cure(error, raw), raw[:2000])
            except RecursionError:
                yield Fault(
                    f"line {number}", "it is nested too deeply to be a conversation", "leave it out", raw[:2000]
                )
            else:
                yield f":{number}", _mended(value, raw, 0, len(raw))


class _Document:
    """A buffer over the stream in which one value after the other is decoded."""

    def __init__(self, head: str, stream: TextIO) -> None:
        self.text = head
        self.stream = stream
        self.pos = 0
        self.ended = False  # the stream has no more
        self.lines = 0  # line ends before the buffer
        self.column = 0  # characters between the last of them and the buffer

    def values(self) -> Iterator[tuple[str, Any] | Fault]:
        count = 0
        inside = False
        while (first := self._next()) != "":
            if (inside and first in ",]") or (not inside and first == "["):
                self.pos += 1
                inside = first != "]" and (inside or first == "[")
                continue
            count += 1
            try:
                value = self._value()
            except (ValueError, RecursionError) as error:
                fault = self._fault(error, count)
                skipped = self._to_next_line_like()
                if not skipped and not self._at_end_of(error):
                    fault = Fault(
                        fault.place, fault.what, fault.cure + "; what follows in this file was not read", fault.raw
                    )
                yield fault
                if not skipped:
                    return
                continue
            alone = not inside and count == 1 and self._next() == ""
            yield ("" if alone else f"#{count}"), value
        if inside:
            yield Fault(
                self._place(len(self.text)),
                "the file ends before its array does",
                "it was cut off: export or copy it again; what came before was read",
                "",
            )

    def _next(self) -> str:
        """The next character that is not space, "" at the end; drops what was read."""
        while True:
            space = _SPACE.match(self.text, self.pos)
            self.pos = space.end() if space else self.pos
            if self.pos < len(self.text):
                return self.text[self.pos]
            if not self._more():
                return ""

    def _more(self, count: int = _CHUNK) -> bool:
        chunk = "" if self.ended else self.stream.read(count)
        if not chunk:
            self.ended = True
            return False
        read = self.text[: self.pos]
        ends = read.count("\n")
        self.lines += ends
        self.column = len(read) - read.rfind("\n") - 1 if ends else self.column + len(read)
        self.text = self.text[self.pos :] + chunk
        self.pos = 0
        return True

    def _value(self) -> Any:
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.pos)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated string") or len(self.text) - error.pos < 20
                if not cut or not self._more(max(_CHUNK, len(self.text))):
                    raise
            else:
                if end < len(self.text) or isinstance(value, dict | list | str) or not self._more():
                    start, self.pos = self.pos, end
                    return _mended(value, self.text, start, end)

    def _fault(self, error: ValueError | RecursionError, count: int) -> Fault:
        raw = self.text[self.pos : self.pos + 2000]
        at = error.pos if isinstance(error, json.JSONDecodeError) else self.pos
        if isinstance(error, RecursionError):
            return Fault(self._place(at), "it is nested too deeply to be a conversation", "leave it out", raw)
        line, _, column = self._place(at).partition(", ")
        if self._at_end_of(error):
            return Fault(
                line,
                f"the JSON ends in the middle of value {count} ({column})",
                "the file was cut off: export or copy it again",
                raw,
            )
        return Fault(line, _what(error, column), _cure(error, raw), raw)

    def _at_end_of(self, error: ValueError | RecursionError) -> bool:
        """True where the value is broken only because the file ends."""
        if not isinstance(error, json.JSONDecodeError) or not self.ended:
            return False
        return error.msg.startswith("Unterminated string") or not self.text[error.pos :].strip()

    def _place(self, at: int) -> str:
        before = self.text[:at]
        ends = before.count("\n")
        column = at - before.rfind("\n") if ends else self.column + at + 1
        return f"line {self.lines + ends + 1}, column {column}"

    def _to_next_line_like(self) -> bool:
        """Go on at the next line that begins as the broken value's own line does; False where there is none."""
        begin = self.text.rfind("\n", 0, self.pos) + 1
        indent = self.text[begin : self.pos]
        if indent.strip(" \t") or (begin == 0 and self.column) or self.text[self.pos : self.pos + 1] != "{":
            return False
        again = f"\n{indent}{{"
        self.pos += 1
        while (found := self.text.find(again, self.pos)) < 0:
            self.pos = max(self.pos, len(self.text) - len(again))
            if not self._more():
                return False
        self.pos = found + len(again) - 1
        return True


def spoken(place: str) -> str:
    """A place as people say it: ":12" is "line 12", "#3" is "record 3"."""
    if place.startswith(":"):
        return "line " + place[1:].replace("#", ", ")
    return "record " + place[1:] if place[1:].isdigit() else place.lstrip("#")


def _mended(value: Any, raw: str, start: int, end: int) -> Any:
    """`value`, read from ``raw[start:end]``, without halves of surrogate pairs, which no text file can hold."""
    return _mend(value) if raw.find("\\u", start, end) >= 0 and _HALF.search(raw, start, end) else value


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mend(key): _mend(part) for key, part in value.items()}
    return [_mend(part) for part in value] if isinstance(value, list) else value


def _what(error: ValueError, column: str) -> str:
    reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    return f"it is not valid JSON at {column}: {reason[:1].lower()}{reason[1:]}"


def _cure(error: ValueError, raw: str) -> str:
    if isinstance(error, json.JSONDecodeError) and (
        error.msg.startswith("Unterminated string") or error.pos >= len(raw.rstrip())
    ):
        return "it was cut off: export or copy it again"
    return "correct it, or export the file again"
