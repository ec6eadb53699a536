"""What a vCon tells besides the words, as far as it may be kept.

Analyses by others and unknown extensions are counted, not kept: they may judge an agent's mood, and Heard lets no such
judgement in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heard.vcon.forms import body_of, objects

__all__ = ["further"]

_KEPT = ("uuid", "created_at", "updated_at", "redacted", "amended", "extensions", "critical")
_READ = ("vcon", "parties", "dialog", "analysis", "attachments", "subject", "group")
_OF_ATTACHMENTS = ("purpose", "type", "start", "party", "dialog", "mediatype", "filename", "url")
_LEGAL = "lawful_basis"  # the one attachment whose content says what may be done with the conversation


def further(vcon: Mapping[str, Any]) -> dict[str, Any]:
    """The vCon's own facts, its attachments (not their bytes), and how much was left out."""
    kept: dict[str, Any] = {k: vcon[k] for k in _KEPT if vcon.get(k) not in (None, "", [], {})}
    attachments = [_attachment(entry) for entry in objects(vcon.get("attachments"))]
    if attachments:
        kept["attachments"] = attachments
    analyses = [a for a in objects(vcon.get("analysis")) if not str(a.get("type")).startswith("transcript")]
    left_out = {"analyses": len(analyses), "other_keys": len([k for k in vcon if k not in _KEPT + _READ])}
    return kept | ({"left_out": left_out} if any(left_out.values()) else {})


def _attachment(entry: Mapping[str, Any]) -> dict[str, Any]:
    kept = {k: entry[k] for k in _OF_ATTACHMENTS if k in entry}
    legal = _LEGAL in (entry.get("purpose"), entry.get("type"))
    return kept | {"body": body_of(entry)} if legal else kept
