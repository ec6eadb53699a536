"""The three forms of a vCon, its older spellings, and what a reader must refuse."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from heard.conversation import ConversationError

__all__ = ["VconError", "body_of", "mediatype_of", "objects", "unsigned"]

SUPPORTED = frozenset({"cc"})  # extensions Heard understands, lower case
_OLDER = {"must_support": "critical", "appended": "amended"}  # names until 0.3.0
_OLDER_CONTENT = {"mimetype": "mediatype"}  # names until 0.0.1
_MOST_WRAPPERS = 3  # a signed vCon inside a signed vCon; more is an attack


class VconError(ConversationError):
    """A vCon that can't be read: `what` is wrong and the `cure`."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what}: {cure}")
        self.what = what
        self.cure = cure


def unsigned(data: Any) -> tuple[dict[str, Any], bool]:
    """The unsigned form of `data` in today's names, and whether it came signed (signatures are not checked).

    Raises VconError for an encrypted vCon, for a payload that is no JSON object, and for an extension that the writer
    declared critical and Heard does not know.
    """
    signed = False
    for _ in range(_MOST_WRAPPERS):
        if not isinstance(data, Mapping):
            raise VconError("this is no vCon", f"a vCon is a JSON object, not {type(data).__name__}")
        if "ciphertext" in data:
            raise VconError(
                "the vCon is encrypted (JWE)", "decrypt it with its recipient's private key and read the result"
            )
        if "payload" not in data:
            return _checked(_renamed(data, _OLDER)), signed
        data, signed = _payload(data["payload"]), True
    raise VconError("the vCon is signed over and over", "take the inner one out and read that")


def body_of(entry: Mapping[str, Any]) -> Any:
    """What stands inside a dialog, analysis or attachment: any JSON value, or None when it is elsewhere or broken."""
    entry = _renamed(entry, _OLDER_CONTENT)
    body, encoding = entry.get("body"), entry.get("encoding")
    if not isinstance(body, str) or encoding not in ("base64url", "json"):
        return body
    try:
        return json.loads(body) if encoding == "json" else _decoded(body).decode("utf-8", errors="replace")
    except (ValueError, RecursionError):
        return body if encoding == "json" else None


def mediatype_of(entry: Mapping[str, Any]) -> str:
    """The media type of `entry` in lower case, with its parameters; empty when it has none."""
    found = entry.get("mediatype", entry.get("mimetype"))
    return found.strip() if isinstance(found, str) else ""


def objects(entries: Any) -> list[Mapping[str, Any]]:
    """The objects of a list; whatever else stands in it is passed over."""
    return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []


def _renamed(data: Mapping[str, Any], older: Mapping[str, str]) -> dict[str, Any]:
    return {new: data[old] for old, new in older.items() if old in data} | {
        k: v for k, v in data.items() if k not in older
    }


def _checked(vcon: dict[str, Any]) -> dict[str, Any]:
    critical = vcon.get("critical")
    unknown = (
        [str(name) for name in critical if str(name).lower() not in SUPPORTED] if isinstance(critical, list) else []
    )
    if unknown:
        raise VconError(
            f"the vCon needs extensions that Heard does not know: {', '.join(unknown)}",
            "its writer says that it must not be read without them; ask for one without `critical`",
        )
    return vcon


def _payload(payload: Any) -> Any:
    try:
        return json.loads(_decoded(payload))
    except (TypeError, ValueError, AttributeError, RecursionError):
        raise VconError("the signed vCon's payload is no JSON", "export it again: it may be cut off") from None


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip().rstrip("=") + "=" * (-len(text.strip().rstrip("=")) % 4), altchars=b"-_")
    except binascii.Error as error:
        raise ValueError(str(error)) from None
