"""A JSON field that is stored compressed: analyses are long and alike."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.db import models

__all__ = ["CompressedJSONField"]


class CompressedJSONField(models.BinaryField):  # type: ignore[type-arg]  # the stubs know no JSON in bytes
    """Any JSON value, kept as deflated UTF-8. It can't be searched by the database; what is searched has a column."""

    def get_prep_value(self, value: Any) -> bytes | None:
        """The bytes that are stored. A lone surrogate of a broken source is kept, as in Heard's other files."""
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:  # noqa: ARG002 — Django's signature
        """The value that was stored."""
        if value is None:
            return None
        return json.loads(zlib.decompress(bytes(value)).decode("utf-8", "surrogatepass"))

    def value_to_string(self, obj: models.Model) -> str:
        """For Django's serialisers."""
        return json.dumps(self.value_from_object(obj))

    def to_python(self, value: Any) -> Any:
        """Values are JSON already."""
        return value
