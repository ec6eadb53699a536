"""Which moments a number is about: the same words in an address, in a query, and in the tallies."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from heard.moments import CAUSES, OUTCOMES
from heard.report.words import ACTIONS, RECOGNITIONS
from heard.web.conversations.models import RESULTS, MomentLabel
from heard.web.insights.tallying import LATEST_REPLY, SECONDS
from heard.web.plumbing import words
from heard.web.plumbing.telling import duration

__all__ = ["CHOICES", "Narrowing", "seconds_in_words", "soon_in_words"]

JUDGED = ("met", "repaired", "missed")
CHOICES: dict[str, tuple[str, ...]] = {  # name in the address → its values
    "result": ("judged", "unmet", *RESULTS),
    "by": ("person", "heard"),
    "recognition": (*map(str, RECOGNITIONS), "none"),
    "action": tuple(map(str, ACTIONS)),
    "cause": CAUSES,
    "outcome": OUTCOMES,
    "soon": (*map(str, range(1, LATEST_REPLY + 1)), "never"),
    "seconds": (*map(str, SECONDS), "more"),
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked of a moment; "": nothing. The values are those of CHOICES."""

    result: str = ""
    by: str = ""
    need: str = ""  # a label
    recognition: str = ""
    action: str = ""
    cause: str = ""
    outcome: str = ""
    soon: str = ""
    seconds: str = ""
    process_first: str = ""  # "yes"

    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}

    def as_q(self) -> Q:
        """The moments that it is about, among those that count."""
        found = Q()
        result = self.result
        if not result and self.query().keys() - {"by", "need"}:
            result = "judged"  # the tallies count whatever else is asked among judged moments alone
        if result:
            results = {"judged": JUDGED, "unmet": JUDGED[1:]}.get(result, (result,))
            found &= Q(result__in=results)
        if self.by:
            found &= Q(judged_by_person=self.by == "person")
        if self.need:
            found &= Q(Exists(MomentLabel.objects.filter(moment=OuterRef("pk"), label=self.need)))
        if self.recognition:
            found &= Q(recognition=None) if self.recognition == "none" else Q(recognition=int(self.recognition))
        if self.action == "0":
            found &= Q(recognition__isnull=False) & (Q(action=0) | Q(action=None))
        elif self.action:
            found &= Q(action=int(self.action))
        if self.cause:
            causes = [self.cause, ""] if self.cause == "unclear" else [self.cause]
            found &= Q(cause__in=causes, result__in=JUDGED[1:])
        if self.outcome:
            found &= Q(outcome=self.outcome)
        if self.process_first:
            found &= Q(process_first=True)
        return found & _how_soon(self.soon) & _how_long(self.seconds)

    def in_words(self) -> list[str]:
        """Each thing that is asked, for people."""
        said: dict[str, Any] = {
            "result": lambda v: {"judged": _("judged"), "unmet": _("unmet")}.get(v) or words.state(v),
            "by": lambda v: _("judged by a person") if v == "person" else _("judged by Heard alone"),
            "need": words.label,
            "recognition": lambda v: words.recognition(None if v == "none" else int(v)),
            "action": lambda v: words.action(int(v)),
            "cause": lambda v: _("because of: %(cause)s") % {"cause": words.cause(v)},
            "outcome": lambda v: words.outcome(v).lower(),
            "soon": soon_in_words,
            "seconds": seconds_in_words,
            "process_first": lambda _v: _("process began first"),
        }
        return [str(said[name](value)) for name, value in self.query().items()]


def soon_in_words(key: str) -> str:
    """How soon a need was recognised, by replies."""
    if key == "never":
        return _("never recognised")
    if key == "1":
        return _("recognised in the first reply")
    if int(key) == LATEST_REPLY:
        return _("recognised in reply %(number)s or later") % {"number": key}
    return _("recognised in reply %(number)s") % {"number": key}


def seconds_in_words(key: str) -> str:
    """How long it took, by the bucket of tallying.SECONDS."""
    if key == "more":
        return _("after more than %(time)s") % {"time": duration(SECONDS[-1])}
    place = SECONDS.index(int(key))
    if not place:
        return _("within %(time)s") % {"time": duration(SECONDS[0])}
    return _("within %(time)s, but after %(earlier)s") % {
        "time": duration(SECONDS[place]),
        "earlier": duration(SECONDS[place - 1]),
    }


def _how_soon(key: str) -> Q:
    if not key:
        return Q()
    if key == "never":
        return Q(turns_to_recognition=None)
    if key == "1":
        return Q(turns_to_recognition__lte=1)
    if int(key) == LATEST_REPLY:
        return Q(turns_to_recognition__gte=LATEST_REPLY)
    return Q(turns_to_recognition=int(key))


def _how_long(key: str) -> Q:
    if not key:
        return Q()
    known = Q(turns_to_recognition__isnull=False)
    if key == "more":
        return known & Q(seconds_to_recognition__gt=SECONDS[-1])
    place = SECONDS.index(int(key))
    above = Q(seconds_to_recognition__gt=SECONDS[place - 1]) if place else Q()
    return known & above & Q(seconds_to_recognition__lte=SECONDS[place])
