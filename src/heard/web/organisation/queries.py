"""The organisation's standards: the one that judges now, and the one that an old judgement names."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from heard.standards import Standard, StandardError, builtin, builtin_text, read_standard
from heard.web.organisation.models import Organisation, StandardVersion

__all__ = ["DEFAULT", "InUse", "standard_by", "standard_in_use", "standard_told"]

DEFAULT = "everyday"  # judges until one is adopted


class InUse(NamedTuple):
    """The standard that judges what comes in."""

    reference: str  # "everyday@1"
    text: str  # its TOML


def standard_in_use(organisation: Organisation) -> InUse:
    """The one that was adopted last and is not retired; until then Heard's own."""
    adopted = (
        StandardVersion.objects.filter(organisation=organisation, adopted__isnull=False, retired=None)
        .order_by("-adopted", "-version")
        .first()
    )
    if adopted is not None:
        return InUse(adopted.reference, adopted.text)
    return InUse(builtin()[DEFAULT].reference, builtin_text(DEFAULT))


def standard_by(organisation_id: int, reference: str) -> Standard | None:
    """The standard that a judgement names as `reference` ("everyday@1"): the organisation's own text, else the one that
    ships; None: neither is there, or it can't be read any more."""
    name, _, number = reference.partition("@")
    if not number.isdigit():
        return None
    text = (
        StandardVersion.objects.filter(organisation=organisation_id, name=name, version=int(number))
        .values_list("text", flat=True)
        .first()
    )
    if text is not None:
        try:
            return standard_told(text)
        except StandardError:  # a text from before a check became stricter
            return None
    shipped = builtin().get(name)
    return shipped if shipped is not None and shipped.version == int(number) else None


@lru_cache(maxsize=64)
def standard_told(text: str) -> Standard:
    """The standard that `text` tells; read once a process. Raises StandardError."""
    return read_standard(text, "the standard")
