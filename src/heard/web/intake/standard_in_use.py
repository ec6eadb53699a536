"""The standard that new conversations are held against."""

from __future__ import annotations

from heard.standards import Standard, load
from heard.standards.loading import read_standard
from heard.web.organisation.models import Organisation, StandardVersion

__all__ = ["adopted_text", "standard_of"]

BUILT_IN = "everyday"


def adopted_text(organisation: Organisation) -> str:
    """The text of the organisation's standard that was adopted last and is not retired; "": the built-in one."""
    newest = (
        StandardVersion.objects.filter(organisation=organisation, adopted__isnull=False, retired=None)
        .order_by("-adopted", "-version")
        .first()
    )
    return newest.text if newest else ""


def standard_of(text: str) -> Standard:
    """The standard that `text` tells; the built-in one where it is "". Raises StandardError."""
    return read_standard(text, "the adopted standard") if text else load(BUILT_IN)
