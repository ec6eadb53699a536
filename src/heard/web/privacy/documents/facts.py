"""What an organisation has chosen, as the texts say it."""

from __future__ import annotations

import json
from collections import Counter
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.analysis import ENGINE
from heard.inference import shipped
from heard.standards import StandardError, builtin
from heard.web.organisation.models import REDACTIONS, Organisation
from heard.web.organisation.queries import DEFAULT, standard_in_use, standard_told
from heard.web.people.models import ROLE_CHOICES, Membership
from heard.web.privacy.retention import PROOF_MONTHS

__all__ = ["Facts", "facts_of", "shipped_facts"]


class Facts(NamedTuple):
    """Every value that a text fills in."""

    organisation: str  # "": nobody is signed in
    alone_hours: str
    appeal_days: str
    retention: str
    proof: str
    redacted: str
    smallest_group: str
    least_agreement: str
    second_factor: str
    roles: tuple[tuple[str, str], ...]  # role, how many people have it
    standard: str  # "everyday@1"
    standard_title: str
    criteria: tuple[tuple[str, str], ...]  # title, meaning
    engine: str
    encoder: str


def facts_of(organisation: Organisation) -> Facts:
    """The choices as they are now."""
    used = standard_in_use(organisation)
    try:
        standard = standard_told(used.text)
    except StandardError:  # a text from before a check became stricter
        standard = builtin()[DEFAULT]
    held = Counter(
        Membership.objects.filter(person__organisation=organisation, person__is_active=True)
        .values_list("role", "person")
        .distinct()
        .values_list("role", flat=True)
    )
    months = organisation.retention_months
    return shipped_facts()._replace(
        organisation=organisation.name,
        alone_hours=_hours(organisation.agent_first_hours),
        appeal_days=_days(organisation.appeal_days),
        retention=_months(months) if months else _("until somebody removes them"),
        redacted=", ".join(str(REDACTIONS[kind]) for kind in organisation.redact if kind in REDACTIONS) or _("nothing"),
        smallest_group=str(organisation.smallest_group),
        least_agreement=f"{organisation.least_agreement:.2f}",
        second_factor=_("everybody needs one") if organisation.needs_second_factor else _("everybody may have one"),
        roles=tuple((str(name), _people(held[role])) for role, name in ROLE_CHOICES),
        standard=used.reference,
        standard_title=standard.title,
        criteria=tuple((one.title, one.meaning) for one in standard.criteria),
    )


def shipped_facts() -> Facts:
    """As Heard ships, for somebody who is not signed in: nothing of an organisation."""
    standard = builtin()[DEFAULT]
    return Facts(
        organisation="",
        alone_hours=_hours(24),
        appeal_days=_days(7),
        retention=_months(12),
        proof=_months(PROOF_MONTHS),
        redacted=_("nothing"),
        smallest_group="4",
        least_agreement="0.67",
        second_factor=_("everybody may have one"),
        roles=(),
        standard=standard.reference,
        standard_title=standard.title,
        criteria=tuple((one.title, one.meaning) for one in standard.criteria),
        engine=ENGINE,
        encoder=_encoder(),
    )


def _encoder() -> str:
    try:
        return str(json.loads((shipped() / "bundle.json").read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError):
        return _("none: patterns alone")


def _hours(count: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": count}


def _days(count: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}


def _months(count: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", count) % {"n": count}


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": count}
