"""How soon, how sure and how long, in the reader's language: what `heard.report.words` says in English alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

__all__ = ["duration", "how_soon", "how_sure"]

DAY, HOUR, MINUTE = 86_400, 3_600, 60


def duration(seconds: float) -> str:
    """A length of time in its largest fitting unit: "40 seconds", "3 hours"."""
    if seconds >= DAY:
        n = round(seconds / DAY)
        return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
    if seconds >= HOUR:
        n = round(seconds / HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    if seconds >= MINUTE:
        n = round(seconds / MINUTE)
        return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
    n = round(seconds)
    return ngettext("%(n)s second", "%(n)s seconds", n) % {"n": n}


def how_sure(confidence: float) -> str:
    """A confidence of 0…1 as words, with its figure: "fairly sure (0.72)"."""
    figure = {"figure": number_format(confidence, 2)}
    if confidence < 0.5:
        return _("not sure (%(figure)s)") % figure
    return (_("sure (%(figure)s)") if confidence >= 0.8 else _("fairly sure (%(figure)s)")) % figure


def how_soon(moment: Mapping[str, Any]) -> str:
    """When the need of a moment in the form of `Analysis.to_json()` was recognised, as a clause."""
    replies, seconds = moment["turns_to_recognition"], moment["seconds_to_recognition"]
    if replies is None:
        return _("nobody answered") if moment["response_turn"] is None else _("never recognised")
    first = _("recognised in the first reply")
    said = first if replies == 1 else _("recognised in reply %(number)s") % {"number": replies}
    return _("%(said)s, %(time)s later") % {"said": said, "time": duration(seconds)} if seconds else said
