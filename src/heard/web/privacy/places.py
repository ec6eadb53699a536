"""Every column with text in it, and how each row belongs to an organisation: what is searched for a name after an erasure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from heard.web.organisation.models import Organisation
from heard.web.plumbing.fields import CompressedJSONField

__all__ = ["Column", "columns", "way_to_organisation"]

LEAST = 30  # characters of a column; in shorter ones stand Heard's own words
TEXT = (models.CharField, models.TextField, models.JSONField, CompressedJSONField)


class Column(NamedTuple):
    """One column with text."""

    model: type[models.Model]
    field: str
    way: str  # lookup from a row to its organisation: "conversation__organisation"; "": it belongs to none
    compressed: bool  # the database can't look into it

    @property
    def name(self) -> str:
        """As reports call it: "conversations.Conversation.subject"."""
        return f"{self.model._meta.label}.{self.field}"  # noqa: SLF001 — Django documents Model._meta


def columns() -> Iterator[Column]:
    """Every column with text of every table, also of the packages that Heard uses."""
    for model in apps.get_models():
        if model._meta.app_label in ("contenttypes", "auth", "sites"):  # noqa: SLF001 — Django documents Model._meta
            continue  # Django's own words
        way = way_to_organisation(model)
        for field in model._meta.concrete_fields:  # noqa: SLF001 — Django documents Model._meta
            if isinstance(field, TEXT) and not field.choices and (field.max_length or LEAST) >= LEAST:
                yield Column(model, field.name, way or "", isinstance(field, CompressedJSONField))


def way_to_organisation(model: type[models.Model]) -> str | None:
    """The shortest lookup from a row of `model` to its organisation; None: there is none."""
    if model is Organisation:
        return "pk"
    seen: set[Any] = {model}
    edge: list[tuple[str, Any]] = [("", model)]
    while edge:
        onward: list[tuple[str, Any]] = []
        for path, one in edge:
            for field in one._meta.concrete_fields:  # noqa: SLF001 — Django documents Model._meta
                if field.is_relation and field.related_model not in seen:
                    lookup = f"{path}{field.name}"
                    if field.related_model is Organisation:
                        return lookup
                    seen.add(field.related_model)
                    onward.append((f"{lookup}__", field.related_model))
        edge = onward
    return None
