"""Files that people take with them: everything about me as a ZIP, a customer's data, a receipt as text."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from heard.web.people.models import Person
from heard.web.privacy.gathering import Part, gather
from heard.web.privacy.models import Receipt

__all__ = ["as_json", "everything_about", "headed", "receipt_as_text"]


def everything_about(person: Person) -> IO[bytes]:
    """A ZIP with one JSON file for each part, and one page to read."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 — the response reads and closes it
    parts = gather(person)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            with archive.open(f"heard-my-data/{part.key}.json", "w") as member:
                for piece in _json_array(part):
                    member.write(piece.encode("utf-8", "replace"))
        page = render_to_string(
            "privacy/download.html", {"person": person, "parts": headed(parts), "made": timezone.now()}
        )
        archive.writestr("heard-my-data/index.html", page)
    file.seek(0)
    return file


def headed(parts: list[Part], most: int | None = None, columns: int | None = None) -> Iterator[dict[str, Any]]:
    """Each part as a table: title, headings, rows (at most `most` of each), their cells with headings, how many there are.

    `columns` is how many a page has room for; None: all.
    """
    for part in parts:
        rows = [[_shown(value) for value in row.values()][:columns] for row in part.rows(most)]
        headings = list(part.columns.values())[:columns]
        yield {
            "key": part.key,
            "title": part.title,
            "headings": headings,
            "rows": rows,
            "cells": [list(zip(headings, row, strict=True)) for row in rows],
            "total": part.total() if most is not None and len(rows) == most else len(rows),
        }


def as_json(value: Any) -> str:
    """Readable JSON."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def receipt_as_text(receipt: Receipt) -> str:
    """The receipt of an erasure as plain text: with no name, and with the code by which the customer is known again."""
    return render_to_string("privacy/receipt.txt", {"receipt": receipt, "organisation": receipt.organisation})


def _json_array(part: Part) -> Iterator[str]:
    yield "["
    for number, row in enumerate(part.rows()):
        yield (",\n" if number else "\n") + as_json(row)
    yield "\n]\n"


def _shown(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "astimezone"):
        return str(formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT"))
    if isinstance(value, float):
        return str(formats.localize(round(value, 2)))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_shown(one)}" for name, one in value.items()) or "–"
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value) or "–"
    return str(value)
