"""Characters that a database refuses, in words that come from anywhere."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["storable", "whole"]

_BROKEN = re.compile(r"[\x00\ud800-\udfff]")


def whole(text: str) -> str:
    """`text` with the replacement character for NUL and for halves of a character."""
    return _BROKEN.sub("\ufffd", text)


def storable(value: Any) -> Any:
    """A JSON value of which every string is whole."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {whole(key): storable(one) for key, one in value.items()}
    return [storable(one) for one in value] if isinstance(value, list) else value
