"""Which encoding a file is in, from its first bytes; nothing is ever refused for its encoding.

A byte-order mark decides. Without one, UTF-16 is taken when every other byte is zero, as in any Western text. All the
rest is read as UTF-8 in which a byte that can't be UTF-8 is taken for Windows-1252: a file exported on Windows, a
UTF-8 file with one pasted Windows line, and plain ASCII are then all read right, in one pass.
"""

from __future__ import annotations

import codecs

__all__ = ["ODD_BYTES", "encoding_of", "looks_binary"]

ODD_BYTES = "heard.windows-1252"  # the name of the error handler below, for `errors=`

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHARE_OF_ZEROS = 0.4  # of the bytes on one side of each pair: below it, "obvious" would be a guess


def encoding_of(head: bytes) -> str:
    """The codec for a file that begins with `head` (a few kilobytes are enough)."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    sample = head[:4096]
    if len(sample) >= 4:
        half = len(sample) // 2
        even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
        if odd >= _SHARE_OF_ZEROS and even < 0.05:
            return "utf-16-le"
        if even >= _SHARE_OF_ZEROS and odd < 0.05:
            return "utf-16-be"
    return "utf-8"


def looks_binary(head: bytes) -> bool:
    """True for pictures, recordings, databases and the like, which are no text in any encoding."""
    if encoding_of(head) != "utf-8":
        return False
    sample = head[:4096]
    control = sum(sample.count(byte) for byte in (*range(8), *range(14, 27), *range(28, 32)))
    return control > len(sample) * 0.02


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    if error.encoding.startswith(("utf-16", "utf-32")):
        return "\ufffd", error.end
    # five bytes mean nothing in Windows-1252; as Latin-1 they become control characters rather than an error
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in odd), error.end


codecs.register_error(ODD_BYTES, _as_windows_1252)
